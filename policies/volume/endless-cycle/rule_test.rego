package archlint.rules.endless_cycle_test

import data.archlint.fixtures
import data.archlint.rules.endless_cycle as rule

cycle(changes) := fixtures.flow_input({"loops": [fixtures.loop(object.union(
	{"form": "jump", "kind": "unclassified", "count": null, "countText": "", "countKind": "", "name": "Main"},
	changes,
))]})

test_no_way_out if {
	messages := {f.message | some f in rule.findings with input as cycle({})}
	messages == {`the cycle through "Main" in "Main" of 3 actions has no way out: only Genesys Cloud's cap of 10,000 actions ends it`}
}

test_silent_with_an_exit if {
	exit := object.union(fixtures.place, {"name": "Done?", "output": "yes", "how": "jump"})
	count(rule.findings) == 0 with input as cycle({"exits": [exit]})
}

test_silent_where_a_person_can_leave if {
	count(rule.findings) == 0 with input as cycle({"kind": "callerDriven"})
	count(rule.findings) == 0 with input as cycle({"asksPerson": true})
}

test_silent_on_loops_that_end_by_themselves if {
	count(rule.findings) == 0 with input as cycle({"form": "loop", "count": 5})
	count(rule.findings) == 0 with input as cycle({"form": "loopTask", "kind": "waiting"})
}

test_silent_while_waiting_in_a_queue if {
	count(rule.findings) == 0 with input as cycle({"kind": "waiting"})
}

test_without_a_name if {
	some f in rule.findings with input as cycle({"name": ""})
	startswith(f.message, "this cycle of 3 actions")
}
