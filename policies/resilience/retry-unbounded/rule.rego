# METADATA
# title: Data action is retried without a bound
# description: >-
#   Control that leaves the data action by failure or timeout comes back to it, and nothing counts the attempts.
#   When the endpoint is down, or when the organisation is over a limit, which is when executions fail, every
#   interaction calls again and again until the platform's cap of 10,000 actions ends it: the retries keep the
#   limit exceeded.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: retry-unbounded
#   category: resilience
#   severity: error
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Count the attempts in a variable or use a loop with a literal count of 2 or 3, wait between attempts, and
#     give up to a path that works without the answer.
package archlint.rules.retry_unbounded

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": evidence} if {
	some loop in input.flow.loops
	loop.kind == "retry"
	not lib.over_items(loop)
	loop.count == null
	loop.countKind != "unknown"
	not loop.asksPerson
	inside := [call |
		some call in lib.calls_at(loop.calls)
		call.reachable
		call.boundedBy == "platformLimit"
	]
	first := inside[0]
	message := sprintf("%s retries %s for as long as it fails: only Genesys Cloud's cap of 10,000 actions ends it", [
		lib.looped_from(first, loop), lib.listed([lib.called(call) | some call in inside]),
	])
	evidence := {"countText": loop.countText, "calls": [call.node | some call in inside], "hasWait": loop.hasWait}
}
