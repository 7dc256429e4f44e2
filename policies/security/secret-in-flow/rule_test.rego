package archlint.rules.secret_in_flow_test

import data.archlint.fixtures
import data.archlint.rules.secret_in_flow as rule

sends(changes) := fixtures.calling({}, {"inputs": [fixtures.value(object.union({"name": "apiKey", "text": "zx81-abcdef"}, changes))]})

test_key if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {`input "apiKey" of data action "Get Order" (step "Look up order") holds a literal of 11 characters: a secret that everybody who sees the flow can read`}
}

test_evidence_does_not_repeat_it if {
	some f in rule.findings with input as sends({})
	not contains(json.marshal(f.evidence), "zx81")
}

test_silent_on_variables if {
	count(rule.findings) == 0 with input as sends({"kind": "variable", "text": "Flow.apiKey"})
}

test_silent_on_placeholders if {
	count(rule.findings) == 0 with input as sends({"kind": "unknown", "known": false, "text": "{{api_key}}"})
	count(rule.findings) == 0 with input as sends({"known": false})
}

test_silent_on_other_names if {
	count(rule.findings) == 0 with input as sends({"name": "keyword"})
}

test_silent_on_short_text if {
	count(rule.findings) == 0 with input as sends({"text": "none"})
}
