package archlint.rules.secret_in_definition_test

import data.archlint.fixtures
import data.archlint.rules.secret_in_definition as rule

defined(changes) := object.union(fixtures.org_input([], []), {"org": {"dataActions": [fixtures.definition(changes)]}})

sends(name, value) := defined({"headers": [{"name": name, "value": value}]})

test_header if {
	found := rule.findings with input as sends("Authorization", "Bearer 4f1c9a77e02b")
	{f.message | some f in found} == {concat(" ", [
		`header "Authorization" of data action "Get Order" holds a secret of 19 characters that everybody who`,
		`sees the data action can read`,
	])}
	{f.severity | some f in found} == {"error"}
	{f.about | some f in found} == {["Get Order", "Authorization"]}
}

test_body if {
	found := rule.findings with input as defined({"body": `{"order": "${input.id}", "apiKey" : "k7-29af-8810"}`})
	{f.message | some f in found} == {concat(" ", [
		`body field "apiKey" of data action "Get Order" holds a secret of 12 characters that everybody who`,
		`sees the data action can read`,
	])}
}

test_each_by_itself if {
	count(rule.findings) == 2 with input as defined({
		"headers": [{"name": "x-api-key", "value": "k7-29af-8810"}],
		"body": `{"password": "k7-29af-8810"}`,
	})
}

test_evidence_does_not_repeat_it if {
	some f in rule.findings with input as sends("x-api-key", "k7-29af-8810")
	f.evidence == {"where": "header", "name": "x-api-key", "length": 12}
}

test_severity_follows_the_text if {
	severity("x-api-key", "k7-29af-8810") == "warning"
	severity("x", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x") == "error"
	severity("Authorization", "Bearer 123-abc-1234-1234-12") == "warning"
}

severity(name, value) := f.severity if some f in rule.findings with input as sends(name, value)

test_silent_on_templates if {
	every given in [
		["Authorization", "Bearer ${authResponse.access_token}"],
		["Authorization", `Basic $encoding.base64("${credentials.id}:${credentials.secret}")`],
		["x-api-key", "${credentials.apiKey}"],
		["x-api-key", "$!{input.apiKey}"],
		["x-api-key", "$credentials.key"],
	] {
		count(rule.findings) == 0 with input as sends(given[0], given[1])
	}
	count(rule.findings) == 0 with input as defined({"body": `{"apiKey": "${credentials.apiKey}", "password": "$secret"}`})
}

test_silent_on_other_headers if {
	every given in [
		["Content-Type", "application/json"],
		["UserAgent", "PureCloudIntegrations/1.0"],
		["x-api-key", ""],
		["Authorization", "required"],
		["x-api-key", "YOUR_API_KEY"],
		["Authorization", "Bearer <access-token>"],
		["x-request-id", "4f1c9a77e02b4f1c9a77e02b"],
	] {
		count(rule.findings) == 0 with input as sends(given[0], given[1])
	}
}

test_token if severity("x-token", "a8f7d6c5b4e3f2a1") == "warning"
