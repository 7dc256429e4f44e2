# METADATA
# title: Loop around a data action has no bound of its own
# description: >-
#   A loop that calls a data action and has no count that can be known runs until its exit condition holds. If the
#   endpoint fails or never gives the awaited answer, only the platform's cap of 10,000 executed actions ends the
#   run: one interaction then makes thousands of calls, and the flow ends in its error handler.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: cap of 10,000 executed actions in one run
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: retries must be drawn in the flow, with an upper bound
# custom:
#   id: unbounded-loop
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Give the loop a small literal count, or count the passes in a variable and leave the loop when a constant is
#     reached; handle the case that the count runs out.
package archlint.rules.unbounded_loop

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	loop.kind in {"polling", "unclassified"}
	loop.count == null
	not lib.over_items(loop)
	loop.countKind != "unknown"
	not loop.asksPerson
	inside := [call |
		some call in lib.calls_at(loop.calls)
		call.reachable
		call.boundedBy == "platformLimit"
	]
	first := inside[0]
	message := sprintf("%s around %s has no limit of its own%s: only Genesys Cloud's cap of 10,000 actions ends it", [
		lib.looped_from(first, loop),
		lib.listed([lib.called(call) | some call in inside]),
		counted(loop),
	])
	evidence := {"kind": loop.kind, "countText": loop.countText, "calls": [call.node | some call in inside]}
}

counted(loop) := "" if loop.countText == ""

counted(loop) := sprintf(" (its count is %s)", [loop.countText]) if loop.countText != ""
