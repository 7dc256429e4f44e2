# METADATA
# title: Analytics query for each interaction
# description: >-
#   The data action runs an analytics or statistics query of the platform. Such queries have rate limits of their
#   own that are far below those of other requests, and take longer. Where the flow puts nothing of its own into
#   the query, every interaction of a minute gets nearly the same answer. Silent where a data table caches the
#   answer, so that the query runs at most once for a key and a period.
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
	not lib.cached(call)
	call.definition.platformApi == "yes"
	regex.match(`/api/v2/(analytics|statistics)/`, call.definition.url)
	message := sprintf("%s runs an analytics query %s in each run: %s", [lib.called(call), lib.times_expected(call), reason(call)])
}

# reason: a query that the flow puts nothing into gives the same answer to everybody.
reason(call) := "most interactions of a minute get the same answer" if not varies(call)

reason(call) := "such queries have lower rate limits than other requests, and take longer" if varies(call)

varies(call) if {
	some value in call.inputs
	value.kind in {"variable", "expression", "unknown"}
}
