package archlint.rules.default_name_test

import data.archlint.fixtures
import data.archlint.rules.default_name as rule

named(names) := object.union(
	fixtures.flow_input({"calls": [fixtures.call({"name": name, "node": name, "line": i}) | some i, name in names]}),
	{"params": {"max_steps": 1}},
)

test_two if {
	messages := {f.message | some f in rule.findings with input as named(["Call Data Action", "Get order", "Call Data Action"])}
	messages == {`2 data action steps of this flow have the default name (they call Get Order): history and reports cannot tell them apart`}
}

test_silent_on_one if {
	count(rule.findings) == 0 with input as named(["Call Data Action", "Get order"])
}

test_silent_on_names if {
	count(rule.findings) == 0 with input as named(["Get order", "Get customer"])
}
