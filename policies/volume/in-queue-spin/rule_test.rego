package archlint.rules.in_queue_spin_test

import data.archlint.fixtures
import data.archlint.rules.in_queue_spin as rule

waiting(changes) := fixtures.flow_input({"inQueue": true, "loops": [fixtures.loop(object.union(
	{"kind": "waiting", "form": "loopTask", "count": null, "countText": "", "countKind": "", "cycleSeconds": 0},
	changes,
))]})

test_spins if {
	messages := {f.message | some f in rule.findings with input as waiting({})}
	messages == {"a pass of this in-queue flow takes no time: 3 actions a pass reach the cap of 10,000 after 3334 passes"}
}

test_silent_with_hold_music if {
	count(rule.findings) == 0 with input as waiting({"hasWait": true, "cycleSeconds": 30})
}

test_silent_when_somebody_is_asked if {
	count(rule.findings) == 0 with input as waiting({"asksPerson": true})
}

test_silent_when_the_time_is_unknown if {
	count(rule.findings) == 0 with input as waiting({"cycleSeconds": null})
}

test_silent_on_other_loops if {
	count(rule.findings) == 0 with input as waiting({"form": "loop"})
}
