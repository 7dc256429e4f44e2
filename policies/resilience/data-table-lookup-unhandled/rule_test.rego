package archlint.rules.data_table_lookup_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.data_table_lookup_unhandled as rule

lookup(found, missing, failure) := fixtures.flow_input({"nodes": [fixtures.node({
	"kind": "dataTableLookup", "name": "Look up language",
	"outputs": [{"name": "found", "state": found}, {"name": "notFound", "state": missing}, {"name": "failure", "state": failure}],
	"readUnset": [fixtures.read("Flow.lang")],
})]})

test_missing_row if {
	messages := {f.message | some f in rule.findings with input as lookup("connected", "empty", "connected")}
	messages == {concat(" ", [
		`data table lookup "Look up language" in "Main" does nothing of its own on notFound: Flow.lang is`,
		`used in "Say status" but only set when something is found`,
	])}
}

test_both if {
	some f in rule.findings with input as lookup("connected", "empty", "empty")
	contains(f.message, "on notFound and failure:")
}

test_silent_when_handled if {
	count(rule.findings) == 0 with input as lookup("connected", "connected", "connected")
}

test_nothing_is_connected if {
	some f in rule.findings with input as lookup("empty", "empty", "empty")
	f.severity == "warning"
}

test_steps_are_left_out if {
	node := fixtures.node({"kind": "dataTableLookup", "outputs": outputs, "unhandledPath": "rejoins", "skipped": ["Say hello"]})
	some f in rule.findings with input as fixtures.flow_input({"voice": true, "nodes": [node]})
	endswith(f.message, `on notFound: the call continues without "Say hello"`)
	f.severity == "info"
}

test_silent_when_nothing_depends_on_the_row if {
	node := fixtures.node({"kind": "dataTableLookup", "outputs": outputs, "unhandledPath": "handles", "skipped": ["Say hello"]})
	count(rule.findings) == 0 with input as fixtures.flow_input({"voice": true, "nodes": [node]})
}

test_silent_when_out_of_service if {
	count(rule.findings) == 0 with input as lookup("connected", "outOfService", "outOfService")
}

outputs := [{"name": "found", "state": "connected"}, {"name": "notFound", "state": "empty"}]

test_silent_when_unreachable_or_switched_off if {
	every changes in [{"reachable": false}, {"disabled": true}] {
		node := fixtures.node(object.union({"kind": "dataTableLookup", "outputs": outputs, "readUnset": [fixtures.read("Flow.lang")]}, changes))
		count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
	}
}

test_silent_when_only_found_is_empty if {
	others := [{"name": "failure", "state": "connected"}, {"name": "notFound", "state": "connected"}, {"name": "found", "state": "empty"}]
	node := fixtures.node({"kind": "dataTableLookup", "outputs": others, "readUnset": [fixtures.read("Flow.lang")]})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}

test_silent_on_other_actions if {
	node := fixtures.node({"kind": "findQueue", "outputs": outputs, "readUnset": [fixtures.read("Flow.lang")]})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}

test_without_a_name if {
	node := fixtures.node({"kind": "dataTableLookup", "name": "", "outputs": outputs, "readUnset": [fixtures.read("Flow.lang")]})
	some f in rule.findings with input as fixtures.flow_input({"nodes": [node]})
	startswith(f.message, `data table lookup in "Main" does nothing of its own`)
}
