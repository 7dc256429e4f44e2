package archlint.rules.data_action_in_loop_test

import data.archlint.fixtures
import data.archlint.rules.data_action_in_loop as rule

test_counted_loop if {
	doc := fixtures.looping({}, {"perRun": {"min": 5, "expected": 5, "max": 5}, "boundedBy": "loopCount"})
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") runs once a pass of loop "Lines": up to 5`,
		`times in one run, 5 expected (assumed)`,
	])}
}

test_over_a_list if {
	doc := fixtures.looping(
		{"kind": "iteration", "count": null, "countText": "Count(Flow.lines)", "countKind": "expression"},
		{"perRun": {"min": 0, "expected": 3, "max": 3333}, "boundedBy": "platformLimit"},
	)
	some f in rule.findings with input as doc
	contains(f.message, "whose length (Count(Flow.lines)) is known only at run time")
}

test_fires_at_the_call if {
	doc := fixtures.looping({}, {"perRun": {"min": 5, "expected": 5, "max": 5}})
	some f in rule.findings with input as doc
	f.at.node == "17"
}

test_silent_outside_a_loop if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"perRun": {"min": 2, "expected": 2, "max": 2}})
}

test_silent_when_left_after_one_pass if {
	count(rule.findings) == 0 with input as fixtures.looping({}, {})
}

test_silent_on_loops_with_rules_of_their_own if {
	every kind in ["polling", "retry", "waiting", "callerDriven"] {
		count(rule.findings) == 0 with input as fixtures.looping({"kind": kind}, {"perRun": {"min": 0, "expected": 3, "max": 5}})
	}
}

test_silent_on_calls_that_ask_the_same_every_time if {
	count(rule.findings) == 0 with input as fixtures.looping({"hoistable": ["17"]}, {"perRun": {"min": 5, "expected": 5, "max": 5}})
}

test_silent_when_the_count_is_a_placeholder if {
	doc := fixtures.looping(
		{"kind": "iteration", "count": null, "countText": "{{n}}", "countKind": "unknown"},
		{"perRun": {"min": 0, "expected": 3, "max": 3333}},
	)
	count(rule.findings) == 0 with input as doc
}

test_parameter if {
	doc := object.union(
		fixtures.looping({}, {"perRun": {"min": 5, "expected": 5, "max": 5}}),
		{"params": {"max_runs": 5}},
	)
	count(rule.findings) == 0 with input as doc
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.looping({}, {"reachable": false, "perRun": {"min": 5, "expected": 5, "max": 5}})
}

test_silent_when_unclassified_and_unbounded if {
	doc := fixtures.looping({"count": null, "countKind": "variable"}, {"perRun": {"min": 5, "expected": 5, "max": 5}})
	count(rule.findings) == 0 with input as doc
}

test_over_a_list_whose_index_is_not_used if {
	doc := fixtures.looping(
		{"count": null, "countText": "Count(Flow.ids)", "countKind": "expression"},
		{"perRun": {"min": 0, "expected": 3, "max": 3333}},
	)
	count(rule.findings) == 1 with input as doc
}
