package archlint.rules.timeout_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.timeout_unhandled as rule

unhandled(changes) := object.union({"outputs": {"success": "empty", "timeout": "empty"}}, changes)

test_read_afterwards if {
	doc := fixtures.calling({}, unhandled({"readAfterTimeout": [fixtures.read("Flow.status")]}))
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`timeout of data action "Get Order" (step "Look up order") is not handled: Flow.status is read although only its success writes it`}
}

test_several_reads if {
	reads := [fixtures.read(v) | some v in ["Flow.a", "Flow.b", "Flow.c", "Flow.d"]]
	some f in rule.findings with input as fixtures.calling({}, unhandled({"readAfterTimeout": reads}))
	contains(f.message, "Flow.a, Flow.b, Flow.c and 1 more are read although only its success writes them")
}

test_called_again if {
	some f in rule.findings with input as fixtures.calling({}, unhandled({"repeatsAfterFailure": true}))
	contains(f.message, "the loop around it calls again")
}

test_caller_left_alone if {
	doc := fixtures.calling({"voice": true}, {"outputs": {"success": "connected", "timeout": "empty"}})
	some f in rule.findings with input as doc
	contains(f.message, "a caller on the line goes on")
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
