# METADATA
# title: Many data action calls for each interaction
# description: >-
#   Every call is an execution against the organisation's limit and a wait for the person. Genesys' own
#   arithmetic: three calls an interaction at 400 interactions a minute are 1,200 executions a minute, half of the
#   limit of all flows together.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: calls-per-interaction
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Combine calls to one endpoint, call only on the branch that needs the answer, keep answers in variables, and
#     keep slowly changing data in a data table.
#   params:
#     max_expected:
#       type: number
#       default: 8
#       description: expected calls for one interaction that are still in order
package archlint.rules.calls_per_interaction

import data.archlint.lib

findings contains {"at": input.flow, "message": message, "evidence": evidence} if {
	input.flow.entry
	expected := input.flow.perInteraction.expected
	expected > input.params.max_expected
	message := sprintf(
		concat(" ", [
			"each interaction that enters here is expected to make %s data action calls (%s; at least %d): 2,500",
			"executions a minute are reached at %d interactions a minute",
		]),
		[
			lib.short(expected), input.flow.perInteractionBasis, input.flow.perInteraction.min, floor(2500 / expected),
		],
	)
	sums := [{"name": sum.name, "integration": sum.integration, "perRun": sum.perRun, "boundedBy": sum.boundedBy} |
		some sum in input.flow.perDataAction
	]
	evidence := {"perInteraction": input.flow.perInteraction, "perDataAction": sums}
}
