package archlint.rules.unused_data_action_test

import data.archlint.fixtures
import data.archlint.rules.unused_data_action as rule

exported(known, call) := object.union(
	fixtures.org_input([fixtures.flow({"calls": [fixtures.call(call)]})], []),
	{"org": {"known": known, "dataActions": [fixtures.definition({})]}},
)

test_unused if {
	messages := {f.message | some f in rule.findings with input as exported(["dataActions", "flows"], {"dataAction": "Other", "definition": fixtures.definition({"id": "custom_-_2"})})}
	messages == {`data action "Get Order" of integration "Shop" is called by none of the 1 flows of the export`}
}

test_silent_when_called_by_name if {
	count(rule.findings) == 0 with input as exported(["dataActions", "flows"], {})
}

test_silent_when_called_by_id if {
	count(rule.findings) == 0 with input as exported(["dataActions", "flows"], {"dataAction": "Renamed", "actionId": "custom_-_1"})
}

test_silent_when_the_export_is_partial if {
	count(rule.findings) == 0 with input as exported(["dataActions"], {"dataAction": "Other"})
}
