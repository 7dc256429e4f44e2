package archlint.rules.duplicate_call_test

import data.archlint.fixtures
import data.archlint.rules.duplicate_call as rule

test_names_the_earlier_call if {
	doc := fixtures.calling({}, {"repeatOf": [object.union(fixtures.place, {"line": 4, "node": "3"})]})
	messages := {f.message | some f in rule.findings with input as doc}
	messages == {`data action "Get Order" (step "Look up order") is called with the same inputs as at line 4, and nothing that goes into it has changed since`}
}

test_silent_on_a_first_call if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"reachable": false, "repeatOf": [fixtures.place]})
}
