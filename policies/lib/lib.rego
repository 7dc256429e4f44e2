# METADATA
# title: Words and figures for messages
# description: What several rules share. Users' rules may import it as data.archlint.lib.
package archlint.lib

# called names a call site: its data action, the step where the author gave it a name of its own, and the task, menu or
# state that it stands in.
called(call) := sprintf("data action %q%s", [call.dataAction, bracketed(step_of(call), inside(call))])

step_of(call) := "" if call.name in default_names

step_of(call) := "" if call.name == call.dataAction

step_of(call) := sprintf("step %q", [call.name]) if {
	not call.name in default_names
	call.name != call.dataAction
}

# default_names are what Architect calls steps that call data actions.
default_names := {"", "Call Data Action", "Call Secure Data Action"}

# inside names what a record stands in, where that is known.
default inside(_) := ""

inside(record) := sprintf("in %q", [record.container]) if record.container != ""

# bracketed puts what there is of two texts into brackets.
bracketed("", "") := ""

bracketed(step, place) := sprintf(" (%s)", [trim_space(sprintf("%s %s", [step, place]))]) if {
	count(step) + count(place) > 0
}

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

# looped names a loop, and what it stands in.
looped(loop) := trim_space(sprintf("loop %q %s", [loop.name, inside(loop)])) if loop.name != ""

looped(loop) := sprintf("a loop %s", [inside(loop)]) if {
	loop.name == ""
	inside(loop) != ""
}

looped(loop) := "a loop" if {
	loop.name == ""
	inside(loop) == ""
}

# looped_from names a loop beside a call whose task, menu or state is named already.
looped_from(call, loop) := looped(object.union(loop, {"container": ""})) if call.container == loop.container

looped_from(call, loop) := looped(loop) if call.container != loop.container

# over_items: the loop goes once over each item of a list. Its next pass is the next item: no retry, no second call
# for the same thing.
over_items(loop) if loop.kind == "iteration"

over_items(loop) if regex.match(`(?i)\b(count|length)\s*\(`, loop.countText)

# stands names a step and the task, menu or state that it stands in.
stands(step) := sprintf("step %q in %q", [step.name, step.container]) if step.name != ""

stands(step) := sprintf("a step in %q", [step.container]) if step.name == ""

# step_or_call names a step as stands does, or the call that it makes where it has no name of its own.
step_or_call(step) := called(calls[0]) if {
	step.name in default_names
	calls := calls_at([step.node])
} else := stands(step)

# short writes a number with one decimal, and with two below 1: 0.03, not 0.
short(x) := grouped(sprintf("%v", [round(x * 10) / 10])) if x >= 1

short(x) := sprintf("%v", [round(x * 100) / 100]) if {
	x < 1
	x >= 0.005
}

short(x) := "0" if x <= 0

short(x) := "less than 0.01" if {
	x > 0
	x < 0.005
}

# grouped parts the thousands of a number: 2,500.
grouped(number) := regex.replace(regex.replace(number, `^(\d+)(\d{3})(\.|$)`, "${1},${2}${3}"), `^(\d+)(\d{3}),`, "${1},${2},")

# expected writes how often a call is expected to run, and what that rests on.
expected(call) := sprintf("%s expected (%s)", [short(call.perRun.expected), basis(call)])

# basis writes what a record's expected number rests on, with the executions that were counted.
basis(record) := record.basis if record.basisExecutions == 0

basis(record) := sprintf("%s, %s executions, %s", [
	record.basis, grouped(sprintf("%v", [round(record.basisExecutions)])),
	counted(record.basisDays, "day"),
]) if {
	record.basisExecutions > 0
}

# times writes how often something runs.
times(1) := "once"

times(n) := sprintf("%s times", [short(n)]) if n != 1

# times_expected writes how often a call is expected to run; a number that no run departs from needs
# no basis.
times_expected(call) := times(call.perRun.expected) if call.perRun.min == call.perRun.max

times_expected(call) := sprintf("%s (%s)", [times(call.perRun.expected), basis(call)]) if call.perRun.min != call.perRun.max

# counted writes a number of things: "1 call", "3 calls".
counted(1, thing) := sprintf("1 %s", [thing])

counted(n, thing) := sprintf("%d %ss", [n, thing]) if n != 1

# most says what bounds a call site's greatest count.
most(call) := sprintf("up to %s in one run%s", [times(call.perRun.max), at_most(call)]) if call.boundedBy != "platformLimit"

most(call) := sprintf("up to %s times in one run%s", [call.boundText, at_most(call)]) if {
	call.boundedBy == "platformLimit"
	call.boundText != ""
}

most(call) := sprintf("limited only by Genesys Cloud's cap of 10,000 actions per run%s", [at_most(call)]) if {
	call.boundedBy == "platformLimit"
	call.boundText == ""
}

# at_most is what a data table that caches the answer makes of the count.
default at_most(_) := ""

at_most(call) := ", at most once per key and period" if call.cache.staleWhen != ""

at_most(call) := ", at most once per key" if call.cache.staleWhen == ""

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
	[used(call, reads) | count(reads) > 0],
	["the retry loop calls it again at once" | retried_at_once(call)],
	[sprintf("the call continues without %s", [listed(quoted(call.skipped))]) | left_out(call); call.unhandledPath == "rejoins"],
	[sprintf("the run ends without %s", [listed(quoted(call.skipped))]) | left_out(call); call.unhandledPath == "ends"],
])

# used says which variables are used although the call may not have set them, and where.
used(call, reads) := sprintf("%s %s used%s but only set when the call succeeds", [listed(unset), verb(unset), places(call, reads)]) if {
	unset := {r.variable | some r in reads}
}

verb(names) := "is" if count(names) == 1

verb(names) := "are" if count(names) > 1

# places names the steps that read something, as seen from the step that should have set it.
places(from, reads) := sprintf(" in %s", [listed(names)]) if {
	names := {reader(from, r) | some r in reads; r.name != ""}
	count(names) > 0
} else := " later"

# reader names a step that reads: by its data action where it has no name of its own, and by its task, menu or state
# where that is another one.
reader(from, read) := sprintf("data action %q", [calls[0].dataAction]) if {
	read.name in default_names
	calls := calls_at([read.node])
} else := sprintf("%q in %q", [read.name, read.container]) if {
	not read.container in {"", from.container}
} else := sprintf("%q", [read.name])

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
	some r in reads
	r.kind != ""
	not r.kind in passes_on
}

# passes_on are the kinds of step that take a value which is not set as it is.
passes_on := {
	"callBotFlow", "callCommonModule", "callData", "callDigitalBotFlow", "callSecureData", "getResponse", "sendResponse",
	"setConversationData", "setExternalTag", "setParticipantData", "setScreenPop", "setUUIData", "setWrapupCode",
}

# unfound says what goes wrong when a lookup finds nothing and that is not handled.
unfound(node) := sprintf("%s %s used%s but only set when something is found", [listed(unset), verb(unset), places(
	node,
	node.readUnset,
)]) if {
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

# cached: a data table keeps the answer of the call, which is then made at most once for a key and a period.
cached(call) if is_object(call.cache)

# writes_table: the data action writes rows of a data table by the platform's API.
writes_table(call) if {
	call.definition.method in {"POST", "PUT", "DELETE", "PATCH"}
	regex.match(`/api/v2/flows/datatables/[^/]+/rows`, call.definition.url)
}

# key_name: the name of an input or header says that it holds a password or key.
key_name(name) if regex.match(secret_name, name)

secret_name := concat("|", [
	`(?i)(password|passwd|secret|bearer`,
	`(api|subscription|functions|private)[_-]?key`,
	`(access|auth)[_-]?token)`,
])

# token: the header or input of a token by its plain name, with a text as tokens are made.
token(name, text) if {
	regex.match(`(?i)^(x[_-])?(app(lication)?[_-]?)?token$`, name)
	regex.match(`^[A-Za-z0-9._~+/=-]{16,}$`, text)
	regex.match(`[0-9]`, text)
	regex.match(`[A-Za-z]`, text)
}

# key_text: the text can be a password or key: no phrase, no address, no word of a setting.
key_text(text) if {
	count(text) >= 8
	not regex.match(`\s|^https?:|^(?i:true|false|bearer|basic)$`, text)
}

# credential: the header of credentials with a scheme and what follows it, or with a token alone.
credential(name, text) if {
	regex.match(`(?i)^(x-)?(proxy-)?auth(orization|entication)?$`, name)
	regex.match(`^(?i:bearer|basic|apikey|token)\s+\S{8,}$|^[A-Za-z0-9._~+/=-]{20,}$`, text)
}

# What can be nothing else, whatever its name: a credential with its scheme, a signed token, well-known keys.
credential(_, text) if regex.match(well_known, text)

well_known := concat("|", [
	`^(?i:bearer|basic)\s+[A-Za-z0-9._~+/=-]{12,}$`,
	`^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.`,
	`^AKIA[0-9A-Z]{16}$`,
	`^(sk|rk)_live_`,
	`^gh[pousr]_[A-Za-z0-9]{20,}`,
	`-----BEGIN [A-Z ]*PRIVATE KEY`,
])

# dummy: the text stands where a secret belongs, and is none: "YOUR_API_KEY", "<token>", "xxxxxxxx".
dummy(text) if regex.match(stand_in, text)

stand_in := concat("|", [
	`(?i)<[^>]*>|\{\{|placeholder|redacted|x{6,}|\*{4,}`,
	`\byour[ _-]|_here$|\bchange[ _-]?me|replace[ _-]?(me|this|with)`,
])

# made_up: digits in the order of the keyboard, as people type them for an example.
made_up(text) if regex.match(`1234-1234|1234567890|0123456789abcdef`, text)
