package archlint.rules.action_budget_test

import data.archlint.fixtures
import data.archlint.rules.action_budget as rule

test_too_many if {
	messages := {f.message | some f in rule.findings with input as fixtures.flow_input({"maxActions": 29703, "loops": [fixtures.loop({})]})}
	messages == {"the loops of this flow add up to as many as 29703 actions in one run: Genesys Cloud stops it at 10,000"}
}

test_silent_at_the_cap if {
	count(rule.findings) == 0 with input as fixtures.flow_input({"maxActions": 10000})
}

test_silent_when_the_flow_has_no_bound_of_its_own if {
	count(rule.findings) == 0 with input as fixtures.flow_input({"maxActions": null})
}

test_blames_no_loops_where_there_are_none if {
	some f in rule.findings with input as fixtures.flow_input({"maxActions": 29703})
	startswith(f.message, "the steps of this flow add up")
}
