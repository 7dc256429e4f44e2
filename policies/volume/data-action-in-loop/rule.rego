# METADATA
# title: Data action in a loop
# description: >-
#   A data action inside a loop runs once a pass. Its responses are not cached, so each pass is an execution that
#   counts against the organisation's 2,500 executions a minute and holds one of its 50 concurrent slots. A loop
#   over a list multiplies the traffic of every interaction by the length of the list. Loops that poll, retry, or
#   wait in a queue, and calls that ask the same in every pass, have rules of their own.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: Genesys blueprint on data actions for resiliency, guardrails for loops
# custom:
#   id: data-action-in-loop
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Ask once for the whole list: let the endpoint take all keys in one request and hand the answer to the loop.
#     Where that is impossible, bound the loop with a small literal count.
#   params:
#     max_runs:
#       type: integer
#       default: 1
#       description: executions of one call site in one run that are still in order
package archlint.rules.data_action_in_loop

import data.archlint.lib

findings contains {"at": call, "message": message(call, loop), "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	call.perRun.max > input.params.max_runs
	around := [i |
		some id in call.loops
		some i in lib.loop_positions[id]
		i in multiplying
	]
	innermost := around[count(around) - 1]
	not call.node in hoistable[innermost]
	loop := input.flow.loops[innermost]
	evidence := {"loop": loop.id, "kind": loop.kind, "count": loop.count, "perRun": call.perRun}
}

# multiplying are the positions of the loops that run a call for each item, or a number of times that is known.
multiplying contains i if {
	some i, loop in input.flow.loops
	lib.over_items(loop)
	loop.countKind != "unknown"
}

multiplying contains i if {
	some i, loop in input.flow.loops
	loop.kind == "unclassified"
	not is_null(loop.count)
}

# hoistable are, for each loop, the nodes of the calls that could stand before it.
hoistable := [{node | some node in loop.hoistable} | some loop in input.flow.loops]

message(call, loop) := sprintf("%s runs once a pass of %s: %s, %s", [
	lib.called(call), lib.looped_from(call, loop), lib.most(call), lib.expected(call),
]) if {
	not is_null(loop.count)
}

message(call, loop) := sprintf("%s runs once for each item of %s, whose length (%s) is known only at run time: %s, %s", [
	lib.called(call), lib.looped_from(call, loop), loop.countText, lib.most(call), lib.expected(call),
]) if {
	is_null(loop.count)
}
