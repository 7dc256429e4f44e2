package archlint.rules.outage_blast_test

import data.archlint.fixtures
import data.archlint.rules.outage_blast as rule

hangs(changes) := {"flows": [fixtures.flow({"calls": [fixtures.call({})]})], "outages": [object.union(
	{
		"kind": "dataAction", "dataAction": "Get Order", "integration": "Shop", "host": "",
		"dataActions": [{"dataAction": "Get Order", "integration": "Shop"}], "timeoutSeconds": 60, "slotsOpen": false, "slots": {
			"expected": 136,
			"peak": 171,
		},
		"limit": 50, "refused": 0.64, "safeTimeoutSeconds": 14, "verdict": "exceeded", "affected": [], "assumptions": [],
	},
	changes,
)]}

test_exhausts_the_slots if {
	messages := {f.message | some f in rule.findings with input as hangs({})}
	messages == {concat(" ", [
		`if the endpoint of data action "Get Order" hangs, its calls would need 171 execution slots; the organisation has 50, and 64 % of`,
		`all executions are refused; a timeout of 14 s in the data action would be safe`,
	])}
}

test_fires_at_the_first_call if {
	some f in rule.findings with input as hangs({})
	f.at.node == "17"
}

test_no_safe_timeout if {
	some f in rule.findings with input as hangs({"safeTimeoutSeconds": 0})
	endswith(f.message, "; no timeout is short enough")
}

test_unknown_figures_are_left_out if {
	some f in rule.findings with input as hangs({"refused": null, "safeTimeoutSeconds": null})
	endswith(f.message, "its calls would need 171 execution slots; the organisation has 50")
}

test_silent_otherwise if {
	every verdict in ["ok", "warning", "unknown"] {
		count(rule.findings) == 0 with input as hangs({"verdict": verdict})
	}
}

test_silent_without_traffic if {
	count(rule.findings) == 0 with input as hangs({"slots": null})
}

test_open_slots_are_at_the_least if {
	some f in rule.findings with input as hangs({"slotsOpen": true, "safeTimeoutSeconds": null})
	contains(f.message, "would need 171 execution slots or more")
}

action(name) := {"dataAction": name, "integration": "Shop"}

outage(changes) := object.union(hangs({}).outages[0], changes)

together(kind, actions) := outage({
	"kind": kind, "dataAction": "", "host": "shop.example.com",
	"dataActions": [action(a) | some a in actions],
})

several(outages) := {"flows": [fixtures.flow({"calls": [fixtures.call({})]})], "outages": outages}

test_speaks_once_for_the_widest_cause if {
	doc := several([outage({}), together("integration", ["Get Order", "Put Order"]), together("host", ["Get Order", "Put Order", "Ask"])])
	messages := {f.message | some f in rule.findings with input as doc}
	count(messages) == 1
	some m in messages
	startswith(m, `if host "shop.example.com" hangs (data actions "Ask", "Get Order", "Put Order"), their calls would need`)
	endswith(m, "a timeout of 14 s in each of them would be safe")
}

test_the_first_of_two_with_the_same_data_actions if {
	doc := several([together("integration", ["Get Order", "Put Order"]), together("host", ["Get Order", "Put Order"])])
	messages := {f.message | some f in rule.findings with input as doc}
	count(messages) == 1
	some m in messages
	startswith(m, `if integration "Shop" hangs`)
}

test_overlapping_causes_are_both_told if {
	doc := several([together("integration", ["Get Order", "Put Order"]), together("host", ["Get Order", "Ask"])])
	count(rule.findings) == 2 with input as doc
}

test_a_wide_cause_that_fits_hides_nothing if {
	fits := object.union(together("host", ["Get Order", "Put Order"]), {"verdict": "ok"})
	count(rule.findings) == 1 with input as several([outage({}), fits])
}

test_hardly_any_refused if {
	some f in rule.findings with input as hangs({"refused": 0.001, "safeTimeoutSeconds": null})
	endswith(f.message, "the organisation has 50")
}

struck(changes) := object.union(several([together("integration", ["Get Order", "Put Order"])]), {"flows": [
	fixtures.flow({"calls": [fixtures.call({}), fixtures.call(object.union({"node": "18", "dataAction": "Put Order"}, changes))]}),
	fixtures.flow({"name": "Returns", "calls": [
		fixtures.call(changes), fixtures.call({"reachable": false}),
		fixtures.call({"dataAction": "Ask"}),
	]}),
	fixtures.flow({"name": "Hours"}),
]})

test_says_what_is_struck if {
	some f in rule.findings with input as struck({"keeps": 1})
	contains(f.message, "are refused; it strikes 2 of 3 flows and 3 calls; a timeout of")
	f.evidence.flows == {"Orders", "Returns"}
}

test_says_what_does_not_handle_it if {
	every changes in [
		{"readAfterFailure": [fixtures.read("Flow.x")]},
		{"readAfterTimeout": [fixtures.read("Flow.x")]},
		{"unhandledPath": "rejoins", "skipped": ["Say it"]},
		{"unhandledPath": "ends", "skipped": ["Say it"]},
	] {
		some f in rule.findings with input as struck(changes)
		contains(f.message, "; it strikes 2 of 3 flows and 3 calls, 2 of which do not handle it;")
		f.evidence.unhandled == ["18", "17"]
	}
	every changes in [{"unhandledPath": "rejoins"}, {"unhandledPath": "handles", "skipped": ["Say it"]}] {
		some f in rule.findings with input as struck(changes)
		contains(f.message, "3 calls;")
	}
}

test_says_of_one_call_that_it_does_not_handle_it if {
	alone := [fixtures.flow({"calls": [fixtures.call({"readAfterFailure": [fixtures.read("Flow.x")]})]})]
	some f in rule.findings with input as object.union(struck({}), {"flows": alone})
	contains(f.message, "; it strikes 1 of 1 flow and 1 call, 1 of which does not handle it;")
}
