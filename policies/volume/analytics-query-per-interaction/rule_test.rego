package archlint.rules.analytics_query_per_interaction_test

import data.archlint.fixtures
import data.archlint.rules.analytics_query_per_interaction as rule

queries(changes) := fixtures.calling({}, object.union(
	{"definition": fixtures.definition({"method": "POST", "url": "/api/v2/analytics/queues/observations/query", "platformApi": "yes"})},
	changes,
))

test_hot if {
	messages := {f.message | some f in rule.findings with input as queries({})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") runs an analytics query once in each run:`,
		`most interactions of a minute get the same answer`,
	])}
}

test_silent_on_rare_paths if {
	count(rule.findings) == 0 with input as queries({"hot": false})
}

test_silent_on_other_requests if {
	count(rule.findings) == 0 with input as queries({"definition": fixtures.definition({"url": "/api/v2/users/me", "platformApi": "yes"})})
}

test_silent_when_it_is_unknown_whose_api_it_is if {
	count(rule.findings) == 0 with input as queries({"definition": fixtures.definition({
		"url": "/api/v2/analytics/x",
		"platformApi": "unknown",
	})})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as queries({"reachable": false})
}

test_query_about_this_interaction if {
	every kind in ["variable", "expression", "unknown"] {
		some f in rule.findings with input as queries({"inputs": [fixtures.value({"kind": kind})]})
		contains(f.message, "once in each run: such queries have lower rate limits")
	}
	some f in rule.findings with input as queries({"inputs": [fixtures.value({})]})
	contains(f.message, "get the same answer")
}

test_silent_in_a_cache if {
	count(rule.findings) == 0 with input as queries({"cache": fixtures.cache({})})
}
