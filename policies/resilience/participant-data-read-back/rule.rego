# METADATA
# title: Participant data is read by the API right after it was set
# description: >-
#   A step sets participant data, and a data action reads the conversation from the platform's API before any time
#   has passed. The value reaches the API only after a while, up to about 10 s: the request gets the old one, or
#   none.
# related_resources:
#   - ref: https://help.mypurecloud.com/faqs/how-long-does-it-take-for-the-set-participant-data-action-to-update/
#     description: "vendor FAQ: wait before reading the attributes by the API"
# custom:
#   id: participant-data-read-back
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.2.0
#   remediation: >-
#     Pass the value to the data action as an input, or read it with Get Participant Data; where only the API will
#     do, wait 10 s first.
package archlint.rules.participant_data_read_back

import data.archlint.lib

findings contains {
	"at": call, "message": message,
	"evidence": {"url": call.definition.url, "setBy": [at.node | some at in call.participantDataSet]},
} if {
	some call in input.flow.calls
	call.reachable
	count(call.participantDataSet) > 0
	call.definition.method == "GET"
	call.definition.platformApi == "yes"
	regex.match(`/api/v2/(conversations|analytics/conversations)/`, call.definition.url)
	message := sprintf(
		"%s reads the conversation from the API right after %s set participant data: the API may not have the values for up to 10 s",
		[lib.called(call), setters(call)],
	)
}

setters(call) := lib.listed(names) if {
	names := {lib.stands(node) | some node in lib.nodes_at([at.node | some at in call.participantDataSet])}
	count(names) > 0
} else := "a step"
