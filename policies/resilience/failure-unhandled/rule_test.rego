package archlint.rules.failure_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.failure_unhandled as rule

unhandled(changes) := object.union({"outputs": {"success": "empty", "failure": "empty"}}, changes)

neither(changes) := object.union({"outputs": {"success": "empty", "failure": "empty", "timeout": "empty"}}, changes)

test_names_both if {
	doc := fixtures.calling({}, neither({
		"readAfterFailure": [fixtures.read("Flow.status")],
		"readAfterTimeout": [fixtures.read("Flow.status")],
	}))
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {concat(" ", [
		`failure and timeout of data action "Get Order" (step "Look up order" in "Main") are not handled:`,
		`Flow.status is used in "Say status" but only set when the call succeeds`,
	])}
}

test_failure_alone if {
	doc := fixtures.calling({}, unhandled({
		"readAfterFailure": [fixtures.read("Flow.status")],
		"readAfterTimeout": [fixtures.read("Flow.other")],
	}))
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {concat(" ", [
		`failure of data action "Get Order" (step "Look up order" in "Main") is not handled: Flow.status is`,
		`used in "Say status" but only set when the call succeeds`,
	])}
}

test_only_the_timeout_does_harm if {
	some f in rule.findings with input as fixtures.calling({}, neither({"readAfterTimeout": [fixtures.read("Flow.status")]}))
	contains(f.message, "Flow.status is used")
}

test_severity if {
	severities("decision") == {"error"}
	severities("setParticipantData") == {"warning"}
}

severities(kind) := found if {
	doc := fixtures.calling({}, unhandled({"readAfterFailure": [fixtures.read_by("Flow.status", kind)]}))
	found := {f.severity | some f in rule.findings} with input as doc
}

test_caller_left_alone if {
	doc := fixtures.calling({"voice": true}, {"outputs": {"failure": "empty"}, "unhandledPath": "rejoins", "skipped": ["Say status"]})
	some f in rule.findings with input as doc
	endswith(f.message, `is not handled: the call continues without "Say status"`)
	f.severity == "warning"
}

test_silent_in_a_loop_over_items if {
	doc := fixtures.looping({"kind": "iteration", "countText": "Count(Flow.ids)"}, unhandled({"repeatsAfterFailure": true}))
	count(rule.findings) == 0 with input as doc
}

test_silent_when_nothing_depends_on_it if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true}, unhandled({}))
	count(rule.findings) == 0 with input as fixtures.calling({}, {"outputs": {"failure": "empty"}})
}

test_silent_when_connected if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"readAfterFailure": [fixtures.read("Flow.status")]})
}

test_silent_when_out_of_service if {
	doc := fixtures.calling({}, {"outputs": {"failure": "outOfService"}, "readAfterFailure": [fixtures.read("Flow.status")]})
	count(rule.findings) == 0 with input as doc
}

test_silent_when_unreachable if {
	doc := fixtures.calling({}, unhandled({"reachable": false, "readAfterFailure": [fixtures.read("Flow.status")]}))
	count(rule.findings) == 0 with input as doc
}
