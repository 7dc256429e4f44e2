package archlint.rules.polling_test

import data.archlint.fixtures
import data.archlint.rules.polling as rule

polls := {"kind": "polling", "hasWait": true, "waitSeconds": 5, "exitDependsOn": ["17"]}

often := {"perRun": {"min": 1, "expected": 4.2, "max": 12}, "boundedBy": "loopCount"}

test_names_pace_and_bound if {
	messages := {f.message | some f in rule.findings with input as fixtures.looping(polls, often)}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") is polled in loop "Lines" every 5 s: up to`,
		`12 times in one run, 4.2 expected (assumed)`,
	])}
}

test_fires_at_the_call_that_the_exit_waits_for if {
	other := fixtures.call({"node": "18", "dataAction": "Log"})
	doc := fixtures.flow_input({"loops": [fixtures.loop(polls)], "calls": [fixtures.call(often), other]})
	nodes := {f.at.node | some f in rule.findings with input as doc}
	nodes == {"17"}
}

test_fires_only_where_the_condition_reads_the_answer if {
	follows := fixtures.call({"node": "18", "dataAction": "Set presence"})
	seen := [
		{"what": "exitReadsResult", "call": "17", "variable": "Flow.status", "written": "17", "read": "20"},
		{"what": "waitBetween", "call": "18", "variable": "", "written": "", "read": ""},
		{"what": "exitReadsResult", "call": "", "variable": "Flow.x", "written": "", "read": ""},
	]
	doc := fixtures.flow_input({
		"loops": [fixtures.loop(object.union(polls, {"exitDependsOn": ["17", "18"], "evidence": seen}))],
		"calls": [fixtures.call(often), follows],
	})
	nodes := {f.at.node | some f in rule.findings with input as doc}
	nodes == {"17"}
}

test_unknown_wait_is_left_out if {
	some f in rule.findings with input as fixtures.looping(object.union(polls, {"waitSeconds": null}), often)
	contains(f.message, `in loop "Lines": up to`)
}

test_silent_on_other_loops if {
	every kind in ["iteration", "retry", "waiting", "callerDriven", "unclassified"] {
		count(rule.findings) == 0 with input as fixtures.looping(object.union(polls, {"kind": kind}), often)
	}
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.looping(polls, {"reachable": false})
}

test_names_the_topic if {
	topic := fixtures.alternative({"topics": ["v2.x.{id}", "v2.y"]})
	some f in rule.findings with input as fixtures.looping(polls, object.union(often, {"alternative": topic}))
	endswith(f.message, "4.2 expected (assumed); one of 2 topics, such as v2.x.{id}, reports the change")
}

test_names_the_trigger if {
	topic := fixtures.alternative({"topics": ["v2.x.{id}"], "trigger": true})
	some f in rule.findings with input as fixtures.looping(polls, object.union(often, {"alternative": topic}))
	endswith(f.message, "4.2 expected (assumed); a trigger on the topic v2.x.{id} can start a workflow instead")
}

test_names_nothing_when_only_an_action_replaces_it if {
	builtin := fixtures.alternative({"builtIn": "Find Queue"})
	some f in rule.findings with input as fixtures.looping(polls, object.union(often, {"alternative": builtin}))
	endswith(f.message, "4.2 expected (assumed)")
}

test_all_calls_when_it_is_unknown_what_the_exit_waits_for if {
	some f in rule.findings with input as fixtures.looping(object.union(polls, {"exitDependsOn": []}), often)
	f.at.node == "17"
}

test_silent_in_a_loop_over_items if {
	count(rule.findings) == 0 with input as fixtures.looping(object.union(polls, {"countText": "Count(Flow.ids)"}), often)
}
