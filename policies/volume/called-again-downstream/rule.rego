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
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Hand the answer on: participant data for transfers to flows and queues, inputs and outputs for bots and
#     common modules.
package archlint.rules.called_again_downstream

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"upstream": earlier.flows, "more": earlier.more}} if {
	some earlier in input.flow.ranBefore
	some call in input.flow.calls
	call.perRun.min > 0
	call.dataAction == earlier.dataAction
	call.integration == earlier.integration
	message := sprintf("%s runs here in every run, and ran before in flow %q%s", [lib.called(call), earlier.flows[0], others(earlier)])
}

others(earlier) := "" if count(earlier.flows) == 1

others(earlier) := sprintf(" and %d others", [count(earlier.flows) - 1]) if {
	count(earlier.flows) > 2
	not earlier.more
}

others(earlier) := " and 1 other" if count(earlier.flows) == 2

others(earlier) := sprintf(" and more than %d others", [count(earlier.flows) - 1]) if earlier.more
