package archlint.rules.data_table_write_per_interaction_test

import data.archlint.fixtures
import data.archlint.rules.data_table_write_per_interaction as rule

writes(method, changes) := fixtures.calling({}, object.union(
	{"definition": fixtures.definition({
		"method": method, "url": "/api/v2/flows/datatables/${input.t}/rows/${input.k}",
		"platformApi": "yes",
	})},
	changes,
))

test_write if {
	messages := {f.message | some f in rule.findings with input as writes("PUT", {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") writes a data table once in each run: a`,
		`table takes 5,000 rows, a token 300 requests a minute`,
	])}
}

test_silent_on_reads if {
	count(rule.findings) == 0 with input as writes("GET", {})
}

test_silent_on_rare_paths if {
	count(rule.findings) == 0 with input as writes("PUT", {"hot": false})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as writes("PUT", {"reachable": false})
}

test_silent_on_other_requests if {
	count(rule.findings) == 0 with input as writes("PUT", {"definition": fixtures.definition({"method": "PUT", "url": "/api/v2/users/me"})})
}

test_silent_in_a_cache if {
	count(rule.findings) == 0 with input as writes("PUT", {"cache": fixtures.cache({})})
}
