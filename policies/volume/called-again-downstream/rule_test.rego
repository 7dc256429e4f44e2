package archlint.rules.called_again_downstream_test

import data.archlint.fixtures
import data.archlint.rules.called_again_downstream as rule

after(flows, more, call) := fixtures.calling(
	{"ranBefore": [{"dataAction": "Get Order", "integration": "Shop", "flows": flows, "more": more}]},
	call,
)

messages(flows, more) := {f.message | some f in rule.findings with input as after(flows, more, {})}

test_again if {
	messages(["Inbound"], false) == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") runs here in every run, and ran before in`,
		`flow "Inbound"`,
	])}
}

test_counts_others if {
	some two in messages(["A", "B"], false)
	endswith(two, `ran before in flow "A" and 1 other`)
	some four in messages(["A", "B", "C", "D"], false)
	endswith(four, `ran before in flow "A" and 3 others`)
	some many in messages(["A", "B", "C", "D"], true)
	endswith(many, `ran before in flow "A" and more than 3 others`)
}

test_silent_when_nothing_ran_before if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {})
}

test_silent_on_some_paths_only if {
	count(rule.findings) == 0 with input as after(["Inbound"], false, {"perRun": {"min": 0}})
}

test_silent_on_other_data_actions if {
	count(rule.findings) == 0 with input as after(["Inbound"], false, {"dataAction": "Other"})
	count(rule.findings) == 0 with input as after(["Inbound"], false, {"integration": "Other"})
}
