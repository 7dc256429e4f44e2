package archlint.rules.empty_loop_test

import data.archlint.fixtures
import data.archlint.rules.empty_loop as rule

holding(n) := fixtures.flow_input({"loops": [fixtures.loop({"bodyActions": n})]})

test_empty if {
	messages := {f.message | some f in rule.findings with input as holding(0)}
	messages == {`loop "Lines" in "Main" has no action in its body`}
}

test_silent_with_a_body if {
	count(rule.findings) == 0 with input as holding(1)
}

test_silent_on_cycles_of_jumps if {
	doc := fixtures.flow_input({"loops": [fixtures.loop({"bodyActions": 0, "form": "jump"})]})
	count(rule.findings) == 0 with input as doc
}
