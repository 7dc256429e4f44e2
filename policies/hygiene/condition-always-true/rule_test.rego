package archlint.rules.condition_always_true_test

import data.archlint.fixtures
import data.archlint.rules.condition_always_true as rule

settled(changes) := fixtures.flow_input({
	"settledConditions": [fixtures.settled(changes)],
	"calls": [fixtures.call({}), fixtures.call({"node": "18", "name": "Ask again"})],
})

messages(changes) := {f.message | some f in rule.findings with input as settled(changes)}

test_never_true if {
	messages({}) == {concat(" ", [
		`condition Flow.asked of step "Found?" in "Main" is never true, because Flow.asked is always false:`,
		`the 2 steps after "yes" never run`,
	])}
}

test_always_true if {
	messages({
		"always": "yes", "never": ["no"], "cutOff": 1, "condition": "Flow.tries < 3",
		"values": [{"variable": "Flow.tries", "value": null}],
	}) == {
		`condition Flow.tries < 3 of step "Found?" in "Main" is always true: the step after "no" never runs`,
	}
}

test_case if {
	messages({
		"always": "", "never": ["case:1", "default"],
		"values": [],
	}) == {`no run takes case 2, the default output of step "Found?" in "Main": the 2 steps after it never run`}
}

test_one_case_and_no_default if {
	messages({
		"always": "case:0", "never": ["default"],
		"values": [],
	}) == {`no run takes the default output of step "Found?" in "Main": the 2 steps after it never run`}
}

test_a_data_action_behind_it if {
	messages({"calls": ["17"]}) == {
		concat(" ", [
			`condition Flow.asked of step "Found?" in "Main" is never true, because Flow.asked is always false:`,
			`data action "Get Order" (step "Look up order" in "Main") never runs`,
		]),
	}
}

test_nothing_but_a_data_action_behind_it if {
	some message in messages({"calls": ["17"], "cutOff": 1})
	endswith(message, `data action "Get Order" (step "Look up order" in "Main") never runs`)
}

test_data_actions_behind_it if {
	some message in messages({"calls": ["17", "18"]})
	endswith(message, concat(" ", [
		`data action "Get Order" (step "Ask again" in "Main"), data action "Get Order" (step "Look up order"`,
		`in "Main") never run`,
	]))
}

test_silent_on_a_setting if {
	count(messages({"setting": true})) == 0
}

test_silent_where_the_cause_is_elsewhere if {
	count(messages({"follows": true})) == 0
}

test_silent_where_nothing_is_cut_off if {
	count(messages({"cutOff": 0})) == 0
}

test_silent_on_a_default_that_is_spare if {
	count(messages({"always": "", "never": ["default"]})) == 0
}

test_silent_without_settled_conditions if {
	count(rule.findings) == 0 with input as fixtures.flow_input({})
}
