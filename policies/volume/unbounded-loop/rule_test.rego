package archlint.rules.unbounded_loop_test

import data.archlint.fixtures
import data.archlint.rules.unbounded_loop as rule

endless := {"perRun": {"min": 1, "expected": 3, "max": 2500}, "boundedBy": "platformLimit"}

jumps := {"form": "jump", "count": null, "countText": "", "countKind": ""}

test_cycle_of_jumps if {
	messages := {f.message | some f in rule.findings with input as fixtures.looping(jumps, endless)}
	messages == {concat(" ", [
		`loop "Lines" around data action "Get Order" (step "Look up order" in "Main") has no limit of its`,
		`own: only Genesys Cloud's cap of 10,000 actions ends it`,
	])}
}

test_count_from_a_variable if {
	doc := fixtures.looping({"count": null, "countText": "Flow.n", "countKind": "variable"}, endless)
	some f in rule.findings with input as doc
	contains(f.message, "its count is Flow.n")
}

test_fires_at_the_loop if {
	some f in rule.findings with input as fixtures.looping(jumps, endless)
	f.at.node == "9"
}

test_silent_with_a_count if {
	count(rule.findings) == 0 with input as fixtures.looping({}, {"perRun": {"min": 5, "expected": 5, "max": 5}, "boundedBy": "loopCount"})
}

test_silent_when_a_person_drives_it if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(jumps, {"asksPerson": true}), endless)
	count(rule.findings) == 0 with input as fixtures.looping(object.union(jumps, {"kind": "callerDriven"}), endless)
}

test_silent_on_retries_which_have_a_rule_of_their_own if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(jumps, {"kind": "retry"}), endless)
}

test_silent_without_a_call if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(jumps, {"calls": []}), endless)
}

test_silent_when_the_count_is_a_placeholder if {
	count(rule.findings) == 0 with input as fixtures.looping({"count": null, "countText": "{{n}}", "countKind": "unknown"}, endless)
}

test_silent_on_a_count_inside_something_endless if {
	count(rule.findings) == 0 with input as fixtures.looping({"count": 3}, endless)
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as fixtures.looping(
		{"count": null, "countText": "Count(Flow.ids)", "countKind": "expression"},
		endless,
	)
}
