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
	not lib.over_items(loop)
	some call in lib.calls_at(asked(loop))
	call.reachable
	message := sprintf("%s is polled in %s%s: %s, %s%s", [
		lib.called(call), lib.looped_from(call, loop), paced(loop), lib.most(call), lib.expected(call), instead(call),
	])
	evidence := {
		"loop": loop.id, "count": loop.count, "waitSeconds": loop.waitSeconds,
		"perRun": call.perRun, "alternative": call.alternative,
	}
}

# instead names what reports the change by itself, where that is known.
instead(call) := sprintf("; a trigger on %s can start a workflow instead", [topics(call.alternative.topics)]) if {
	call.alternative.trigger
}

instead(call) := sprintf("; %s reports the change", [topics(call.alternative.topics)]) if {
	call.alternative.trigger == false
}

# topics names one of several, since which of them fits depends on what the loop waits for.
topics(all) := sprintf("the topic %s", [all[0]]) if count(all) == 1

topics(all) := sprintf("one of %d topics, such as %s,", [count(all), all[0]]) if count(all) > 1

instead(call) := "" if is_null(call.alternative)

instead(call) := "" if count(call.alternative.topics) == 0

# asked are the calls whose answer the exit waits for: those whose result an
# exit condition reads, else those whose outputs lead out; when that is unknown, all.
asked(loop) := awaited(loop) if count(awaited(loop)) > 0

asked(loop) := loop.exitDependsOn if {
	count(awaited(loop)) == 0
	count(loop.exitDependsOn) > 0
}

asked(loop) := loop.calls if count(awaited(loop)) + count(loop.exitDependsOn) == 0

awaited(loop) := {seen.call |
	some seen in loop.evidence
	seen.what == "exitReadsResult"
	seen.call != ""
}

paced(loop) := sprintf(" every %s s", [lib.short(loop.waitSeconds)]) if not is_null(loop.waitSeconds)

paced(loop) := "" if is_null(loop.waitSeconds)
