# METADATA
# title: Data action sends data unencrypted
# description: >-
#   The URL of the data action begins with http://. What the flow sends and gets, often personal data and
#   credentials, crosses the network readable, and the platform's web services integration is specified for HTTPS.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_action
#     description: the request URL template of a data action
# custom:
#   id: plain-http
#   category: security
#   severity: error
#   confidence: proven
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Use https:// in the URL.
package archlint.rules.plain_http

findings contains {"at": action, "message": message, "evidence": {"url": action.url}} if {
	some action in input.org.dataActions
	startswith(lower(action.url), "http://")
	message := sprintf("data action %q sends its requests unencrypted to %s", [action.name, action.url])
}
