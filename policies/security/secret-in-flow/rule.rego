# METADATA
# title: Secret is written in the flow
# description: >-
#   An input named like a password, key or header of credentials holds literal text, or any input holds what can
#   only be a credential: "Bearer ..." with a token, a signed token, a private key. Everybody who may view the
#   flow, its exports and its version history can read it, and it cannot be changed without publishing the flow
#   again.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_credential
#     description: credentials of an integration, kept apart from its data actions
# custom:
#   id: secret-in-flow
#   category: security
#   severity: error
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the secret in the integration's credentials, and let the data action's request template read it from
#     there.
package archlint.rules.secret_in_flow

import data.archlint.lib

findings contains {
	"at": given, "message": message, "evidence": {"input": given.input, "length": count(given.text)}, "about": given.input,
	"severity": grave(given),
} if {
	some call in input.flow.calls
	some given in call.texts
	secret(given)
	message := sprintf("input %q of %s holds a secret of %d characters that everybody who sees the flow can read", [
		given.input, lib.called(call), count(given.text),
	])
}

# grave: a text that can be nothing else is proven, one that only its input's name gives away is not.
grave(given) := "error" if credential(given)

grave(given) := "warning" if not credential(given)

# secret: the name says so, and the text can be one.
secret(given) if {
	count(given.text) >= 8
	not regex.match(`\s|^https?:|^(?i:true|false|bearer|basic)$`, given.text)
	regex.match(secret_name, given.input)
}

secret(given) if credential(given)

secret_name := concat("|", [
	`(?i)(password|passwd|secret|bearer`,
	`(api|subscription|functions|private)[_-]?key`,
	`(access|auth)[_-]?token)`,
])

# credential: the header of credentials with a scheme and what follows it, or with a token alone.
credential(given) if {
	regex.match(`(?i)^(x-)?(proxy-)?auth(orization|entication)?$`, given.input)
	regex.match(`^(?i:bearer|basic|apikey|token)\s+\S{8,}$|^[A-Za-z0-9._~+/=-]{20,}$`, given.text)
}

# What can be nothing else, whatever its name: a credential with its scheme, a signed token, well-known keys.
credential(given) if {
	regex.match(well_known, given.text)
}

well_known := concat("|", [
	`^(?i:bearer|basic)\s+[A-Za-z0-9._~+/=-]{12,}$`,
	`^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.`,
	`^AKIA[0-9A-Z]{16}$`,
	`^(sk|rk)_live_`,
	`^gh[pousr]_[A-Za-z0-9]{20,}`,
	`-----BEGIN [A-Z ]*PRIVATE KEY`,
])
