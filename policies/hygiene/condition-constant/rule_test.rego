package archlint.rules.condition_constant_test

import data.archlint.fixtures
import data.archlint.rules.condition_constant as rule

decides(node, value) := fixtures.flow_input({"nodes": [fixtures.node(object.union(
	{
		"kind": "decision", "name": "Open?",
		"values": [fixtures.value(object.union({"name": "condition", "text": "true", "constant": "true"}, value))],
	},
	node,
))]})

test_always_true if {
	messages := {f.message | some f in rule.findings with input as decides({}, {})}
	messages == {`decision "Open?" in "Main" always takes its "yes" output: its condition reads nothing`}
}

test_always_false if {
	some f in rule.findings with input as decides({}, {"kind": "expression", "text": "1 == 2", "constant": "False"})
	contains(f.message, `takes its "no" output`)
}

test_silent_where_it_is_no_such_condition if {
	every changes in [{"constant": ""}, {"constant": "5"}, {"name": "expression"}, {"known": false}] {
		count(rule.findings) == 0 with input as decides({}, changes)
	}
	every changes in [{"kind": "switch"}, {"reachable": false}, {"disabled": true}] {
		count(rule.findings) == 0 with input as decides(changes, {})
	}
}
