# METADATA
# title: Secret is written in the URL of a data action
# description: >-
#   A query parameter named like a key or token has literal text in the data action's URL template. It shows in
#   exports, in logs of every system on the way, and in the version history.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_credential
#     description: credentials of an integration, kept apart from its data actions
# custom:
#   id: secret-in-url
#   category: security
#   severity: error
#   confidence: heuristic
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Send it in a header that is filled from the integration's credentials.
package archlint.rules.secret_in_url

import data.archlint.lib

findings contains {
	"at": action, "message": message, "evidence": {"parameter": parameter}, "about": [action.name, parameter],
	"severity": grave(match[2]),
} if {
	some action in input.org.dataActions
	some match in regex.find_all_string_submatch_n(`[?&]([A-Za-z_-]*(?:[Kk]ey|[Tt]oken|[Ss]ecret|[Pp]assword))=([^&$#]{8,})`, action.url, -1)
	not lib.dummy(match[2])
	parameter := match[1]
	message := sprintf("the URL of data action %q holds the literal value of %q", [action.name, parameter])
}

# grave: letters and digits mixed, as keys are made, are hardly a word.
grave(text) := "error" if mixed(text)

grave(text) := "warning" if not mixed(text)

mixed(text) if {
	count(text) >= 16
	regex.match(`[0-9]`, text)
	regex.match(`[A-Za-z]`, text)
}
