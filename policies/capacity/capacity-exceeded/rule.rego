# METADATA
# title: Demand exceeds a limit
# description: >-
#   At the given traffic the flows ask more of a limit than the organisation has. Calls above the limit are not
#   queued: they fail, and take the failure output of their step in every flow of the organisation alike.
# related_resources:
#   - ref: https://developer.genesys.cloud/organization/organization/limits
#     description: the platform's limits
# custom:
#   id: capacity-exceeded
#   category: capacity
#   severity: error
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Make fewer calls an interaction (call once, keep the answer), shorten the latency and the data actions' own
#     timeouts where slots are short, or ask Genesys for a higher limit before go-live.
package archlint.rules.capacity_exceeded

import data.archlint.lib

findings contains {"at": limit, "message": message, "evidence": evidence} if {
	some limit in input.capacity
	limit.verdict == "exceeded"
	message := sprintf("%s: peak demand %s (%s) of %s %s (%s/%s)%s", [
		limit.limit.title, lib.short(limit.demand.peak), lib.basis(limit.demand), lib.short(limit.limit.value), limit.limit.unit,
		limit.limit.namespace, limit.limit.key, breaks(limit.breakEven),
	])
	evidence := {
		"demand": limit.demand, "limit": limit.limit.value, "utilisation": limit.utilisation,
		"breakEven": limit.breakEven, "assumptions": limit.assumptions,
	}
}

breaks(b) := sprintf("; reached at %s interactions/min", [lib.short(b.interactionsPerMinute)]) if {
	not is_null(b.interactionsPerMinute)
}

breaks(b) := "" if is_null(b.interactionsPerMinute)
