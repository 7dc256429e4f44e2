package archlint.rules.data_table_lookup_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.data_table_lookup_unhandled as rule

lookup(found, missing, failure) := fixtures.flow_input({"nodes": [fixtures.node({
	"kind": "dataTableLookup", "name": "Look up language",
	"outputs": [{"name": "found", "state": found}, {"name": "notFound", "state": missing}, {"name": "failure", "state": failure}],
})]})

test_missing_row if {
	messages := {f.message | some f in rule.findings with input as lookup("connected", "empty", "connected")}
	messages == {`data table lookup "Look up language" does nothing of its own on notFound: its columns are unset there`}
}

test_both if {
	some f in rule.findings with input as lookup("connected", "empty", "empty")
	contains(f.message, "on notFound and failure:")
}

test_silent_when_handled if {
	count(rule.findings) == 0 with input as lookup("connected", "connected", "connected")
}

test_silent_when_nothing_is_done_with_the_row if {
	count(rule.findings) == 0 with input as lookup("empty", "empty", "empty")
}

test_silent_when_out_of_service if {
	count(rule.findings) == 0 with input as lookup("connected", "outOfService", "outOfService")
}

outputs := [{"name": "found", "state": "connected"}, {"name": "notFound", "state": "empty"}]

test_silent_when_unreachable_or_switched_off if {
	every changes in [{"reachable": false}, {"disabled": true}] {
		node := fixtures.node(object.union({"kind": "dataTableLookup", "outputs": outputs}, changes))
		count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
	}
}

test_silent_when_another_output_is_connected if {
	others := [{"name": "failure", "state": "connected"}, {"name": "notFound", "state": "empty"}, {"name": "found", "state": "empty"}]
	node := fixtures.node({"kind": "dataTableLookup", "outputs": others})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}

test_silent_on_other_actions if {
	node := fixtures.node({"kind": "findQueue", "outputs": outputs})
	count(rule.findings) == 0 with input as fixtures.flow_input({"nodes": [node]})
}

test_without_a_name if {
	node := fixtures.node({"kind": "dataTableLookup", "name": "", "outputs": outputs})
	some f in rule.findings with input as fixtures.flow_input({"nodes": [node]})
	startswith(f.message, "data table lookup does nothing of its own")
}
