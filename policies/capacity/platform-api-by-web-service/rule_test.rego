package archlint.rules.platform_api_by_web_service_test

import data.archlint.fixtures
import data.archlint.rules.platform_api_by_web_service as rule

defined(changes) := object.union(fixtures.org_input([], []), {"org": {"dataActions": [fixtures.definition(changes)]}})

test_own_api if {
	messages := {f.message | some f in rule.findings with input as defined({"platformApi": "yes"})}
	messages == {concat(" ", [
		`data action "Get Order" calls the platform's API through the web services`,
		`integration "Shop": one token, 300 requests a minute`,
	])}
}

test_silent_on_other_hosts if {
	count(rule.findings) == 0 with input as defined({"platformApi": "no"})
	count(rule.findings) == 0 with input as defined({"platformApi": "unknown"})
}

test_integration_not_stated if {
	some f in rule.findings with input as defined({"platformApi": "yes", "integration": ""})
	contains(f.message, "through a web services integration:")
}

test_silent_on_the_right_integration if {
	count(rule.findings) == 0 with input as defined({"platformApi": "yes", "integrationType": "purecloud-data-actions"})
}
