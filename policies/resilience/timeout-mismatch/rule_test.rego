package archlint.rules.timeout_mismatch_test

import data.archlint.fixtures
import data.archlint.rules.timeout_mismatch as rule

timeouts(step, action) := fixtures.calling({}, {"timeoutSeconds": step, "definition": fixtures.definition({"timeoutSeconds": action})})

test_shorter_step if {
	messages := {f.message | some f in rule.findings with input as timeouts(5, 20)}
	messages == {concat(" ", [
		`the step stops waiting for data action "Get Order" (step "Look up order" in "Main") after 5 s, but`,
		`the data action itself waits 20 s: its slot stays busy until then, and a later answer is lost`,
	])}
}

test_a_data_action_without_a_timeout_waits_60_s if {
	some f in rule.findings with input as timeouts(5, null)
	f.evidence == {"step": 5, "dataAction": 60}
	count(rule.findings) == 0 with input as timeouts(60, null)
}

test_silent_when_the_request_ends_first if {
	count(rule.findings) == 0 with input as timeouts(20, 20)
	count(rule.findings) == 0 with input as timeouts(20, 5)
}

test_silent_when_either_is_unknown if {
	count(rule.findings) == 0 with input as timeouts(null, 20)
	unreadable := fixtures.definition({"timeoutSeconds": null, "timeoutUnknown": true})
	count(rule.findings) == 0 with input as fixtures.calling({}, {"timeoutSeconds": 5, "definition": unreadable})
	count(rule.findings) == 0 with input as fixtures.calling({}, {"timeoutSeconds": 5})
}

test_silent_on_the_default if {
	doc := fixtures.calling({}, {"timeoutSeconds": 5, "timeoutIsDefault": true, "definition": fixtures.definition({"timeoutSeconds": 20})})
	count(rule.findings) == 0 with input as doc
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling(
		{},
		{"reachable": false, "timeoutSeconds": 5, "definition": fixtures.definition({"timeoutSeconds": 20})},
	)
}
