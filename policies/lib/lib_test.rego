package archlint.lib_test

import data.archlint.lib

test_called_by_default_names if {
	every name in ["", "Get Order", "Call Data Action"] {
		lib.called({"dataAction": "Get Order", "name": name}) == `data action "Get Order"`
	}
	lib.called({"dataAction": "Get Order", "name": "Ask"}) == `data action "Get Order" (step "Ask")`
}

test_looped if {
	lib.looped({"name": "Lines"}) == `loop "Lines"`
	lib.looped({"name": ""}) == "this loop"
}

test_over_items if {
	lib.over_items({"kind": "iteration", "countText": "5"})
	lib.over_items({"kind": "unclassified", "countText": "Count( Flow.ids )"})
	not lib.over_items({"kind": "retry", "countText": "3"})
	not lib.over_items({"kind": "retry", "countText": "Flow.discount"})
}

test_stands if {
	lib.stands({"name": "Ask", "container": "Main"}) == `step "Ask" in "Main"`
	lib.stands({"name": "", "container": "Main"}) == `a step in "Main"`
}

test_short if {
	lib.short(0) == "0"
	lib.short(0.001) == "less than 0.01"
	lib.short(0.03) == "0.03"
	lib.short(0.5) == "0.5"
	lib.short(3) == "3"
	lib.short(3.14159) == "3.1"
	lib.short(2500) == "2500"
}

test_times if {
	lib.times(1) == "once"
	lib.times(0.5) == "0.5 times"
}

test_most if {
	lib.most({"boundedBy": "loopCount", "perRun": {"max": 5}}) == "up to 5 times in one run"
	lib.most({"boundedBy": "platformLimit", "perRun": {"max": 5000}}) == "limited only by Genesys Cloud's cap of 10,000 actions per run"
}

test_listed if {
	lib.listed([]) == ""
	lib.listed(["b", "a", "b"]) == "a, b"
	lib.listed(["d", "a", "b", "c"]) == "a, b, c and 1 more"
	lib.quoted(["a"]) == [`"a"`]
}

plain := {"loops": [], "skipped": ["Say it"], "unhandledPath": "rejoins", "outputs": {"success": "connected"}}

quiet := {"flow": {"voice": false, "loops": [], "nodes": []}}

listening := {"flow": {"voice": true, "loops": [], "nodes": []}}

test_harm_of_unset_variables if {
	reads := [{"variable": "Flow.b", "name": "Say it"}, {"variable": "Flow.a", "name": ""}, {"variable": "Flow.b", "name": "Say it"}]
	lib.harm(plain, []) == [] with input as quiet
	lib.harm(plain, reads) == [`Flow.a, Flow.b are used in "Say it" but only set when the call succeeds`] with input as quiet
	lib.harm(plain, [reads[1]]) == ["Flow.a is used later but only set when the call succeeds"] with input as quiet
}

test_at_risk_where_there_is_harm if {
	retry := {"flow": {"voice": false, "loops": [{"id": "9", "kind": "retry", "countText": "3", "pauseSeconds": 0}], "nodes": []}}
	every other in [{}, {"loops": ["9"]}, {"unhandledPath": "ends"}, {"unhandledPath": "handles"}, {"skipped": []}] {
		call := object.union(plain, other)
		every reads in [[], [{"variable": "Flow.a", "name": ""}]] {
			every asked in [quiet, listening, retry] {
				risky(call, reads) == harmful(call, reads) with input as asked
			}
		}
	}
}

default risky(_, _) := false

risky(call, reads) if lib.at_risk(call, reads)

default harmful(_, _) := false

harmful(call, reads) if count(lib.harm(call, reads)) > 0

test_harm_to_a_caller if {
	lib.harm(plain, []) == [`the call continues without "Say it"`] with input as listening
	lib.harm(object.union(plain, {"unhandledPath": "ends"}), []) == [`the run ends without "Say it"`] with input as listening
	every other in [{"unhandledPath": "handles"}, {"skipped": []}, {"outputs": {"success": "empty"}}] {
		lib.harm(object.union(plain, other), []) == [] with input as listening
	}
}

test_harm_of_a_retry if {
	retry := {"id": "9", "kind": "retry", "countText": "3", "pauseSeconds": 0}
	call := object.union(plain, {"loops": ["9"]})
	lib.harm(call, []) == ["the retry loop calls it again at once"] with input as {"flow": {"voice": false, "loops": [retry], "nodes": []}}
	every other in [{"kind": "polling"}, {"pauseSeconds": 2}, {"pauseSeconds": null}, {"countText": "Count(Flow.ids)"}, {"id": "8"}] {
		lib.harm(call, []) == [] with input as {"flow": {"voice": false, "loops": [object.union(retry, other)], "nodes": []}}
	}
}

test_grave if {
	doc := {"flow": {"nodes": [{"node": "1", "kind": "decision"}, {"node": "2", "kind": "setParticipantData"}]}}
	lib.grave([{"node": "2"}, {"node": "1"}]) == "error" with input as doc
	lib.grave([{"node": "2"}]) == "warning" with input as doc
	lib.grave([{"node": "3"}]) == "warning" with input as doc
	lib.grave([]) == "warning" with input as doc
}

test_unfound if {
	outputs := [{"name": "found", "state": "connected"}]
	lookup := {"readUnset": [], "skipped": ["Say it"], "unhandledPath": "ends", "outputs": outputs}
	lib.unfound(lookup) == `the call continues without "Say it"` with input as listening
	lib.unfound(object.union(
		lookup,
		{"skipped": ["a", "a"], "unhandledPath": "rejoins"},
	)) == `the call continues without "a"` with input as listening
	not lib.unfound(lookup) with input as quiet
	reads := [{"variable": "Flow.q", "name": "Go"}]
	lib.unfound(object.union(
		lookup,
		{"readUnset": reads},
	)) == `Flow.q is used in "Go" but only set when something is found` with input as quiet
	every other in [
		{"unhandledPath": "handles"}, {"skipped": []}, {"outputs": [{"name": "found", "state": "empty"}]},
		{"outputs": [{"name": "failure", "state": "connected"}]},
	] {
		not lib.unfound(object.union(lookup, other)) with input as listening
	}
}

looked_up := {"kind": "dataTableLookup", "node": "1"}

write_back := {
	"dataAction": "Keep it", "decidedBy": [{"lookups": ["1"]}],
	"definition": {"method": "PUT", "url": "/api/v2/flows/datatables/${input.id}/rows/${input.key}"},
}

caching(nodes, calls) := {"flow": {"nodes": nodes, "calls": calls}}

test_cached if {
	call := {"decidedBy": [{"lookups": ["1", "5"]}]}
	lib.cached(call) with input as caching([looked_up], [write_back])
	lib.cached(call) with input as caching([looked_up], [object.union(write_back, {"definition": null, "dataAction": "Update Cache Entry"})])
}

test_not_cached if {
	call := {"decidedBy": [{"lookups": ["1"]}]}
	not lib.cached({"decidedBy": [{"lookups": ["3"]}]}) with input as caching([looked_up], [write_back])
	not lib.cached(call) with input as caching([object.union(looked_up, {"kind": "findQueue"})], [write_back])
	not lib.cached(call) with input as caching([looked_up], [])
	not lib.cached(call) with input as caching([looked_up], [object.union(write_back, {"decidedBy": []})])
	not lib.cached(call) with input as caching([looked_up], [object.union(write_back, {"definition": null})])
	every definition in [{"method": "GET"}, {"url": "/api/v2/users"}, {"url": "/api/v2/flows/datatables/x"}] {
		other := object.union(write_back, {"definition": definition, "dataAction": "Update Cache Entry"})
		not lib.cached(call) with input as caching([looked_up], [other])
	}
}
