# METADATA
# title: Data action reads something that nobody uses
# description: >-
#   The data action only reads (its method is GET), nothing later in the flow reads what it answers, and none of
#   its outputs leads anywhere of its own: the run would be the same without it, but for the execution and the
#   wait.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: unused-result
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Remove the call, or keep its outputs and use them.
package archlint.rules.unused_result

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"url": call.definition.url, "perRun": call.perRun}} if {
	some call in input.flow.calls
	call.reachable
	call.definition.method == "GET"
	call.outputs.success == "empty"
	call.outputs.failure != "connected"
	call.outputs.timeout != "connected"
	call.keeps == count(call.unread)
	call.failureDetail != "read"
	message := sprintf("%s reads something (GET), and nothing later in the flow reads or depends on the answer", [lib.called(call)])
}
