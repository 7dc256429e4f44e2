package archlint.rules.retry_many_test

import data.archlint.fixtures
import data.archlint.rules.retry_many as rule

retries(count_) := fixtures.looping(
	{"kind": "retry", "count": count_, "hasWait": true},
	{"repeatsAfterFailure": true, "perRun": {"min": 1, "expected": 1, "max": 10}, "boundedBy": "loopCount"},
)

test_many if {
	messages := {f.message | some f in rule.findings with input as retries(10)}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") is tried up to 10 times in loop "Lines"`,
		`while it fails: a dead endpoint multiplies the calls of every interaction`,
	])}
}

test_silent_on_a_few if {
	count(rule.findings) == 0 with input as retries(5)
}

test_silent_when_the_count_is_unknown if {
	count(rule.findings) == 0 with input as retries(null)
}

test_parameter if {
	count(rule.findings) == 1 with input as object.union(retries(4), {"params": {"max_attempts": 3}})
}

tried(loop, call) := fixtures.looping(
	object.union({"kind": "retry", "count": 10, "hasWait": true}, loop),
	object.union({"repeatsAfterFailure": true, "perRun": {"min": 1, "expected": 1, "max": 3}}, call),
)

test_silent_on_calls_that_are_not_retried if {
	count(rule.findings) == 1 with input as tried({}, {})
	count(rule.findings) == 0 with input as tried({}, {"repeatsAfterFailure": false})
	count(rule.findings) == 0 with input as tried({}, {"reachable": false})
	count(rule.findings) == 0 with input as tried({"calls": ["99"]}, {})
}

test_silent_on_other_loops if {
	count(rule.findings) == 0 with input as tried({"kind": "polling"}, {})
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as tried({"countText": "Count(Flow.ids)"}, {})
}
