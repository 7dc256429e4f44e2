# METADATA
# title: Loop count outside what Architect takes
# description: >-
#   Architect's editor takes a literal loop count from 1 to 99. A count below 1 skips the loop; a larger one came
#   from a generated file, and the flow may be refused when somebody edits it.
# related_resources:
#   - ref: https://www.npmjs.com/package/purecloud-flow-scripting-api-sdk-javascript
#     description: "loop count: literal from 1 to 99"
# custom:
#   id: loop-count-range
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Use a count from 1 to 99; when more passes are needed, the work belongs behind one data action.
package archlint.rules.loop_count_range

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": {"count": loop.count}} if {
	some loop in input.flow.loops
	loop.form == "loop"
	loop.countKind == "literal"
	is_number(loop.count)
	says := outside(loop.count)
	message := sprintf("%s has the count %d: %s", [lib.looped(loop), loop.count, says])
}

outside(n) := "its body never runs" if n < 1

outside(n) := "Architect takes at most 99" if n > 99
