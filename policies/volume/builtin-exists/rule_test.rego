package archlint.rules.builtin_exists_test

import data.archlint.fixtures
import data.archlint.rules.builtin_exists as rule

asks(method, url) := fixtures.calling({}, {"definition": fixtures.definition({"method": method, "url": url, "platformApi": "yes"})})

test_estimated_wait if {
	doc := asks("GET", "/api/v2/routing/queues/${input.queue}/mediatypes/call/estimatedwaittime")
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`data action "Get Order" (step "Look up order") asks the platform's API for what FindQueueEstimatedWaitTime() or Play Estimated Wait Time gives without a request`}
}

test_others if {
	every request in [
		["PATCH", "/api/v2/conversations/calls/${input.c}/participants/${input.p}/attributes"],
		["GET", "/api/v2/routing/queues?name=${input.n}"],
		["GET", "/api/v2/architect/schedules/${input.s}"],
		["GET", "/api/v2/flows/datatables/${input.t}/rows/${input.k}"],
		["GET", "/api/v2/externalcontacts/contacts/${input.id}"],
	] {
		count(rule.findings) == 1 with input as asks(request[0], request[1])
	}
}

test_silent_on_writes_that_have_none if {
	count(rule.findings) == 0 with input as asks("POST", "/api/v2/flows/datatables/${input.t}/rows")
	count(rule.findings) == 0 with input as asks("GET", "/api/v2/users/${input.u}")
}

test_silent_on_other_hosts if {
	other := fixtures.definition({"url": "https://x.example.com/api/v2/routing/queues?name=a", "platformApi": "no"})
	count(rule.findings) == 0 with input as fixtures.calling({}, {"definition": other})
}

test_silent_without_a_definition if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"reachable": false, "definition": fixtures.definition({"url": "/api/v2/routing/queues?name=a", "platformApi": "yes"})})
}

test_silent_on_other_methods if {
	count(rule.findings) == 0 with input as asks("DELETE", "/api/v2/routing/queues?name=a")
}
