# METADATA
# title: Data action is retried many times
# description: >-
#   The retry loop has a bound, but a high one. While an endpoint is down, each interaction makes that many calls
#   instead of one, each holding one of the organisation's 50 concurrent slots until its timeout, and the caller
#   waits for all of them.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: retry-many
#   category: resilience
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Retry once or twice with a wait, then take a path that works without the answer.
#   params:
#     max_attempts:
#       type: integer
#       default: 5
#       description: attempts in one run that are still in order
package archlint.rules.retry_many

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	loop.kind == "retry"
	not lib.over_items(loop)
	loop.count > input.params.max_attempts
	some call in lib.calls_at(loop.calls)
	call.reachable
	call.repeatsAfterFailure
	message := sprintf("%s is tried up to %d times in %s while it fails: a dead endpoint multiplies the calls of every interaction", [
		lib.called(call), loop.count, lib.looped_from(call, loop),
	])
	evidence := {"loop": loop.id, "count": loop.count, "timeoutSeconds": call.timeoutSeconds, "perRun": call.perRun}
}
