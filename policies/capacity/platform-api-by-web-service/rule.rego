# METADATA
# title: Web services data action calls the platform itself
# description: >-
#   The data action belongs to a web services integration, yet its URL is Genesys Cloud's own API. Its requests
#   count against the platform's limits all the same, under a single token that somebody has to renew, while a
#   Genesys Cloud data action has several tokens and renews them itself.
# related_resources:
#   - ref: https://community.genesys.com/discussion/api-rate-limit-question
#     description: "vendor staff: data actions make public API calls"
#   - ref: https://developer.genesys.cloud/organization/organization/limits
#     description: the platform's limits
# custom:
#   id: platform-api-by-web-service
#   category: capacity
#   severity: warning
#   confidence: proven
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Move the data action to a Genesys Cloud data actions integration with an OAuth client of its own.
package archlint.rules.platform_api_by_web_service

findings contains {"at": action, "message": message, "evidence": {"url": action.url, "integrationType": action.integrationType}} if {
	some action in input.org.dataActions
	action.integrationType == "custom-rest-actions"
	action.platformApi == "yes"
	message := sprintf("data action %q calls the platform's API through %s: one token, 300 requests a minute", [action.name, through(action)])
}

through(action) := sprintf("the web services integration %q", [action.integration]) if action.integration != ""

through(action) := "a web services integration" if action.integration == ""
