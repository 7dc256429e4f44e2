package archlint.rules.calls_per_interaction_test

import data.archlint.fixtures
import data.archlint.rules.calls_per_interaction as rule

enters(changes) := fixtures.flow_input(object.union({"perInteraction": {"min": 4, "expected": 12.5, "max": 40}}, changes))

test_many if {
	messages := {f.message | some f in rule.findings with input as enters({})}
	messages == {concat(" ", [
		"each interaction that enters here is expected to make 12.5 data action calls (assumed; at least 4): 2,500",
		"executions a minute are reached at 200 interactions a minute",
	])}
}

test_silent_on_a_few if {
	count(rule.findings) == 0 with input as enters({"perInteraction": {"expected": 5}})
}

test_silent_where_no_interaction_starts if {
	count(rule.findings) == 0 with input as enters({"entry": false})
}

test_parameter if {
	count(rule.findings) == 0 with input as object.union(enters({}), {"params": {"max_expected": 15}})
}
