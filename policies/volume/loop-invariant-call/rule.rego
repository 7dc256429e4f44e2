# METADATA
# title: Data action asks the same in every pass of a loop
# description: >-
#   Nothing that goes into the data action changes from pass to pass, and the loop neither retries nor polls: each
#   pass makes an execution for an answer that the first pass already had.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: loop-invariant-call
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Call before the loop and read the variables inside it.
package archlint.rules.loop_invariant_call

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	some node in loop.hoistable
	some call in lib.calls_at([node])
	call.reachable
	call.perRun.max > 1
	message := sprintf("%s asks the same in every pass of %s: %s, %s, where one would do", [
		lib.called(call), lib.looped_from(call, loop), lib.most(call), lib.expected(call),
	])
	evidence := {"loop": loop.id, "inputs": [value.text | some value in call.inputs], "perRun": call.perRun}
}
