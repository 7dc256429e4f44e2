package archlint.rules.hard_coded_host_test

import data.archlint.fixtures
import data.archlint.rules.hard_coded_host as rule

sends(changes) := fixtures.calling(
	{},
	{"texts": [fixtures.text(object.union({"input": "endpoint", "text": "https://test.example.com/v1?x"}, changes))]},
)

test_url if {
	messages := {f.message | some f in rule.findings with input as sends({})}
	messages == {`input "endpoint" of data action "Get Order" (step "Look up order" in "Main") names the host test.example.com`}
}

test_silent_on_other_text if {
	count(rule.findings) == 0 with input as sends({"text": "/v1"})
	count(rule.findings) == 0 with input as sends({"text": "Visit https://shop.example.com today"})
	count(rule.findings) == 0 with input as sends({"text": "https://"})
}

test_silent_on_a_link_in_a_message if {
	every name in ["body", "Message", "smsText", "mail_subject"] {
		count(rule.findings) == 0 with input as sends({"input": name})
	}
	every name in ["context", "bodyUrl", "Somebody"] {
		count(rule.findings) == 1 with input as sends({"input": name})
	}
}
