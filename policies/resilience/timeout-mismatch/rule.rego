# METADATA
# title: Step gives up before its data action does
# description: >-
#   The step's own timeout is shorter than the timeout in the data action's configuration. The flow takes the
#   timeout output while the request is still running: an answer that arrives later is thrown away, and a write
#   may have happened although the flow believes it did not.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/call-data-action/
#     description: "Call Data Action: timeout and processing prompt"
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
#     Set the timeout in the data action's configuration to at most the step's timeout, so that the request itself
#     ends first.
package archlint.rules.timeout_mismatch

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	not call.timeoutIsDefault
	is_number(call.timeoutSeconds)
	is_number(call.definition.timeoutSeconds)
	call.timeoutSeconds < call.definition.timeoutSeconds
	message := sprintf("%s is given up after %s s, while the data action itself may run for %s s: answers in between are lost", [
		lib.called(call), lib.short(call.timeoutSeconds), lib.short(call.definition.timeoutSeconds),
	])
	evidence := {"step": call.timeoutSeconds, "dataAction": call.definition.timeoutSeconds}
}
