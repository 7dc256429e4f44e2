package archlint.rules.secret_in_flow_test

import data.archlint.fixtures
import data.archlint.rules.secret_in_flow as rule

sends(changes) := fixtures.calling({}, {"texts": [fixtures.text(object.union({"input": "apiKey", "text": "zx81-abcdef"}, changes))]})

test_key if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {concat(" ", [
		`input "apiKey" of data action "Get Order" (step "Look up order" in "Main") holds a secret of 11`,
		`characters that everybody who sees the flow can read`,
	])}
}

test_evidence_does_not_repeat_it if {
	some f in rule.findings with input as sends({})
	not contains(json.marshal(f.evidence), "zx81")
}

test_silent_on_other_names if {
	count(rule.findings) == 0 with input as sends({"input": "keyword"})
}

test_silent_on_short_text if {
	count(rule.findings) == 0 with input as sends({"text": "none"})
}

test_severity_follows_the_text if {
	some sure in rule.findings with input as sends({"input": "x", "text": "Bearer abcdef.0123456789"})
	sure.severity == "error"
	some by_name in rule.findings with input as sends({})
	by_name.severity == "warning"
}

test_credentials_by_header_or_by_themselves if {
	every given in [
		{"input": "Authorization", "text": "Bearer eyJhbGciOi.abc.def"},
		{"input": "authorization", "text": "Basic dXNlcjpwYXNz"},
		{"input": "x-auth", "text": "0123456789abcdefABCDEF"},
		{"input": "headers", "text": "bearer 0123456789ab"},
		{"input": "body", "text": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"},
		{"input": "key1", "text": "sk_live_0123"},
		{"input": "Ocp-Apim-Subscription-Key", "text": "0123456789abcdef"},
	] {
		count(rule.findings) == 1 with input as sends(given)
	}
}

test_silent_on_words if {
	every given in [
		{"input": "Authorization", "text": "Bearer "},
		{"input": "password", "text": "https://shop.example.com/reset"},
		{"input": "passwordHint", "text": "name of the first pet"},
		{"input": "pageToken", "text": "0123456789abcdef"},
		{"input": "Authorization", "text": "required"},
		{"input": "traceId", "text": "0123456789abcdefABCDEF"},
	] {
		count(rule.findings) == 0 with input as sends(given)
	}
}

test_silent_on_what_stands_for_a_secret if {
	every given in [
		{"input": "Authorization", "text": "Bearer <token>"},
		{"input": "apiKey", "text": "YOUR_API_KEY"},
		{"input": "password", "text": "xxxxxxxx"},
		{"input": "clientSecret", "text": "change-me-please"},
	] {
		count(rule.findings) == 0 with input as sends(given)
	}
}

test_token if {
	some f in rule.findings with input as sends({"input": "x-token", "text": "a8f7d6c5b4e3f2a1"})
	f.severity == "warning"
}
