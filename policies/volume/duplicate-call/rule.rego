# METADATA
# title: Same data action called twice with the same inputs
# description: >-
#   On one path the same data action is called again although none of its inputs has changed since. Responses are
#   not cached: the second call costs another execution and another wait for the answer that the flow already has.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: responses of data actions are not cached
# custom:
#   id: duplicate-call
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the first answer in flow variables and read those. If the answer may have changed in between, pass what
#     changed, or waive the finding with that reason.
package archlint.rules.duplicate_call

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	earlier := call.repeatOf[0]
	message := sprintf("%s is called with the same inputs as at line %d, and nothing that goes into it has changed since", [
		lib.called(call), earlier.line,
	])
	evidence := {"earlier": [{"node": p.node, "line": p.line} | some p in call.repeatOf]}
}
