# METADATA
# title: Data action repeats while the interaction waits in a queue
# description: >-
#   An in-queue flow starts over for as long as the interaction waits. A data action in it runs once a pass: the
#   busier the queue, the more interactions wait at the same time, the longer each of them waits, and the more
#   calls are made. The peak of the calls falls on the worst minute of the day.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: call-in-queue-repeat
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Call before the transfer to the queue and keep the answer in a variable or in participant data; or call on
#     the first pass only; or make the pass longer with hold music. For the estimated wait time use the built-in
#     action or expression.
package archlint.rules.call_in_queue_repeat

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	input.flow.inQueue
	some call in input.flow.calls
	call.reachable
	call.perRun.max > 1 # else its own branch ends the wait
	some loop in input.flow.loops
	loop.kind == "waiting"
	loop.id in call.loops
	message := sprintf("%s runs on every pass of the in-queue flow%s", [lib.called(call), pace(call)])
	evidence := {"loop": loop.id, "ratePerMinute": call.ratePerMinute, "cycleSeconds": loop.cycleSeconds, "perRun": call.perRun}
}

pace(call) := sprintf(": %s calls a minute for each waiting interaction", [lib.short(call.ratePerMinute)]) if {
	not is_null(call.ratePerMinute)
}

pace(call) := "" if is_null(call.ratePerMinute)
