package archlint.rules.hard_coded_id_test

import data.archlint.fixtures
import data.archlint.rules.hard_coded_id as rule

sends(changes) := fixtures.calling({}, {"inputs": [fixtures.value(object.union({"name": "queueId", "text": "7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11"}, changes))]})

test_guid if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {`input "queueId" of data action "Get Order" (step "Look up order") holds the id 7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11, which belongs to one organisation`}
}

test_silent_on_other_text if {
	count(rule.findings) == 0 with input as sends({"text": "sales"})
	count(rule.findings) == 0 with input as sends({"name": "PRESENCE_DEFINITION_ID"})
}

test_silent_on_variables_and_placeholders if {
	count(rule.findings) == 0 with input as sends({"kind": "variable"})
	count(rule.findings) == 0 with input as sends({"kind": "expression", "text": "Flow.queueId"})
	count(rule.findings) == 0 with input as sends({"text": "00000000-0000-0000-0000-000000000000"})
	count(rule.findings) == 0 with input as sends({"known": false})
}

test_in_an_expression if {
	some f in rule.findings with input as sends({"kind": "expression", "text": `Append("queue=", "7A3F0E52-1c9b-4e7e-9d55-0c6b1f0f2a11")`})
	f.evidence.id == "7A3F0E52-1c9b-4e7e-9d55-0c6b1f0f2a11"
}

test_assigned_before if {
	assigned := fixtures.value({"text": "7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11", "assigns": "Flow.queueId", "line": 7})
	doc := fixtures.flow_input({
		"calls": [fixtures.call({"inputs": [fixtures.value({"kind": "variable", "text": "Flow.queueId", "reads": ["Flow.queueId"]})]})],
		"nodes": [fixtures.node({"kind": "updateData", "inputs": [assigned]})],
	})
	some f in rule.findings with input as doc
	f.at.line == 7
}
