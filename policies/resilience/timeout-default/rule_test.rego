package archlint.rules.timeout_default_test

import data.archlint.fixtures
import data.archlint.rules.timeout_default as rule

untouched := {"timeoutSeconds": 60, "timeoutIsDefault": true}

test_live_voice if {
	messages := {f.message | some f in rule.findings with input as fixtures.calling({"voice": true}, untouched)}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") keeps the default timeout of one minute: if`,
		`its endpoint hangs, the caller hears nothing for 60 s and a slot stays busy for 60 s`,
	])}
}

test_silent_where_nobody_listens if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": false}, untouched)
}

test_silent_when_set if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true}, {})
}

test_silent_when_the_data_action_is_tuned if {
	tuned := object.union(untouched, {"definition": fixtures.definition({"timeoutSeconds": 8})})
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true}, tuned)
}

test_speaks_when_the_data_action_waits_long if {
	slow := object.union(untouched, {"definition": fixtures.definition({"timeoutSeconds": 45})})
	some f in rule.findings with input as fixtures.calling({"voice": true}, slow)
	endswith(f.message, "the caller hears nothing for 45 s and a slot stays busy for 45 s")
}

test_speaks_when_the_definition_says_nothing if {
	plain := object.union(untouched, {"definition": fixtures.definition({})})
	count(rule.findings) == 1 with input as fixtures.calling({"voice": true}, plain)
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true}, object.union(untouched, {"reachable": false}))
}

test_timeout_not_told if {
	some f in rule.findings with input as fixtures.calling({"voice": true}, {"timeoutSeconds": null, "timeoutIsDefault": true})
	contains(f.message, "hears nothing for 60 s")
}

test_processing_prompt if {
	some f in rule.findings with input as fixtures.calling({"voice": true}, object.union(untouched, {"processingPrompt": true}))
	contains(f.message, "the caller waits for 60 s")
}
