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

# nodes_at are the actions of the flow at some nodes.
nodes_at(ids) := [input.flow.nodes[k] |
	some k in {k | some id in ids; some k in node_positions[id]}
]

# node_positions are where in input.flow.nodes the actions of each node stand.
node_positions := {id: positions |
	some node in input.flow.nodes
	id := node.node
	positions := [k | some k; id = input.flow.nodes[k].node]
}

# looped names a loop.
looped(loop) := sprintf("loop %q", [loop.name]) if loop.name != ""

looped(loop) := "this loop" if loop.name == ""

# over_items: the loop goes once over each item of a list. Its next pass is the next item: no retry, no second call
# for the same thing.
over_items(loop) if loop.kind == "iteration"

over_items(loop) if regex.match(`(?i)\b(count|length)\s*\(`, loop.countText)

# stands names a step and the task, menu or state that it stands in.
stands(step) := sprintf("step %q in %q", [step.name, step.container]) if step.name != ""

stands(step) := sprintf("a step in %q", [step.container]) if step.name == ""

# short writes a number with one decimal, and with two below 1: 0.03, not 0.
short(x) := sprintf("%v", [round(x * 10) / 10]) if x >= 1

short(x) := sprintf("%v", [round(x * 100) / 100]) if {
	x < 1
	x >= 0.005
}

short(x) := "0" if x <= 0

short(x) := "less than 0.01" if {
	x > 0
	x < 0.005
}

# times writes how often something runs.
times(1) := "once"

times(n) := sprintf("%s times", [short(n)]) if n != 1

# most says what bounds a call site's greatest count.
most(call) := sprintf("up to %s in one run", [times(call.perRun.max)]) if call.boundedBy != "platformLimit"

most(call) := "limited only by Genesys Cloud's cap of 10,000 actions per run" if call.boundedBy == "platformLimit"

# listed joins the first three distinct texts, in order, and counts the rest.
listed(texts) := concat(", ", sorted) if {
	sorted := sort({t | some t in texts})
	count(sorted) <= 3
} else := sprintf("%s and %d more", [concat(", ", array.slice(sorted, 0, 3)), count(sorted) - 3]) if {
	sorted := sort({t | some t in texts})
}

# quoted puts texts into quotation marks.
quoted(texts) := [sprintf("%q", [t]) | some t in texts]

# at_risk: harm has something to list. It costs less to ask than to say what.
at_risk(_, reads) if count(reads) > 0

at_risk(call, _) if retried_at_once(call)

at_risk(call, _) if {
	left_out(call)
	call.unhandledPath in {"rejoins", "ends"}
}

# harm lists what goes wrong when an output of a call is not handled, the most certain first. The reads are those of
# variables that only the call's success sets.
harm(call, reads) := array.flatten([
	[used(reads) | count(reads) > 0],
	["the retry loop calls it again at once" | retried_at_once(call)],
	[sprintf("the call continues without %s", [listed(quoted(call.skipped))]) | left_out(call); call.unhandledPath == "rejoins"],
	[sprintf("the run ends without %s", [listed(quoted(call.skipped))]) | left_out(call); call.unhandledPath == "ends"],
])

# used says which variables are used although the call may not have set them, and where.
used(reads) := sprintf("%s %s used%s but only set when the call succeeds", [listed(unset), verb(unset), places(reads)]) if {
	unset := {r.variable | some r in reads}
}

verb(names) := "is" if count(names) == 1

verb(names) := "are" if count(names) > 1

places(reads) := sprintf(" in %s", [listed(quoted(names))]) if {
	names := {r.name | some r in reads; r.name != ""}
	count(names) > 0
} else := " later"

retried_at_once(call) if {
	some id in call.loops
	some i in loop_positions[id]
	loop := input.flow.loops[i]
	loop.kind == "retry"
	not over_items(loop)
	is_number(loop.pauseSeconds)
	loop.pauseSeconds < 2
}

# left_out: a caller who listens misses the steps that only a success comes to.
left_out(call) if {
	input.flow.voice
	call.outputs.success == "connected"
	count(call.skipped) > 0
}

# grave is the severity of an output that is not handled: an error where an unset variable decides, is played or is
# calculated with, which ends the run in the error handling; a warning where the value is only passed on.
default grave(_) := "warning"

grave(reads) := "error" if {
	some node in nodes_at({r.node | some r in reads})
	not node.kind in passes_on
}

# passes_on are the kinds of step that take a value which is not set as it is.
passes_on := {
	"callBotFlow", "callCommonModule", "callData", "callDigitalBotFlow", "callSecureData", "getResponse", "sendResponse",
	"setConversationData", "setExternalTag", "setParticipantData", "setScreenPop", "setUUIData", "setWrapupCode",
}

# unfound says what goes wrong when a lookup finds nothing and that is not handled.
unfound(node) := sprintf("%s %s used%s but only set when something is found", [listed(unset), verb(unset), places(node.readUnset)]) if {
	unset := {r.variable | some r in node.readUnset}
	count(unset) > 0
} else := sprintf("the call continues without %s", [listed(quoted(node.skipped))]) if {
	input.flow.voice
	some found in node.outputs
	found.name == "found"
	found.state == "connected"
	node.unhandledPath in {"rejoins", "ends"}
	count(node.skipped) > 0
}

# cached: a data table lookup decides whether the call is made, and an answer is written back to a data table on the
# same condition. That is the vendor's cache: the call is made at most once for a key and a period.
cached(call) if {
	some decider in call.decidedBy
	some lookup in nodes_at(decider.lookups)
	lookup.kind == "dataTableLookup"
	lookup.node in written_back
}

# written_back are the lookups that decide on a write to a data table.
written_back contains lookup if {
	some write in input.flow.calls
	may_write_table(write)
	some decider in write.decidedBy
	some lookup in decider.lookups
}

# writes_table: the data action writes rows of a data table by the platform's API.
writes_table(call) if {
	call.definition.method in {"POST", "PUT", "DELETE", "PATCH"}
	regex.match(`/api/v2/flows/datatables/[^/]+/rows`, call.definition.url)
}

may_write_table(call) if writes_table(call)

may_write_table(call) if {
	is_null(call.definition)
	regex.match(`(?i)(insert|update|write|put|set|save|store|create|add).*(cache|data ?table|row|entry)`, call.dataAction)
}
