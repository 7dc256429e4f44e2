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
	not lib.dummy(given.text)
	message := sprintf("input %q of %s holds a secret of %d characters that everybody who sees the flow can read", [
		given.input, lib.called(call), count(given.text),
	])
}

# grave: a text that can be nothing else is proven, one that only its input's name gives away is not.
default grave(_) := "warning"

grave(given) := "error" if lib.credential(given.input, given.text)

# secret: the name says so, and the text can be one.
secret(given) if {
	lib.key_text(given.text)
	lib.key_name(given.input)
}

secret(given) if lib.token(given.input, given.text)

secret(given) if lib.credential(given.input, given.text)
