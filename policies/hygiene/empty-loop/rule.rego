# METADATA
# title: Loop with nothing in it
# description: >-
#   The loop's body holds no action. Its passes count against the cap of 10,000 actions and do nothing.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/14129
#     description: what people ask of an audit of flows
# custom:
#   id: empty-loop
#   category: hygiene
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Remove the loop, or put back what it was for.
package archlint.rules.empty_loop

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": {"countText": loop.countText}} if {
	some loop in input.flow.loops
	loop.form == "loop"
	loop.bodyActions == 0
	message := sprintf("%s has no action in its body", [lib.looped(loop)])
}
