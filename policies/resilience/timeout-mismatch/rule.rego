# METADATA
# title: Step gives up before its data action does
# description: >-
#   The step's timeout is shorter than the data action's own, which is 60 s unless its configuration sets another.
#   The step's timeout ends only the wait of the flow: the data action goes on waiting for the endpoint and keeps
#   one of the organisation's 50 execution slots. A later answer is lost, and a write may have happened.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/call-data-action/
#     description: "Call Data Action: timeout and processing prompt"
#   - ref: https://community.genesys.com/discussion/data-action-timeout-support-releasing-this-week
#     description: "a data action waits for its endpoint although the step has given up"
#   - ref: https://github.com/MyPureCloud/platform-client-sdk-go
#     description: "ActionConfig.timeoutSeconds: optional, 1 to 60 s"
# custom:
#   id: timeout-mismatch
#   category: resilience
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Set the timeout in the data action's configuration to at most the step's timeout: it ends the request and
#     frees the slot.
package archlint.rules.timeout_mismatch

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	not call.timeoutIsDefault
	is_number(call.timeoutSeconds)
	own := lib.own_timeout(call)
	call.timeoutSeconds < own
	message := sprintf(
		concat(" ", [
			"the step stops waiting for %s after %s s, but the data action itself waits %s s: its",
			"slot stays busy until then, and a later answer is lost",
		]),
		[
			lib.called(call), lib.short(call.timeoutSeconds), lib.short(own),
		],
	)
	evidence := {"step": call.timeoutSeconds, "dataAction": own}
}
