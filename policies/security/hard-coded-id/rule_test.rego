package archlint.rules.hard_coded_id_test

import data.archlint.fixtures
import data.archlint.rules.hard_coded_id as rule

sends(changes) := fixtures.calling({}, {"inputs": [fixtures.value(object.union({"name": "queueId", "text": "7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11"}, changes))]})

test_guid if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {`input "queueId" of data action "Get Order" (step "Look up order") is the id 7a3f0e52-1c9b-4e7e-9d55-0c6b1f0f2a11, which belongs to one organisation`}
}

test_silent_on_other_text if {
	count(rule.findings) == 0 with input as sends({"text": "sales"})
}

test_silent_on_variables_and_placeholders if {
	count(rule.findings) == 0 with input as sends({"kind": "expression"})
	count(rule.findings) == 0 with input as sends({"known": false})
}
