# METADATA
# title: Data action is retried almost at once
# description: >-
#   A loop calls the data action again right after it failed, with no wait or prompt in between. What made the
#   call fail a moment ago makes it fail again; when a limit was the reason, the platform asks to stay away for up
#   to a minute, and retries only add load.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
#   - ref: https://developer.genesys.cloud/forum/t/normalized-platform-api-429-responses/12028
#     description: a refused request names the seconds to wait
# custom:
#   id: retry-without-wait
#   category: resilience
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Put a wait (in a workflow) or a prompt between the attempts, of several seconds at least, and keep the count
#     at 2 or 3.
#   params:
#     min_seconds:
#       type: number
#       default: 2
#       description: a pause before the next attempt that is still in order
package archlint.rules.retry_without_wait

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	loop.kind == "retry"
	not lib.over_items(loop)
	is_number(loop.pauseSeconds)
	loop.pauseSeconds < input.params.min_seconds
	some call in lib.calls_at(loop.calls)
	call.reachable
	call.repeatsAfterFailure
	message := sprintf("%s is called again in %s %s after it failed, %s", [
		lib.called(call), lib.looped_from(call, loop), pause(loop), lib.most(call),
	])
	evidence := {"loop": loop.id, "count": loop.count, "pauseSeconds": loop.pauseSeconds, "perRun": call.perRun}
}

pause(loop) := sprintf("%s s", [lib.short(loop.pauseSeconds)]) if loop.pauseSeconds > 0

pause(loop) := "at once" if loop.pauseSeconds == 0
