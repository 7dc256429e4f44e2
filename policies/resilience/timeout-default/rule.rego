# METADATA
# title: Data action on a live voice path keeps the one-minute default timeout
# description: >-
#   The default timeout of a data action step is one minute. When the endpoint hangs, a caller hears nothing for
#   that minute, and each call holds one of the organisation's 50 concurrent slots for all of it: 50 calls a minute
#   then use up the slots of every integration.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: limits on concurrent executions, and why a slow endpoint exhausts them
#   - ref: https://help.mypurecloud.com/articles/data-actions-integration-performance-analysis/
#     description: long executions use up concurrency even at moderate volume
# custom:
#   id: timeout-default
#   category: resilience
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Set the step's timeout to a few seconds more than the endpoint usually takes (5 to 10 s), or give the data
#     action itself a timeout of 1 to 60 s in its configuration, and handle the timeout output.
#   params:
#     max_seconds:
#       type: number
#       default: 15
#       description: a timeout set on the data action itself that is still in order
package archlint.rules.timeout_default

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	input.flow.voice
	some call in input.flow.calls
	call.reachable
	call.timeoutIsDefault
	not tuned(call)
	message := sprintf("%s keeps the default timeout of one minute while a caller listens: a hanging endpoint means %s s of silence and as long a held slot", [
		lib.called(call), lib.short(seconds(call)),
	])
	evidence := {"timeoutSeconds": call.timeoutSeconds, "processingPrompt": call.processingPrompt}
}

# tuned: the data action's own configuration cuts the wait short.
tuned(call) if {
	not is_null(call.definition.timeoutSeconds)
	call.definition.timeoutSeconds <= input.params.max_seconds
}

seconds(call) := 60 if {
	is_null(call.timeoutSeconds)
} else := call.timeoutSeconds
