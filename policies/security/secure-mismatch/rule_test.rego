package archlint.rules.secure_mismatch_test

import data.archlint.fixtures
import data.archlint.rules.secure_mismatch as rule

calls(flow, call) := fixtures.calling(flow, object.union({"definition": fixtures.definition({"secure": true})}, call))

test_ordinary_flow if {
	messages := {f.message | some f in rule.findings with input as calls({"type": "inboundcall"}, {})}
	messages == {concat(" ", [
		`data action "Get Order" (step "Look up order" in "Main") is marked secure, but this flow calls it as`,
		`an ordinary data action: it is no secure call flow`,
	])}
}

test_silent_in_a_secure_flow if {
	count(rule.findings) == 0 with input as calls({"type": "securecall"}, {})
	count(rule.findings) == 0 with input as calls({}, {"secure": true})
}

test_silent_when_not_secure if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"definition": fixtures.definition({})})
}

test_silent_without_a_definition if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as calls({"type": "inboundcall"}, {"reachable": false})
}
