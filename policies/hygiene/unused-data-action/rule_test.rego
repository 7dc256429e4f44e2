package archlint.rules.unused_data_action_test

import data.archlint.fixtures
import data.archlint.rules.unused_data_action as rule

exported(org, call) := object.union(
	fixtures.org_input([fixtures.flow({"calls": [fixtures.call(call)]})], []),
	{"org": object.union({"region": "mypurecloud.ie", "dataActions": [fixtures.definition({})]}, org)},
)

other := {"dataAction": "Other", "definition": fixtures.definition({"id": "custom_-_2"})}

test_unused if {
	messages := {f.message | some f in rule.findings with input as exported({}, other)}
	messages == {`data action "Get Order" of integration "Shop" is called by no flow of the export (flows: 1)`}
}

test_silent_when_called_by_name if {
	count(rule.findings) == 0 with input as exported({}, {})
}

test_silent_when_called_by_id if {
	count(rule.findings) == 0 with input as exported({}, {"dataAction": "Renamed", "actionId": "custom_-_1"})
}

test_silent_when_the_export_may_lack_flows if {
	count(rule.findings) == 0 with input as exported({"region": ""}, other)
	count(rule.findings) == 0 with input as exported({"partial": true}, other)
	count(rule.findings) == 0 with input as exported({"notReviewed": ["flows"]}, other)
}

test_silent_on_built_in_actions if {
	doc := exported({"dataActions": [fixtures.definition({"id": "static_-_1"})]}, other)
	count(rule.findings) == 0 with input as doc
}
