package archlint.rules.retry_unbounded_test

import data.archlint.fixtures
import data.archlint.rules.retry_unbounded as rule

retries := {"form": "jump", "count": null, "countText": "", "countKind": "", "kind": "retry", "hasWait": true}

endless := {"perRun": {"min": 1, "expected": 1, "max": 2500}, "boundedBy": "platformLimit"}

test_cycle_of_jumps if {
	messages := {f.message | some f in rule.findings with input as fixtures.looping(retries, endless)}
	messages == {concat(" ", [
		`loop "Lines" retries data action "Get Order" (step "Look up order" in "Main") for as long as it`,
		`fails: only Genesys Cloud's cap of 10,000 actions ends it`,
	])}
}

test_silent_with_a_count if {
	count(rule.findings) == 0 with input as fixtures.looping(
		{"kind": "retry"},
		{"perRun": {"min": 1, "expected": 1, "max": 3}, "boundedBy": "loopCount"},
	)
}

test_silent_when_the_call_is_bounded_by_a_counter if {
	count(rule.findings) == 0 with input as fixtures.looping(
		retries,
		{"perRun": {"min": 1, "expected": 1, "max": 3}, "boundedBy": "loopCount"},
	)
}

test_silent_when_a_person_asks_for_it if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(retries, {"asksPerson": true}), endless)
}

test_silent_when_the_count_is_a_placeholder if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(retries, {"countText": "{{n}}", "countKind": "unknown"}), endless)
}

test_silent_on_other_loops if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(retries, {"kind": "polling"}), endless)
}

test_silent_on_a_count_inside_something_endless if {
	count(rule.findings) == 0 with input as fixtures.looping({"kind": "retry", "count": 3}, endless)
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as fixtures.looping(
		object.union(
			retries,
			{"countText": "Count(Flow.ids)", "countKind": "expression"},
		),
		endless,
	)
}
