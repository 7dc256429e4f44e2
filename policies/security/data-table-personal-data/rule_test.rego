package archlint.rules.data_table_personal_data_test

import data.archlint.fixtures
import data.archlint.rules.data_table_personal_data as rule

rows := "/api/v2/flows/datatables/5b0c/rows"

writing(changes, names) := object.union(
	fixtures.calling({}, {
		"inputs": [fixtures.value({"name": name}) | some name in names],
		"definition": fixtures.definition(object.union({"method": "POST", "url": rows, "platformApi": "yes"}, changes)),
	}),
	{"params": {"pattern": "(?i)(phone|mail)"}},
)

test_names_the_inputs if {
	messages := {f.message | some f in rule.findings with input as writing({}, ["KEY", "Email", "phoneNumber"])}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") writes Email, phoneNumber to a data table:`,
		`tables are not meant for personal data`,
	])}
}

test_update if {
	count(rule.findings) == 1 with input as writing({"method": "PUT", "url": "/api/v2/flows/datatables/5b0c/rows/${input.KEY}"}, ["phone"])
}

test_silent_on_other_inputs if {
	count(rule.findings) == 0 with input as writing({}, ["KEY", "visits"])
}

test_silent_when_it_reads if {
	count(rule.findings) == 0 with input as writing({"method": "GET"}, ["phone"])
}

test_silent_on_other_requests if {
	count(rule.findings) == 0 with input as writing({"url": "/api/v2/externalcontacts/contacts"}, ["phone"])
}

test_silent_when_unreachable if {
	doc := writing({}, ["phone"])
	calls := [object.union(call, {"reachable": false}) | some call in doc.flow.calls]
	count(rule.findings) == 0 with input as object.union(doc, {"flow": {"calls": calls}})
}

test_silent_when_the_definition_is_unknown if {
	doc := object.union(fixtures.calling({}, {"inputs": [fixtures.value({"name": "phone"})]}), {"params": {"pattern": "phone"}})
	count(rule.findings) == 0 with input as doc
}
