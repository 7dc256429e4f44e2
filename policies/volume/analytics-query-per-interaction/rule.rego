# METADATA
# title: Analytics query for each interaction
# description: >-
#   The data action runs an analytics or statistics query of the platform. Such queries have rate limits of their
#   own that are far below those of other requests, take longer, and give every interaction of a minute nearly the
#   same answer.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: analytics-query-per-interaction
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the figures in a data table that a scheduled workflow refreshes, and look them up there; for the
#     estimated wait time use the built-in expression.
package archlint.rules.analytics_query_per_interaction

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"url": call.definition.url, "perRun": call.perRun}} if {
	some call in input.flow.calls
	call.reachable
	call.hot
	call.definition.platformApi == "yes"
	regex.match(`/api/v2/(analytics|statistics)/`, call.definition.url)
	message := sprintf("%s runs an analytics query %s in each run, and most interactions of a minute get the same answer", [
		lib.called(call), lib.times(call.perRun.expected),
	])
}
