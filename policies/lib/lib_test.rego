package archlint.lib_test

import data.archlint.fixtures
import data.archlint.lib

test_called_by_default_names if {
	every name in ["", "Get Order", "Call Data Action"] {
		lib.called({"dataAction": "Get Order", "name": name}) == `data action "Get Order"`
	}
	lib.called({"dataAction": "Get Order", "name": "Ask"}) == `data action "Get Order" (step "Ask")`
	lib.called({"dataAction": "Get Order", "name": "Ask", "container": "Main"}) == `data action "Get Order" (step "Ask" in "Main")`
	lib.called({"dataAction": "Get Order", "name": "", "container": "Main"}) == `data action "Get Order" (in "Main")`
}

test_looped if {
	lib.looped({"name": "Lines", "container": "Main"}) == `loop "Lines" in "Main"`
	lib.looped({"name": "Lines", "container": ""}) == `loop "Lines"`
	lib.looped({"name": "", "container": "Main"}) == `a loop in "Main"`
	lib.looped({"name": "", "container": ""}) == "a loop"
}

test_looped_from if {
	loop := {"name": "Lines", "container": "Main"}
	lib.looped_from({"container": "Main"}, loop) == `loop "Lines"`
	lib.looped_from({"container": "Else"}, loop) == `loop "Lines" in "Main"`
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
	lib.short(2500) == "2,500"
	lib.short(12345.67) == "12,345.7"
	lib.short(114400000) == "114,400,000"
}

test_times if {
	lib.times(1) == "once"
	lib.times(0.5) == "0.5 times"
}

test_most if {
	lib.most({"boundedBy": "loopCount", "perRun": {"max": 5}}) == "up to 5 times in one run"
	capped := {"boundedBy": "platformLimit", "boundText": "", "perRun": {"max": 5000}}
	lib.most(capped) == "limited only by Genesys Cloud's cap of 10,000 actions per run"
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

retrying := {"flow": {"voice": false, "loops": [{"id": "9", "kind": "retry", "countText": "3", "pauseSeconds": 0}], "nodes": []}}

test_at_risk_where_there_is_harm if {
	every other in [{}, {"loops": ["9"]}, {"unhandledPath": "ends"}, {"unhandledPath": "handles"}, {"skipped": []}] {
		call := object.union(plain, other)
		every reads in [[], [{"variable": "Flow.a", "name": ""}]] {
			every asked in [quiet, listening, retrying] {
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
	lib.grave([{"kind": "setParticipantData"}, {"kind": "decision"}]) == "error"
	lib.grave([{"kind": "setParticipantData"}]) == "warning"
	lib.grave([{"kind": ""}]) == "warning"
	lib.grave([]) == "warning"
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

test_cached if {
	lib.cached({"cache": {"staleWhen": ""}})
	not lib.cached({"cache": null})
}

test_a_cache_bounds_the_count if {
	call := {"perRun": {"max": 3}, "boundedBy": "loopCount"}
	lib.most(object.union(call, {"cache": null})) == "up to 3 times in one run"
	lib.most(object.union(call, {"cache": {"staleWhen": ""}})) == "up to 3 times in one run, at most once per key"
	lib.most(object.union(call, {"cache": {"staleWhen": "Task.age > 60"}})) == "up to 3 times in one run, at most once per key and period"
	lib.most({
		"boundedBy": "platformLimit",
		"boundText": "",
		"cache": {"staleWhen": ""},
	}) == "limited only by Genesys Cloud's cap of 10,000 actions per run, at most once per key"
}

test_most_in_terms if {
	lib.most({"boundedBy": "platformLimit", "boundText": "2 x {{loops}}", "cache": null}) == "up to 2 x {{loops}} times in one run"
}

test_dummies if {
	every text in [
		"YOUR_API_KEY", "your-token", "<secret>", "{{token}}", "xxxxxxxx", "********", "put_token_here", "change-me",
		"REPLACE_ME", "[redacted]", "placeholder1",
	] {
		lib.dummy(text)
	}
	every text in ["k7-4f1c-99a2", "yourself1", "exchange-mesh", "replaced", "a<b"] {
		not lib.dummy(text)
	}
}

test_counted if {
	lib.counted(0, "call") == "0 calls"
	lib.counted(1, "call") == "1 call"
	lib.counted(2, "call") == "2 calls"
}

read_by := {"flow": {
	"calls": [{"node": "1", "name": "Call Data Action", "dataAction": "Put Order", "container": "Main"}],
}}

test_step_or_call if {
	lib.step_or_call({
		"node": "1", "name": "Call Data Action",
		"container": "Main",
	}) == `data action "Put Order" (in "Main")` with input as read_by
	lib.step_or_call({"node": "2", "name": "Shipped?", "container": "Main"}) == `step "Shipped?" in "Main"` with input as read_by
	lib.step_or_call({"node": "3", "name": "", "container": "Main"}) == `a step in "Main"` with input as read_by
}

test_reader if {
	from := {"container": "Main"}
	lib.reader(from, {"node": "1", "name": "Call Data Action", "container": "Main"}) == `data action "Put Order"` with input as read_by
	lib.reader(from, {"node": "2", "name": "Shipped?", "container": "Main"}) == `"Shipped?"` with input as read_by
	lib.reader(from, {"node": "3", "name": "Say it", "container": "Late"}) == `"Say it" in "Late"` with input as read_by
	lib.reader(from, {"node": "4", "name": "Call Data Action", "container": ""}) == `"Call Data Action"` with input as read_by
}

test_tokens if {
	every name in ["token", "x-token", "X_Token", "appToken", "application-token"] {
		lib.token(name, "a8f7d6c5b4e3f2a1")
	}
	every name in ["pageToken", "nextToken", "tokens"] {
		not lib.token(name, "a8f7d6c5b4e3f2a1")
	}
	every text in ["a8f7", "1234567890123456", "abcdefghijklmnop", "a8f7 d6c5 b4e3 f2a1"] {
		not lib.token("token", text)
	}
}

test_expected_names_what_it_rests_on if {
	call := fixtures.call({"perRun": {"min": 0, "expected": 1.5, "max": 2}, "basis": "fitted", "basisExecutions": 12431, "basisDays": 14})
	lib.expected(call) == "1.5 expected (fitted, 12,431 executions, 14 days)"
	lib.times_expected(call) == "1.5 times (fitted, 12,431 executions, 14 days)"
	lib.basis(fixtures.call({"basis": "assumed"})) == "assumed"
}

test_a_number_that_no_run_departs_from_needs_no_basis if {
	lib.times_expected(fixtures.call({"perRun": {"min": 2, "expected": 2, "max": 2}})) == "2 times"
}
