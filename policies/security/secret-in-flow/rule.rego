# METADATA
# title: Secret is written in the flow
# description: >-
#   An input named like a password, token or key holds literal text. Everybody who may view the flow, its exports
#   and its version history can read it, and it cannot be changed without publishing the flow again.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_credential
#     description: credentials of an integration, kept apart from its data actions
# custom:
#   id: secret-in-flow
#   category: security
#   severity: error
#   confidence: heuristic
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the secret in the integration's credentials, and let the data action's request template read it from
#     there.
package archlint.rules.secret_in_flow

import data.archlint.lib

findings contains {"at": value, "message": message, "evidence": {"input": value.name, "length": count(value.text)}, "about": value.name} if {
	some call in input.flow.calls
	some value in call.inputs
	value.known
	value.kind == "literal"
	count(value.text) >= 8
	regex.match(`(?i)(password|passwd|secret|api_?-?key|access_?-?token|auth_?-?token|bearer|client_?-?secret|private_?-?key)`, value.name)
	message := sprintf("input %q of %s holds a literal of %d characters: a secret that everybody who sees the flow can read", [
		value.name, lib.called(call), count(value.text),
	])
}
