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
