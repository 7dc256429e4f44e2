package archlint.rules.hard_coded_id_test

import data.archlint.fixtures
import data.archlint.rules.hard_coded_id as rule

sends(changes) := fixtures.calling(
	{},
	{"texts": [fixtures.text(object.union({"input": "queueId", "text": "7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11"}, changes))]},
)

test_guid if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {concat(" ", [
		`input "queueId" of data action "Get Order" (step "Look up order" in "Main") holds the id`,
		`7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11, which belongs to one organisation`,
	])}
}

test_silent_on_other_text if {
	count(rule.findings) == 0 with input as sends({"text": "sales"})
	count(rule.findings) == 0 with input as sends({"input": "PRESENCE_DEFINITION_ID"})
}

test_silent_on_a_row_of_zeros if {
	count(rule.findings) == 0 with input as sends({"text": "00000000-0000-0000-0000-000000000000"})
}

test_inside_a_text if {
	some f in rule.findings with input as sends({"text": "queue=7A3F0E52-1c9b-4e7e-9d55-0c6b1f0f2a11", "line": 7})
	f.evidence.id == "7A3F0E52-1c9b-4e7e-9d55-0c6b1f0f2a11"
	f.at.line == 7
}
