package archlint.rules.secret_in_flow_test

import data.archlint.fixtures
import data.archlint.rules.secret_in_flow as rule

sends(changes) := fixtures.calling({}, {"inputs": [fixtures.value(object.union({"name": "apiKey", "text": "zx81-abcdef"}, changes))]})

test_key if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {`input "apiKey" of data action "Get Order" (step "Look up order") holds a secret of 11 characters that everybody who sees the flow can read`}
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

test_severity_follows_the_text if {
	some sure in rule.findings with input as sends({"name": "x", "text": "Bearer abcdef.0123456789"})
	sure.severity == "error"
	some by_name in rule.findings with input as sends({})
	by_name.severity == "warning"
}

test_credentials_by_header_or_by_themselves if {
	every given in [
		{"name": "Authorization", "text": "Bearer eyJhbGciOi.abc.def"},
		{"name": "authorization", "text": "Basic dXNlcjpwYXNz"},
		{"name": "x-auth", "text": "0123456789abcdefABCDEF"},
		{"name": "headers", "text": "bearer 0123456789ab"},
		{"name": "body", "text": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"},
		{"name": "key1", "text": "sk_live_0123"},
		{"name": "Ocp-Apim-Subscription-Key", "text": "0123456789abcdef"},
	] {
		count(rule.findings) == 1 with input as sends(given)
	}
}

test_in_an_expression if {
	count(rule.findings) == 1 with input as sends({"kind": "expression", "text": `If(Flow.test, "zx81-abcdef", Flow.key)`})
}

test_silent_on_words if {
	every given in [
		{"name": "Authorization", "kind": "expression", "text": `Append("Bearer ", Flow.token)`},
		{"name": "password", "text": "https://shop.example.com/reset"},
		{"name": "passwordHint", "text": "name of the first pet"},
		{"name": "pageToken", "text": "0123456789abcdef"},
		{"name": "Authorization", "text": "required"},
		{"name": "traceId", "text": "0123456789abcdefABCDEF"},
	] {
		count(rule.findings) == 0 with input as sends(given)
	}
}
