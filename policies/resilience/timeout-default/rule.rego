# METADATA
# title: Data action on a live voice path keeps the one-minute default timeout
# description: >-
#   The default timeout of a data action step is one minute. When the endpoint hangs, the caller hears nothing for
#   that minute. The data action's own timeout is 60 s by default as well: each call then keeps one of the
#   organisation's 50 execution slots busy for as long, and 50 calls a minute use up the slots of every integration.
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
#     Give the data action itself a timeout in its configuration, a few seconds more than the endpoint usually takes
#     (5 to 10 s): it frees the slot and ends the silence. The step's timeout only shortens the caller's silence.
#     Handle the timeout output.
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
	message := sprintf(
		"%s keeps the default timeout of one minute: if its endpoint hangs, the caller %s for %s s and a slot stays busy for %s s",
		[lib.called(call), hears(call), lib.short(min({seconds(call), slot(call)})), lib.short(slot(call))],
	)
	evidence := {"timeoutSeconds": call.timeoutSeconds, "processingPrompt": call.processingPrompt}
}

hears(call) := "hears nothing" if not call.processingPrompt

hears(call) := "waits" if call.processingPrompt

# tuned: the data action's own configuration cuts the wait short.
tuned(call) if {
	not is_null(call.definition.timeoutSeconds)
	call.definition.timeoutSeconds <= input.params.max_seconds
}

# slot is how long the data action waits for its endpoint, and keeps its slot: 60 s where that is not known.
default slot(_) := 60

slot(call) := lib.own_timeout(call)

seconds(call) := 60 if {
	is_null(call.timeoutSeconds)
} else := call.timeoutSeconds
