package archlint.rules.call_in_queue_repeat_test

import data.archlint.fixtures
import data.archlint.rules.call_in_queue_repeat as rule

waiting(flow_changes, call_changes) := fixtures.flow_input(object.union(
	{
		"inQueue": true,
		"loops": [fixtures.loop({"kind": "waiting", "form": "loopTask", "count": null, "countText": "", "countKind": ""})],
		"calls": [fixtures.call(object.union(
			{"loop": "9", "loops": ["9"], "ratePerMinute": 2, "perRun": {"min": 0, "expected": 3, "max": 5000}},
			call_changes,
		))],
	},
	flow_changes,
))

test_pace if {
	messages := {f.message | some f in rule.findings with input as waiting({}, {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") runs on every pass of the in-queue flow: 2`,
		`calls a minute for each waiting interaction`,
	])}
}

test_unknown_pace_is_left_out if {
	some f in rule.findings with input as waiting({}, {"ratePerMinute": null})
	endswith(f.message, "runs on every pass of the in-queue flow")
}

test_silent_outside_the_loop if {
	count(rule.findings) == 0 with input as waiting({}, {"loop": null, "loops": []})
}

test_silent_in_other_flows if {
	count(rule.findings) == 0 with input as waiting({"inQueue": false}, {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as waiting({}, {"reachable": false})
}

test_silent_on_other_loops if {
	count(rule.findings) == 0 with input as waiting({"loops": [fixtures.loop({"kind": "iteration"})]}, {})
}

test_a_call_that_ends_the_wait if {
	count(rule.findings) == 0 with input as waiting({}, {"perRun": {"min": 0, "expected": 0.05, "max": 1}})
}
