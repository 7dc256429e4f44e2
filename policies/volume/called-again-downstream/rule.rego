# METADATA
# title: Data action is called again in a flow that follows
# description: >-
#   The same data action is called on every path of this flow and again on every path of a flow that the
#   interaction goes on in. The answer could travel with the interaction.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: called-again-downstream
#   category: volume
#   severity: info
#   confidence: heuristic
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Hand the answer on: participant data for transfers to flows and queues, inputs and outputs for bots and
#     common modules.
package archlint.rules.called_again_downstream

import data.archlint.lib

# certain are the calls that run in every run, by the name of their flow, the
# integration and the data action: looked up, so that an organisation of
# thousands of flows is not compared flow by flow. Flows that none leads to are
# left out: they are most.
certain := object.union_n([entry |
	led := {name | some name in input.flows[_].reaches}
	some i, flow in input.flows
	flow.name in led
	some j, call in flow.calls
	call.perRun.min > 0
	entry := {flow.name: {call.integration: {call.dataAction: {[i, j]: call}}}}
])

findings contains {"at": call, "message": message, "evidence": {"upstream": upstream.name, "line": earlier.line}} if {
	some upstream in input.flows
	some name in upstream.reaches
	name != upstream.name
	after := certain[name]
	some earlier in upstream.calls
	earlier.perRun.min > 0
	some call in after[earlier.integration][earlier.dataAction]
	message := sprintf("%s runs here in every run, and ran before in flow %q", [lib.called(call), upstream.name])
}
