package archlint.rules.unused_result_test

import data.archlint.fixtures
import data.archlint.rules.unused_result as rule

reads(changes) := fixtures.calling({}, object.union(
	{
		"definition": fixtures.definition({"method": "GET"}),
		"outputs": {"success": "empty", "failure": "empty", "timeout": "empty"},
		"keeps": 0,
		"failureDetail": "dropped",
	},
	changes,
))

test_thrown_away if {
	messages := {f.message | some f in rule.findings with input as reads({})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") reads something (GET), and nothing later in`,
		`the flow reads or depends on the answer`,
	])}
}

test_kept_for_nothing if {
	count(rule.findings) == 1 with input as reads({"keeps": 2, "unread": ["a", "b"]})
}

test_silent_when_read if {
	count(rule.findings) == 0 with input as reads({"keeps": 2, "unread": ["a"]})
	count(rule.findings) == 0 with input as reads({"failureDetail": "read"})
}

test_silent_when_an_output_leads_on if {
	every output in ["success", "failure", "timeout"] {
		count(rule.findings) == 0 with input as reads({"outputs": {output: "connected"}})
	}
}

test_silent_when_it_writes if {
	count(rule.findings) == 0 with input as reads({"definition": fixtures.definition({"method": "POST"})})
}

test_silent_when_the_method_is_unknown if {
	count(rule.findings) == 0 with input as reads({"definition": null})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as reads({"reachable": false})
}
