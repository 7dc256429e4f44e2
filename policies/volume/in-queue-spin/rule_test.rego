package archlint.rules.in_queue_spin_test

import data.archlint.fixtures
import data.archlint.rules.in_queue_spin as rule

waiting(changes, kinds) := fixtures.flow_input({
	"inQueue": true,
	"nodes": [fixtures.node({"kind": kind, "loop": "9"}) | some kind in kinds],
	"loops": [fixtures.loop(object.union(
		{"kind": "waiting", "form": "loopTask", "count": null, "countText": "", "countKind": "", "bodyActions": 3},
		changes,
	))],
})

quick := ["updateData", "decision", "setParticipantData"]

test_spins if {
	messages := {f.message | some f in rule.findings with input as waiting({}, quick)}
	messages == {"a pass of this in-queue flow takes no time: 3 actions a pass reach the cap of 10,000 after 3334 passes"}
}

test_silent_with_hold_music if {
	count(rule.findings) == 0 with input as waiting({"hasWait": true, "cycleSeconds": 30}, quick)
}

test_silent_when_somebody_is_asked if {
	count(rule.findings) == 0 with input as waiting({"asksPerson": true}, quick)
}

test_silent_when_an_action_may_take_time if {
	count(rule.findings) == 0 with input as waiting({}, ["updateData", "decision", "playAudio"])
	count(rule.findings) == 0 with input as waiting({}, ["updateData", "decision", "polishSilver"])
}

test_silent_when_some_of_it_stands_elsewhere if {
	count(rule.findings) == 0 with input as waiting({"bodyActions": 4}, quick)
}

test_silent_on_other_loops if {
	count(rule.findings) == 0 with input as waiting({"form": "loop"}, quick)
}

test_silent_in_other_flows_and_loops if {
	count(rule.findings) == 0 with input as object.union(waiting({}, quick), {"flow": {"inQueue": false}})
	count(rule.findings) == 0 with input as waiting({"kind": "callerDriven"}, quick)
}

test_silent_when_something_waits if {
	count(rule.findings) == 0 with input as waiting({"hasWait": true}, quick)
	count(rule.findings) == 0 with input as waiting({"cycleSeconds": 2}, quick)
}

test_silent_when_empty if {
	count(rule.findings) == 0 with input as waiting({"bodyActions": 0}, [])
}
