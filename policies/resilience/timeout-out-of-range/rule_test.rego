package archlint.rules.timeout_out_of_range_test

import data.archlint.fixtures
import data.archlint.rules.timeout_out_of_range as rule

timeout(changes) := object.union(
	fixtures.org_input([], []),
	{"org": {"dataActions": [fixtures.definition(changes)]}},
)

test_too_long if {
	messages := {f.message | some f in rule.findings with input as timeout({"timeoutSeconds": 90})}
	messages == {`data action "Get Order" has a timeout of 90 s: the platform takes 1 to 60 s`}
}

test_too_long_for_a_function if {
	doc := timeout({"timeoutSeconds": 30, "integrationType": "function-data-actions"})
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`data action "Get Order" has a timeout of 30 s: the platform takes 1 to 15 s for a function`}
}

test_zero if {
	count(rule.findings) == 1 with input as timeout({"timeoutSeconds": 0})
}

test_silent_within_the_range if {
	every seconds in [1, 20, 60] {
		count(rule.findings) == 0 with input as timeout({"timeoutSeconds": seconds})
	}
}

test_silent_when_unknown if {
	count(rule.findings) == 0 with input as timeout({"timeoutSeconds": null})
}
