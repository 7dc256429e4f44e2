package archlint.rules.sensitive_input_test

import data.archlint.fixtures
import data.archlint.rules.sensitive_input as rule

sends(name, changes) := fixtures.calling(
	{},
	object.union({"inputs": [fixtures.value({"name": name, "kind": "variable", "text": "Flow.x"})]}, changes),
)

test_card_number if {
	messages := {f.message | some f in rule.findings with input as sends("cardNumber", {})}
	messages == {concat(" ", [
		`input "cardNumber" of data action "Get Order" (step "Look up order" in "Main") looks sensitive, and`,
		`neither step nor data action is secure`,
	])}
}

test_others if {
	every name in [
		"CVV", "cvv2", "pin", "customer_pin", "PASSWORD", "ssn", "card_number", "ccNumber", "CC", "pan", "customerPin",
		"creditCardNumber", "securityCode", "SocialSecurityNumber",
	] {
		count(rule.findings) == 1 with input as sends(name, {})
	}
}

test_silent_on_other_names if {
	every name in ["shipping", "pinned", "cardType", "spin", "orderId", "panel", "company", "account", "expansion", "postcode"] {
		count(rule.findings) == 0 with input as sends(name, {})
	}
}

test_silent_when_secure if {
	count(rule.findings) == 0 with input as sends("pin", {"secure": true})
	count(rule.findings) == 0 with input as sends("pin", {"definition": fixtures.definition({"secure": true})})
}

test_silent_when_not_set_or_unknown if {
	every kind in ["notSet", "unknown", "literal"] {
		count(rule.findings) == 0 with input as sends("pin", {"inputs": [fixtures.value({"name": "pin", "kind": kind, "known": false})]})
	}
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as sends("pin", {"reachable": false})
}

test_silent_in_a_secure_flow if {
	count(rule.findings) == 0 with input as object.union(sends("pin", {}), {"flow": {"type": "securecall"}})
}
