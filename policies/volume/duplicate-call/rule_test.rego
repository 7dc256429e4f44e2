package archlint.rules.duplicate_call_test

import data.archlint.fixtures
import data.archlint.rules.duplicate_call as rule

earlier(changes) := object.union(object.union(fixtures.place, {"line": 4, "node": "3", "acrossCalls": false, "between": []}), changes)

other(changes) := fixtures.call(object.union({"node": "3", "name": "Ask first", "repeatOf": []}, changes))

between(changes) := fixtures.call(object.union({"node": "5", "name": "Change it", "dataAction": "Put Order"}, changes))

asks(call_changes, others) := fixtures.flow_input({"calls": array.concat([fixtures.call(call_changes)], others)})

across := {"repeatOf": [earlier({"acrossCalls": true, "between": ["5"]})]}

method(m) := {"definition": fixtures.definition({"method": m})}

test_names_the_earlier_step if {
	messages := {f.message | some f in rule.findings with input as asks({"repeatOf": [earlier({})]}, [other({})])}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") is called again with the same inputs as in`,
		`step "Ask first" in "Main": the flow already has the answer`,
	])}
}

test_earlier_step_in_a_module if {
	every others in [[], [other({"via": "Shared"})], [other({"node": "99"})]] {
		some f in rule.findings with input as asks({"repeatOf": [earlier({})]}, others)
		contains(f.message, "as in an earlier step:")
	}
}

test_write_that_is_repeated if {
	some f in rule.findings with input as asks(object.union(across, method("POST")), [between(method("PUT"))])
	contains(f.message, "writes again with the same inputs as in an earlier step: whatever it does happens twice")
}

test_search_by_post_only_reads if {
	definition := fixtures.definition({"method": "POST", "url": "https://shop.example.com/orders/search"})
	some f in rule.findings with input as asks({"repeatOf": [earlier({})], "definition": definition}, [])
	contains(f.message, "already has the answer")
}

test_another_read_lies_between if {
	count(rule.findings) == 1 with input as asks(across, [between(method("GET"))])
	count(rule.findings) == 1 with input as asks(across, [between({"dataAction": "Find Customer"})])
}

test_a_way_round_the_write if {
	count(rule.findings) == 1 with input as asks({"repeatOf": [earlier({"between": ["5"]})]}, [between(method("PUT"))])
}

test_the_write_lies_elsewhere if {
	count(rule.findings) == 1 with input as asks(across, [between(object.union(method("PUT"), {"node": "6"}))])
	count(rule.findings) == 1 with input as asks(across, [between({"dataAction": "Get Order"})])
}

test_silent_on_a_read_after_a_write if {
	count(rule.findings) == 0 with input as asks(across, [between(method("PUT"))])
	count(rule.findings) == 0 with input as asks(across, [between({})])
}

test_silent_on_a_first_call if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"reachable": false, "repeatOf": [earlier({})]})
}
