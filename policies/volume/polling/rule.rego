# METADATA
# title: Data action polls
# description: >-
#   The loop calls a data action, waits, and leaves when the answer says so. Each pass is an execution; with many
#   interactions waiting at once the calls add up to waiting interactions times passes a minute, mostly to learn
#   that nothing has changed.
# related_resources:
#   - ref: https://developer.genesys.cloud/notificationsalerts/notifications/
#     description: topics that tell of changes instead of being asked
# custom:
#   id: polling
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Let the change start the work: a trigger on the event, or a callback from the endpoint. Where only polling
#     is possible, wait longer between calls, keep the count small, and say what happens when it runs out.
package archlint.rules.polling

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	loop.kind == "polling"
	some call in input.flow.calls
	call.node in asked(loop)
	call.reachable
	message := sprintf("%s is polled in %s%s: %s, %s expected", [
		lib.called(call), lib.looped(loop), paced(loop), lib.most(call), lib.short(call.perRun.expected),
	])
	evidence := {"loop": loop.id, "count": loop.count, "waitSeconds": loop.waitSeconds, "perRun": call.perRun}
}

# asked are the calls whose answer the exit waits for; when that is unknown, all.
asked(loop) := loop.exitDependsOn if count(loop.exitDependsOn) > 0

asked(loop) := loop.calls if count(loop.exitDependsOn) == 0

paced(loop) := sprintf(" every %s s", [lib.short(loop.waitSeconds)]) if not is_null(loop.waitSeconds)

paced(loop) := "" if is_null(loop.waitSeconds)
