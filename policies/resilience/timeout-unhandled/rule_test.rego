package archlint.rules.timeout_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.timeout_unhandled as rule

unhandled(changes) := object.union({"outputs": {"success": "empty", "timeout": "empty"}}, changes)

test_read_afterwards if {
	doc := fixtures.calling({}, unhandled({"readAfterTimeout": [fixtures.read("Flow.status")]}))
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {concat(" ", [
		`timeout of data action "Get Order" (step "Look up order" in "Main") is not handled, only its failure`,
		`is: Flow.status is used in "Say status" but only set when the call succeeds`,
	])}
}

test_caller_left_alone if {
	doc := fixtures.calling({"voice": true}, {"outputs": {"timeout": "empty"}, "unhandledPath": "ends", "skipped": ["Say status"]})
	some f in rule.findings with input as doc
	endswith(f.message, `the run ends without "Say status"`)
}

test_silent_where_failure_is_not_handled_either if {
	doc := fixtures.calling({}, unhandled({
		"outputs": {"failure": "empty", "timeout": "empty"},
		"readAfterTimeout": [fixtures.read("Flow.status")],
	}))
	count(rule.findings) == 0 with input as doc
}

test_silent_when_nothing_depends_on_it if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true}, unhandled({}))
	count(rule.findings) == 0 with input as fixtures.calling({}, {"outputs": {"timeout": "empty"}})
}

test_silent_when_connected if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"readAfterTimeout": [fixtures.read("Flow.status")]})
}

test_silent_when_out_of_service if {
	doc := fixtures.calling({}, {"outputs": {"timeout": "outOfService"}, "readAfterTimeout": [fixtures.read("Flow.status")]})
	count(rule.findings) == 0 with input as doc
}

test_silent_when_unreachable if {
	doc := fixtures.calling({}, unhandled({"reachable": false, "readAfterTimeout": [fixtures.read("Flow.status")]}))
	count(rule.findings) == 0 with input as doc
}
