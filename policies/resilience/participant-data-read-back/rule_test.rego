package archlint.rules.participant_data_read_back_test

import data.archlint.fixtures
import data.archlint.rules.participant_data_read_back as rule

reads(changes) := fixtures.flow_input({
	"nodes": [fixtures.node({"node": "5", "name": "Keep it", "kind": "setParticipantData"})],
	"calls": [fixtures.call(object.union({"participantDataSet": [object.union(fixtures.place, {"node": "5"})], "definition": get}, changes))],
})

get := fixtures.definition({"method": "GET", "url": "/api/v2/conversations/${input.id}", "platformApi": "yes"})

test_at_once if {
	messages := {f.message | some f in rule.findings with input as reads({})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") reads the conversation from the API right`,
		`after step "Keep it" in "Main" set participant data: the API may not have the values for up to 10 s`,
	])}
}

test_step_of_a_module if {
	some f in rule.findings with input as reads({"participantDataSet": [object.union(fixtures.place, {"node": "99"})]})
	contains(f.message, "right after a step set")
}

test_silent_otherwise if {
	every changes in [
		{"participantDataSet": []}, {"reachable": false}, {"definition": null},
		{"definition": object.union(get, {"method": "PATCH"})},
		{"definition": object.union(get, {"platformApi": "unknown"})},
		{"definition": object.union(get, {"url": "/api/v2/users/me"})},
	] {
		count(rule.findings) == 0 with input as reads(changes)
	}
}
