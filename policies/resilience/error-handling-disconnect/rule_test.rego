package archlint.rules.error_handling_disconnect_test

import data.archlint.fixtures
import data.archlint.rules.error_handling_disconnect as rule

test_disconnects if {
	messages := {f.message | some f in rule.findings with input as fixtures.calling({"voice": true, "errorHandling": "disconnect"}, {})}
	messages == {"a run-time error in this flow hangs up on the caller; 1 data action call can lead to one"}
}

test_silent_when_handled if {
	count(rule.findings) == 0 with input as fixtures.calling({"voice": true, "errorHandling": "queue"}, {})
}

test_the_flow_states_none if {
	messages := {f.message | some f in rule.findings with input as fixtures.calling({"voice": true}, {})}
	messages == {"a run-time error in this flow hangs up on the caller (it states no error handling); 1 data action call can lead to one"}
}

test_silent_where_nobody_listens if {
	count(rule.findings) == 0 with input as fixtures.calling({"errorHandling": "disconnect"}, {})
}

test_silent_without_calls if {
	count(rule.findings) == 0 with input as fixtures.flow_input({"voice": true, "errorHandling": "disconnect"})
}

test_silent_in_a_queue if {
	doc := fixtures.calling({"voice": true, "inQueue": true, "errorHandling": "disconnect"}, {})
	count(rule.findings) == 0 with input as doc
}

test_several_calls if {
	doc := fixtures.flow_input({"voice": true, "errorHandling": "disconnect", "calls": [fixtures.call({}), fixtures.call({"node": "18"})]})
	some f in rule.findings with input as doc
	contains(f.message, "; 2 data action calls can lead to one")
}
