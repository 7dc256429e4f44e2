package archlint.rules.flow_size_test

import data.archlint.fixtures
import data.archlint.rules.flow_size as rule

sized(changes) := object.union(fixtures.flow_input(changes), {"params": {"max_percent": 70}})

test_red if {
	messages := {f.message | some f in rule.findings with input as sized({"format": "platform", "publishBytes": 5000000})}
	messages == {"the configuration of this flow has 5 MB, 79.5 % of what Architect saves: from 98 % on it cannot be published"}
}

test_full if {
	messages := {f.message | some f in rule.findings with input as sized({"format": "i3", "publishBytes": 6165627})}
	messages == {concat(" ", [
		"the configuration of this flow has 6.2 MB, 98 % of what Architect saves: from 98 % on it cannot be",
		"published, so this one cannot",
	])}
}

test_yaml_is_the_least if {
	messages := {f.message | some f in rule.findings with input as sized({"publishBytes": 4500000})}
	messages == {"the configuration of this flow has at least 4.5 MB, 71.5 % of what Architect saves: from 98 % on it cannot be published"}
}

test_at_the_bound if {
	count(rule.findings) == 1 with input as sized({"publishBytes": 4404020})
	count(rule.findings) == 0 with input as sized({"publishBytes": 4404019})
}

test_the_bound_is_a_setting if {
	some f in rule.findings with input as object.union(sized({"format": "platform", "publishBytes": 650000}), {"params": {"max_percent": 10}})
	startswith(f.message, "the configuration of this flow has 650 kB, 10.3 % of")
}

test_silent_where_it_is_not_known if {
	count(rule.findings) == 0 with input as object.union(sized({"publishBytes": 0}), {"params": {"max_percent": 0}})
}
