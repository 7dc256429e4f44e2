package archlint.rules.unchecked_input_test

import data.archlint.fixtures
import data.archlint.rules.unchecked_input as rule

gets(list, changes) := fixtures.calling({}, object.union({"fromCaller": list}, changes))

given := object.union(fixtures.place, {"input": "orderId", "variable": "Flow.digits"})

test_digits if {
	messages := {f.message | some f in rule.findings with input as gets([given], {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") gets orderId (Flow.digits) as the person`,
		`entered it: nothing checks it on the way`,
	])}
}

test_silent_when_checked_or_unknown if {
	count(rule.findings) == 0 with input as gets([], {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as gets([given], {"reachable": false})
}
