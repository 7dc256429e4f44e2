# METADATA
# title: Caller hears nothing while a data action runs
# description: >-
#   The step has no processing prompt and may take longer than a caller takes silence for a lost connection. A
#   processing prompt starts after about a second and plays once.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/call-data-action/
#     description: "Call Data Action: timeout and processing prompt"
# custom:
#   id: silence-while-waiting
#   category: resilience
#   severity: info
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Give the step a processing prompt, or announce the wait before it. The step's timeout ends the silence; the
#     data action's own timeout, in its configuration, also frees its execution slot.
#   params:
#     max_seconds:
#       type: number
#       default: 10
#       description: seconds of silence that are still in order
package archlint.rules.silence_while_waiting

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"timeoutSeconds": call.timeoutSeconds, "perRun": call.perRun}} if {
	input.flow.voice
	not input.flow.inQueue
	some call in input.flow.calls
	call.reachable
	not call.processingPrompt
	not call.timeoutIsDefault
	call.timeoutSeconds > input.params.max_seconds
	message := sprintf(
		"%s may keep a caller in silence for %s s: it has no processing prompt",
		[lib.called(call), lib.short(call.timeoutSeconds)],
	)
}
