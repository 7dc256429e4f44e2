package archlint.rules.unreachable_action_test

import data.archlint.fixtures
import data.archlint.rules.unreachable_action as rule

steps(list) := fixtures.flow_input({"nodes": [fixtures.node(changes) | some changes in list]})

test_one_finding_a_container if {
	doc := steps([
		{"reachable": false, "name": "First", "container": "Old"},
		{"reachable": false, "name": "Second", "container": "Old", "line": 12},
		{"name": "Alive"},
	])
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`no run reaches 2 actions, the first is "First", in "Old"`}
}

test_single if {
	some f in rule.findings with input as steps([{"reachable": false}])
	f.message == `no run reaches "Say hello" in "Main"`
}

test_without_a_name if {
	some f in rule.findings with input as steps([{"reachable": false, "name": "", "kind": "playAudio"}])
	f.message == `no run reaches this playAudio in "Main"`
}

test_silent_when_reached if {
	count(rule.findings) == 0 with input as steps([{}, {"name": "x"}])
}

test_silent_when_switched_off_on_purpose if {
	count(rule.findings) == 0 with input as steps([{"reachable": false, "disabled": true}])
}

test_silent_on_a_lone_disconnect if {
	count(rule.findings) == 0 with input as steps([{"reachable": false, "kind": "disconnect"}])
}
