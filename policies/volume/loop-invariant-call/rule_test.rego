package archlint.rules.loop_invariant_call_test

import data.archlint.fixtures
import data.archlint.rules.loop_invariant_call as rule

asks(loop, call) := fixtures.looping(
	object.union({"hoistable": ["17"]}, loop),
	object.union({"perRun": {"min": 5, "expected": 5, "max": 5}}, call),
)

test_same_inputs if {
	messages := {f.message | some f in rule.findings with input as asks({}, {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") asks the same in every pass of loop`,
		`"Lines": up to 5 times in one run, 5 expected (assumed), where one would do`,
	])}
}

test_silent_when_inputs_change_or_are_unknown if {
	count(rule.findings) == 0 with input as asks({"hoistable": []}, {})
}

test_silent_when_it_runs_once if {
	count(rule.findings) == 0 with input as asks({}, {"perRun": {"min": 0, "expected": 1, "max": 1}})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as asks({}, {"reachable": false})
}
