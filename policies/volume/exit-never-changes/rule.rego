# METADATA
# title: Nothing in the loop can change what its exit depends on
# description: >-
#   The loop leaves when a condition holds, and nothing inside the loop writes what the conditions read: if they
#   do not hold on the first pass, they never will. The loop then runs to its count, or to the platform's cap of
#   10,000 actions. Often the condition reads another variable than the one that the call in the loop writes. A
#   loop over the items of a list is none: there a condition sorts the items out.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: exit-never-changes
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Write the variable that the condition reads inside the loop, usually from the answer of the call, or remove
#     the loop.
package archlint.rules.exit_never_changes

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": {
	"reads": [read.variable | some read in loop.exitReads],
	"countText": loop.countText,
}} if {
	some loop in input.flow.loops
	loop.exitsFixed
	count(loop.exitReads) > 0
	loop.kind != "waiting"
	not lib.over_items(loop)
	message := sprintf("%s is left depending on %s, which nothing in it changes%s", [
		lib.looped(loop), lib.listed([read.variable | some read in loop.exitReads]), end(loop),
	])
}

end(loop) := sprintf(": it runs all %d passes or one", [loop.count]) if is_number(loop.count)

end(loop) := "" if is_null(loop.count)
