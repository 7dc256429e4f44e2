package archlint.rules.secret_in_url_test

import data.archlint.fixtures
import data.archlint.rules.secret_in_url as rule

defined(url) := object.union(fixtures.org_input([], []), {"org": {"dataActions": [fixtures.definition({"url": url})]}})

test_key if {
	messages := {f.message | some f in rule.findings with input as defined("https://x.example.com/a?b=1&apiKey=abcdef012345")}
	messages == {`the URL of data action "Get Order" holds the literal value of "apiKey"`}
}

test_evidence_does_not_repeat_it if {
	some f in rule.findings with input as defined("https://x.example.com/a?token=abcdef012345")
	not contains(json.marshal(f.evidence), "abcdef")
}

test_silent_on_inputs_and_credentials if {
	count(rule.findings) == 0 with input as defined("https://x.example.com/a?apiKey=${credentials.key}")
	count(rule.findings) == 0 with input as defined("https://x.example.com/a?keyword=abcdef012345")
}

test_severity_follows_the_text if {
	{f.severity | some f in rule.findings with input as defined("https://x.example.com/a?key=abcdef0123456789")} == {"error"}
	every text in ["abcdef0123", "abcdefghijklmnopq", "0123456789012345678"] {
		{f.severity | some f in rule.findings with input as defined(concat("", ["https://x.example.com/a?key=", text]))} == {"warning"}
	}
}

test_silent_on_what_stands_for_a_secret if {
	count(rule.findings) == 0 with input as defined("https://x.example.com/a?apiKey=YOUR_API_KEY")
}
