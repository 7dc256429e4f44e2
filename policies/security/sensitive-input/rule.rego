# METADATA
# title: Sensitive data goes into an ordinary data action
# description: >-
#   By its name the input is a card number, security code, PIN, password or social security number, and neither
#   the step nor the data action is secure: the value shows in logs, in execution history, and in the data
#   action's test tool.
# related_resources:
#   - ref: https://github.com/MyPureCloud/platform-client-sdk-go
#     description: "Action.secure: built to take sensitive data"
# custom:
#   id: sensitive-input
#   category: security
#   severity: warning
#   confidence: heuristic
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Collect and send such data in a secure call flow with a data action that is marked secure.
package archlint.rules.sensitive_input

import data.archlint.lib

findings contains {
	"at": value, "message": message, "evidence": {"input": value.name, "dataAction": call.dataAction},
	"about": value.name,
} if {
	some call in input.flow.calls
	call.reachable
	not call.secure
	not lower(input.flow.type) == "securecall"
	not secure(call)
	some value in call.inputs
	value.kind in {"variable", "expression"}
	regex.match(sensitive, words(value.name))
	message := sprintf("input %q of %s looks sensitive, and neither step nor data action is secure", [value.name, lib.called(call)])
}

secure(call) if call.definition.secure

# words parts a name: ccNumber and CC-NUMBER are cc_number.
words(name) := lower(regex.replace(regex.replace(name, `([a-z0-9])([A-Z])`, "${1}_${2}"), `[^A-Za-z0-9]+`, "_"))

sensitive := concat("|", [
	`(^|_)((credit_?|debit_?|bank_?)?card_?(number|num|no|holder|expiry)`,
	`cc|cc_?(number|num|no|exp)|pan|cvv2?|cvc2?|csc|card_?(code|security)|security_?code`,
	`pin|pin_?(code|number)|creditcard|password|passwd|passcode`,
	`ssn|social_?security(_?(number|no))?|iban|account_?pin)(_|$)`,
])
