package archlint.rules.silence_while_waiting_test

import data.archlint.fixtures
import data.archlint.rules.silence_while_waiting as rule

waits(changes) := fixtures.calling({"voice": true}, object.union({"timeoutSeconds": 20}, changes))

test_silence if {
	messages := {f.message | some f in rule.findings with input as waits({})}
	messages == {`data action "Get Order" (step "Look up order" in "Main") may keep a caller in silence for 20 s: it has no processing prompt`}
}

test_silent_with_a_prompt if {
	count(rule.findings) == 0 with input as waits({"processingPrompt": true})
}

test_silent_when_short if {
	count(rule.findings) == 0 with input as waits({"timeoutSeconds": 10})
}

test_silent_when_unknown if {
	count(rule.findings) == 0 with input as waits({"timeoutSeconds": null})
}

test_silent_where_nobody_listens if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"timeoutSeconds": 20})
}

test_silent_on_the_default_which_has_a_rule_of_its_own if {
	count(rule.findings) == 0 with input as waits({"timeoutIsDefault": true, "timeoutSeconds": 60})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as waits({"reachable": false})
}

test_silent_in_a_queue if {
	doc := fixtures.calling({"voice": true, "inQueue": true}, {"timeoutSeconds": 20})
	count(rule.findings) == 0 with input as doc
}
