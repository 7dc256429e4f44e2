package archlint.rules.retry_without_wait_test

import data.archlint.fixtures
import data.archlint.rules.retry_without_wait as rule

retries(changes) := fixtures.looping(
	object.union({"kind": "retry", "count": 3, "pauseSeconds": 0}, changes),
	{"repeatsAfterFailure": true, "perRun": {"min": 1, "expected": 1, "max": 3}, "boundedBy": "loopCount"},
)

test_at_once if {
	messages := {f.message | some f in rule.findings with input as retries({})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") is called again in loop "Lines" at once`,
		`after it failed, up to 3 times in one run`,
	])}
}

test_silent_with_a_wait if {
	count(rule.findings) == 0 with input as retries({"pauseSeconds": 8})
}

test_silent_when_the_pause_is_unknown if {
	count(rule.findings) == 0 with input as retries({"pauseSeconds": null})
}

test_speaks_when_the_pause_is_short if {
	some f in rule.findings with input as retries({"pauseSeconds": 0.5})
	contains(f.message, "0.5 s after it failed")
}

test_silent_on_other_loops if {
	every kind in ["iteration", "polling", "waiting", "callerDriven", "unclassified"] {
		count(rule.findings) == 0 with input as retries({"kind": kind})
	}
}

tried(loop, call) := fixtures.looping(
	object.union({"kind": "retry", "count": 3, "pauseSeconds": 0}, loop),
	object.union({"repeatsAfterFailure": true, "perRun": {"min": 1, "expected": 1, "max": 3}}, call),
)

test_silent_on_calls_that_are_not_retried if {
	count(rule.findings) == 1 with input as tried({}, {})
	count(rule.findings) == 0 with input as tried({}, {"repeatsAfterFailure": false})
	count(rule.findings) == 0 with input as tried({}, {"reachable": false})
	count(rule.findings) == 0 with input as tried({"calls": ["99"]}, {})
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as tried({"countText": "Count(Flow.ids)"}, {})
}
