package archlint.rules.failure_unhandled_test

import data.archlint.fixtures
import data.archlint.rules.failure_unhandled as rule

unhandled(changes) := object.union({"outputs": {"success": "empty", "failure": "empty"}}, changes)

test_read_afterwards if {
	doc := fixtures.calling({}, unhandled({"readAfterFailure": [fixtures.read("Flow.status")]}))
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`failure of data action "Get Order" (step "Look up order") is not handled: Flow.status is read although only its success writes it`}
}

test_several_reads if {
	reads := [fixtures.read(v) | some v in ["Flow.a", "Flow.b", "Flow.c", "Flow.d"]]
	some f in rule.findings with input as fixtures.calling({}, unhandled({"readAfterFailure": reads}))
	contains(f.message, "Flow.a, Flow.b, Flow.c and 1 more are read although only its success writes them")
}

test_called_again if {
	some f in rule.findings with input as fixtures.calling({}, unhandled({"repeatsAfterFailure": true}))
	contains(f.message, "the loop around it calls again")
}

test_caller_left_alone if {
	doc := fixtures.calling({"voice": true}, {"outputs": {"success": "connected", "failure": "empty"}})
	some f in rule.findings with input as doc
	contains(f.message, "a caller on the line goes on")
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
