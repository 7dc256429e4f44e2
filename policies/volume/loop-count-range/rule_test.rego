package archlint.rules.loop_count_range_test

import data.archlint.fixtures
import data.archlint.rules.loop_count_range as rule

counted(n) := fixtures.flow_input({"loops": [fixtures.loop({"count": n})]})

test_too_many if {
	messages := {f.message | some f in rule.findings with input as counted(500)}
	messages == {`loop "Lines" in "Main" has the count 500: Architect takes at most 99`}
}

test_none if {
	messages := {f.message | some f in rule.findings with input as counted(0)}
	messages == {`loop "Lines" in "Main" has the count 0: its body never runs`}
}

test_silent_within_the_range if {
	every n in [1, 5, 99] {
		count(rule.findings) == 0 with input as counted(n)
	}
}

test_silent_when_unknown if {
	doc := fixtures.flow_input({"loops": [fixtures.loop({"count": null, "countKind": "variable", "countText": "Flow.n"})]})
	count(rule.findings) == 0 with input as doc
}

test_silent_when_no_loop_action_has_it_or_it_is_no_literal if {
	every changes in [{"form": "jump"}, {"countKind": "expression"}] {
		doc := fixtures.flow_input({"loops": [fixtures.loop(object.union({"count": 500}, changes))]})
		count(rule.findings) == 0 with input as doc
	}
}
