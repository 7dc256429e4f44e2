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

findings contains {"at": value, "message": message, "evidence": {"input": value.name, "dataAction": call.dataAction}, "about": value.name} if {
	some call in input.flow.calls
	call.reachable
	not call.secure
	not lower(input.flow.type) == "securecall"
	not secure(call)
	some value in call.inputs
	value.kind in {"variable", "expression"}
	regex.match(sensitive, value.name)
	message := sprintf("input %q of %s looks sensitive, and neither step nor data action is secure", [value.name, lib.called(call)])
}

secure(call) if call.definition.secure

sensitive := `(?i)(^|[^a-z])(card_?-?(number|no|num)|cvv2?|cvc|pin(_?code)?|password|passwd|ssn|social_?security_?(number|no)?|iban)([^a-z]|$)|cardNumber|creditCard`
