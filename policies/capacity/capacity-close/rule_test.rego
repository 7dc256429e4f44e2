package archlint.rules.capacity_close_test

import data.archlint.fixtures
import data.archlint.rules.capacity_close as rule

demand := {"expected": 2500, "peak": 2900.26, "basis": "given", "basisExecutions": 0, "basisDays": 0}

judged(verdict) := fixtures.org_input([], [fixtures.limit({"verdict": verdict, "demand": demand})])

test_names_demand_limit_and_break_even if {
	messages := {f.message | some f in rule.findings with input as judged("warning")}
	messages == {concat(" ", [
		"Data action executions: peak demand 2,900.3 (given) of 2,500 per minute (dataactions/requests.volume.max);",
		"reached at 2,400 interactions/min",
	])}
}

test_without_a_break_even if {
	limit := fixtures.limit({"verdict": "warning", "breakEven": {"interactionsPerMinute": null}})
	some f in rule.findings with input as fixtures.org_input([], [limit])
	endswith(f.message, "(dataactions/requests.volume.max)")
}

test_silent_otherwise if {
	every verdict in ["ok", "exceeded", "unknown"] {
		count(rule.findings) == 0 with input as judged(verdict)
	}
}

test_silent_without_demand if {
	count(rule.findings) == 0 with input as fixtures.org_input([], [fixtures.limit({"verdict": "warning", "demand": null})])
}
