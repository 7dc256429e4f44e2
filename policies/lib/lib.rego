# METADATA
# title: Words and figures for messages
# description: What several rules share. Users' rules may import it as data.archlint.lib.
package archlint.lib

# called names a call site: its data action, and the step where the author gave it a name of its own.
called(call) := sprintf("data action %q", [call.dataAction]) if {
	call.name in {"", call.dataAction, "Call Data Action"}
} else := sprintf("data action %q (step %q)", [call.dataAction, call.name])

# own_timeout is how long the data action of a call itself waits for its endpoint, in seconds: 60 unless its definition
# sets another timeout; undefined where no definition was read, or its timeout is unknown.
own_timeout(call) := call.definition.timeoutSeconds if is_number(call.definition.timeoutSeconds)

own_timeout(call) := 60 if {
	is_null(call.definition.timeoutSeconds)
	not call.definition.timeoutUnknown
}

# calls_at are the calls of the flow at some nodes, in their order. Flows with thousands of loops ask for those of each.
calls_at(nodes) := [input.flow.calls[k] |
	some k in {k | some node in nodes; some k in call_positions[node]}
]

# call_positions are where in input.flow.calls the calls of each node stand. OPA makes one pass of it, by an index that it
# can make only where the inner list is found by unification.
call_positions := {node: positions |
	some call in input.flow.calls
	node := call.node
	positions := [k | some k; node = input.flow.calls[k].node]
}

# loop_positions are where in input.flow.loops the loops with each id stand.
loop_positions := {id: positions |
	some loop in input.flow.loops
	id := loop.id
	positions := [i | some i; id = input.flow.loops[i].id]
}

# looped names a loop.
looped(loop) := sprintf("loop %q", [loop.name]) if loop.name != ""

looped(loop) := "this loop" if loop.name == ""

# short writes a number with at most one decimal.
short(x) := sprintf("%v", [round(x * 10) / 10])

# times writes how often something runs.
times(1) := "once"

times(n) := sprintf("%s times", [short(n)]) if n != 1

# most says what bounds a call site's greatest count.
most(call) := sprintf("up to %s in one run", [times(call.perRun.max)]) if call.boundedBy != "platformLimit"

most(call) := "bounded only by the platform's cap of 10,000 actions" if call.boundedBy == "platformLimit"

# listed joins the first three distinct texts, in order, and counts the rest.
listed(texts) := concat(", ", sorted) if {
	sorted := sort({t | some t in texts})
	count(sorted) <= 3
} else := sprintf("%s and %d more", [concat(", ", array.slice(sorted, 0, 3)), count(sorted) - 3]) if {
	sorted := sort({t | some t in texts})
}

# unhandled lists why it matters that an output of a call does nothing, the most certain reason first. The reads are
# those of variables that only the call's success writes.
unhandled(call, reads) := array.flatten([
	[sprintf("%s is read although only its success writes it", [listed(unset)]) | count(unset) == 1],
	[sprintf("%s are read although only its success writes them", [listed(unset)]) | count(unset) > 1],
	["the loop around it calls again" | call.repeatsAfterFailure],
	["a caller on the line goes on without what its success output does" | input.flow.voice; call.outputs.success == "connected"],
]) if {
	unset := {r.variable | some r in reads}
}
