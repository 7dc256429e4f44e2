# METADATA
# title: Data action reads something that nobody uses
# description: >-
#   The data action only reads (its method is GET), none of its outputs is kept in a variable, and success leads
#   nowhere of its own: the run would be the same without it, but for the execution and the wait.
# related_resources:
#   - ref: https://developer.genesys.cloud/blueprints/design-architect-flow-data-actions-for-resiliency
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
	every output in call.successOutputs {
		output.kind == "notSet"
	}
	every output in call.failureOutputs {
		output.kind == "notSet"
	}
	message := sprintf("%s reads something (GET), keeps none of the answer and does nothing that depends on it", [lib.called(call)])
}
