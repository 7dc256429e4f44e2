package archlint.rules.outage_blast_test

import data.archlint.fixtures
import data.archlint.rules.outage_blast as rule

hangs(changes) := {"flows": [fixtures.flow({"calls": [fixtures.call({})]})], "outages": [object.union(
	{
		"dataAction": "Get Order", "integration": "Shop", "timeoutSeconds": 60, "slots": {"expected": 136, "peak": 171},
		"limit": 50, "refused": 0.64, "safeTimeoutSeconds": 14.02, "verdict": "exceeded", "affected": [], "assumptions": [],
	},
	changes,
)]}

test_exhausts_the_slots if {
	messages := {f.message | some f in rule.findings with input as hangs({})}
	messages == {`when the endpoint of data action "Get Order" hangs, its calls need 171 of 50 slots, and 64 % of all executions are refused; a timeout of 14 s is safe`}
}

test_fires_at_the_first_call if {
	some f in rule.findings with input as hangs({})
	f.at.node == "17"
}

test_no_safe_timeout if {
	some f in rule.findings with input as hangs({"safeTimeoutSeconds": 0})
	endswith(f.message, "; no timeout is short enough")
}

test_unknown_figures_are_left_out if {
	some f in rule.findings with input as hangs({"refused": null, "safeTimeoutSeconds": null})
	endswith(f.message, "its calls need 171 of 50 slots")
}

test_silent_otherwise if {
	every verdict in ["ok", "warning", "unknown"] {
		count(rule.findings) == 0 with input as hangs({"verdict": verdict})
	}
}

test_silent_without_traffic if {
	count(rule.findings) == 0 with input as hangs({"slots": null})
}
