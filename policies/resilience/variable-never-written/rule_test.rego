package archlint.rules.variable_never_written_test

import data.archlint.fixtures
import data.archlint.rules.variable_never_written as rule

declares(changes) := fixtures.flow_input({"variables": [object.union(
	object.union(fixtures.place, {
		"node": "Flow.state", "name": "Flow.state", "type": "string", "isInput": false, "isOutput": false,
		"hasInitial": false, "writes": 0, "reads": 2, "readBy": [{"node": "17", "name": "Shipped?", "container": "Main"}], "unsure": false,
	}),
	changes,
)]})

test_read_and_never_set if {
	messages := {f.message | some f in rule.findings with input as declares({})}
	messages == {`Flow.state is used in step "Shipped?" in "Main", but nothing sets it: it has no initial value and is no input`}
	some one in rule.findings with input as declares({"readBy": []})
	contains(one.message, "in 2 places,")
}

test_silent_where_something_may_set_it if {
	every changes in [{"writes": 1}, {"hasInitial": true}, {"isInput": true}, {"unsure": true}, {"reads": 0}] {
		count(rule.findings) == 0 with input as declares(changes)
	}
}
