package archlint.rules.loop_count_condition_test

import data.archlint.fixtures
import data.archlint.rules.loop_count_condition as rule

counts(text) := fixtures.flow_input({"loops": [fixtures.loop({"count": null, "countText": text, "countKind": "expression"})]})

test_question if {
	messages := {f.message | some f in rule.findings with input as counts("Flow.done == true")}
	messages == {`the count of loop "Lines" in "Main" is a question (Flow.done == true): a loop count is a number of passes`}
}

test_other_questions if {
	every text in ["!Flow.done", "IsSet(Flow.x)", "Flow.n < 3", "Flow.a and Flow.b", "true", "Contains(Flow.x, \"a\")"] {
		count(rule.findings) == 1 with input as counts(text)
	}
}

test_silent_on_numbers if {
	every text in [
		"3", "Flow.n", "Count(Flow.ids)", "If(Flow.n > 3, 3, Flow.n)", "Flow.n + 1", "Count(Split(Flow.x, \"<\"))", "Flow.order",
		"Flow.n > 3 ? 3 : 1",
	] {
		count(rule.findings) == 0 with input as counts(text)
	}
}

test_silent_on_other_loops_and_placeholders if {
	every changes in [{"form": "jump"}, {"countKind": "unknown"}] {
		doc := fixtures.flow_input({"loops": [fixtures.loop(object.union({"countText": "Flow.n < 3", "countKind": "expression"}, changes))]})
		count(rule.findings) == 0 with input as doc
	}
}

test_a_variable_that_is_yes_or_no if {
	count(rule.findings) == 1 with input as declaring("Flow.Done", "boolean")
	count(rule.findings) == 0 with input as declaring("Flow.done", "integer")
	count(rule.findings) == 0 with input as declaring("Flow.other", "boolean")
}

declaring(name, type) := object.union(counts(" Flow.done "), {"flow": {"variables": [{"name": name, "type": type}]}})
