package archlint.rules.exit_never_changes_test

import data.archlint.fixtures
import data.archlint.rules.exit_never_changes as rule

fixed(changes) := fixtures.flow_input({"loops": [fixtures.loop(object.union(
	{"exitsFixed": true, "exitReads": [fixtures.read("Flow.done")]},
	changes,
))]})

test_counted if {
	messages := {f.message | some f in rule.findings with input as fixed({})}
	messages == {`loop "Lines" in "Main" is left depending on Flow.done, which nothing in it changes: it runs all 5 passes or one`}
}

test_without_a_count if {
	messages := {f.message | some f in rule.findings with input as fixed({"count": null, "form": "jump", "countText": "", "countKind": ""})}
	messages == {`loop "Lines" in "Main" is left depending on Flow.done, which nothing in it changes`}
}

test_silent_when_something_changes if {
	count(rule.findings) == 0 with input as fixed({"exitsFixed": false})
}

test_silent_in_a_queue if {
	count(rule.findings) == 0 with input as fixed({"kind": "waiting"})
}

test_silent_when_it_is_unknown_what_the_exit_reads if {
	count(rule.findings) == 0 with input as fixed({"exitReads": []})
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as fixed({"kind": "iteration"})
	count(rule.findings) == 0 with input as fixed({"count": null, "countText": "Count(Flow.ids)"})
}
