package archlint.rules.definition_missing_test

import data.archlint.fixtures
import data.archlint.rules.definition_missing as rule

exported(known, changes) := object.union(
	fixtures.calling({}, object.union({"definitionMatch": "missing"}, changes)),
	{"org": {"known": known, "dataActions": [fixtures.definition({"name": "Other"})]}},
)

test_missing if {
	messages := {f.message | some f in rule.findings with input as exported(["dataActions"], {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") of integration "Shop" is not among the 1`,
		`data actions of the export`,
	])}
}

test_silent_when_found_or_undecided if {
	every match in ["found", "ambiguous", "undetermined"] {
		count(rule.findings) == 0 with input as exported(["dataActions"], {"definitionMatch": match})
	}
}

test_silent_when_the_export_does_not_tell if {
	count(rule.findings) == 0 with input as exported([], {})
	count(rule.findings) == 0 with input as exported(["queues"], {})
}

test_whole_export if {
	doc := object.union(exported([], {}), {"org": {"region": "mypurecloud.ie"}})
	count(rule.findings) == 1 with input as doc
	count(rule.findings) == 0 with input as object.union(doc, {"org": {"partial": true}})
	count(rule.findings) == 0 with input as object.union(doc, {"org": {"notReviewed": ["dataActions"]}})
}

test_silent_on_built_in_actions if {
	count(rule.findings) == 0 with input as exported(["dataActions"], {"actionId": "static_-_1"})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as exported(["dataActions"], {"reachable": false})
}
