# METADATA
# title: What a person typed goes unchecked into a data action
# description: >-
#   The input holds what the caller entered, said or wrote, and on some path to the call no condition looked at
#   it. Empty, mistyped and hostile input reaches the endpoint, costs an execution each time, and comes back as a
#   failure.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: unchecked-input
#   category: security
#   severity: info
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Check length, form and range in a decision before the call, and ask again when it does not fit.
package archlint.rules.unchecked_input

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"inputs": [given.input | some given in call.fromCaller]}} if {
	some call in input.flow.calls
	call.reachable
	count(call.fromCaller) > 0
	message := sprintf("%s gets %s as the person entered it: nothing checks it on the way", [
		lib.called(call), lib.listed([sprintf("%s (%s)", [given.input, given.variable]) | some given in call.fromCaller]),
	])
}
