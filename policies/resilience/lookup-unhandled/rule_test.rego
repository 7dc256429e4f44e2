package archlint.rules.lookup_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.lookup_unhandled as rule

find(kind, found, missing) := fixtures.flow_input({"nodes": [fixtures.node({
	"kind": kind, "name": "Find sales",
	"outputs": [{"name": "found", "state": found}, {"name": "notFound", "state": missing}],
	"readUnset": [fixtures.read("Flow.q")],
})]})

test_queue if {
	messages := {f.message | some f in rule.findings with input as find("findQueue", "connected", "empty")}
	messages == {concat(" ", [
		`step "Find sales" in "Main" does nothing of its own when it finds nothing: Flow.q is used in "Say`,
		`status" but only set when something is found`,
	])}
}

test_contact if {
	count(rule.findings) == 1 with input as find("getExternalContact", "connected", "empty")
}

test_silent_when_handled if {
	count(rule.findings) == 0 with input as find("findQueue", "connected", "connected")
}

test_nothing_is_connected if {
	some f in rule.findings with input as find("findQueue", "empty", "empty")
	f.severity == "warning"
}

test_steps_are_left_out if {
	node := fixtures.node({"kind": "findUser", "outputs": outputs, "unhandledPath": "ends", "skipped": ["Transfer"]})
	some f in rule.findings with input as fixtures.flow_input({"voice": true, "nodes": [node]})
	endswith(f.message, `when it finds nothing: the call continues without "Transfer"`)
	f.severity == "info"
}

test_silent_when_nothing_depends_on_it if {
	node := fixtures.node({"kind": "findUser", "outputs": outputs, "unhandledPath": "handles", "skipped": ["Transfer"]})
	count(rule.findings) == 0 with input as fixtures.flow_input({"voice": true, "nodes": [node]})
}

test_silent_on_other_actions if {
	count(rule.findings) == 0 with input as find("decision", "connected", "empty")
}

outputs := [{"name": "found", "state": "connected"}, {"name": "notFound", "state": "empty"}]

test_silent_when_unreachable_or_switched_off if {
	every changes in [{"reachable": false}, {"disabled": true}] {
		node := fixtures.node(object.union({"kind": "findQueue", "outputs": outputs, "readUnset": [fixtures.read("Flow.q")]}, changes))
		count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
	}
}

test_silent_when_only_found_is_empty if {
	others := [{"name": "failure", "state": "empty"}, {"name": "notFound", "state": "connected"}, {"name": "found", "state": "empty"}]
	node := fixtures.node({"kind": "findQueue", "outputs": others, "readUnset": [fixtures.read("Flow.q")]})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}
