package archlint.rules.lookup_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.lookup_unhandled as rule

find(kind, found, missing) := fixtures.flow_input({"nodes": [fixtures.node({
	"kind": kind, "name": "Find sales",
	"outputs": [{"name": "found", "state": found}, {"name": "notFound", "state": missing}],
})]})

test_queue if {
	messages := {f.message | some f in rule.findings with input as find("findQueue", "connected", "empty")}
	messages == {`findQueue "Find sales" does nothing of its own when it finds nothing`}
}

test_contact if {
	count(rule.findings) == 1 with input as find("getExternalContact", "connected", "empty")
}

test_silent_when_handled if {
	count(rule.findings) == 0 with input as find("findQueue", "connected", "connected")
}

test_silent_when_nothing_depends_on_it if {
	count(rule.findings) == 0 with input as find("findQueue", "empty", "empty")
}

test_silent_on_other_actions if {
	count(rule.findings) == 0 with input as find("decision", "connected", "empty")
}

outputs := [{"name": "found", "state": "connected"}, {"name": "notFound", "state": "empty"}]

test_silent_when_unreachable_or_switched_off if {
	every changes in [{"reachable": false}, {"disabled": true}] {
		node := fixtures.node(object.union({"kind": "findQueue", "outputs": outputs}, changes))
		count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
	}
}

test_silent_when_another_output_is_connected if {
	others := [{"name": "failure", "state": "connected"}, {"name": "notFound", "state": "empty"}, {"name": "found", "state": "empty"}]
	node := fixtures.node({"kind": "findQueue", "outputs": others})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}
