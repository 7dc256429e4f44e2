package archlint.rules.builtin_exists_test

import data.archlint.fixtures
import data.archlint.rules.builtin_exists as rule

asks(builtin, changes) := fixtures.calling({}, object.union(
	{"definition": fixtures.definition({}), "alternative": fixtures.alternative({"builtIn": builtin})},
	changes,
))

test_estimated_wait if {
	messages := {f.message | some f in rule.findings with input as asks("FindQueueEstimatedWaitTime()", {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") calls the API for a value that Architect`,
		`already provides: use FindQueueEstimatedWaitTime()`,
	])}
}

test_silent_when_only_a_topic_tells_of_it if {
	count(rule.findings) == 0 with input as asks("", {})
}

test_silent_when_nothing_replaces_it_or_the_request_is_unknown if {
	count(rule.findings) == 0 with input as asks("Find Queue", {"alternative": null})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as asks("Find Queue", {"reachable": false})
}

of_type(type, doc) := object.union(doc, {"flow": {"type": type}})

url(text) := {"definition": fixtures.definition({"url": text})}

test_by_name if {
	every text in [
		"/api/v2/routing/queues?name=${input.n}", "/api/v2/routing/queues?pageSize=100&name=Sales",
		"/api/v2/routing/queues?pageSize=1",
	] {
		count(rule.findings) == 1 with input as asks("Find Queue", url(text))
	}
}

test_silent_where_it_asks_for_more if {
	every text in ["/api/v2/routing/queues?name=VIP*", "/api/v2/users/${input.id}?expand=presence", "/api/v2/routing/queues?pageSize=100"] {
		count(rule.findings) == 0 with input as asks("Find Queue", url(text))
	}
}

test_silent_where_the_flow_type_lacks_it if {
	count(rule.findings) == 1 with input as of_type("inboundcall", asks("Create Callback", {}))
	count(rule.findings) == 0 with input as asks("Create Callback", {})
	count(rule.findings) == 0 with input as of_type("bot", asks("Find Queue", {}))
	count(rule.findings) == 1 with input as of_type("bot", asks("FindQueueEstimatedWaitTime()", {}))
	count(rule.findings) == 1 with input as of_type("bot", asks("Data Table Lookup", {}))
}
