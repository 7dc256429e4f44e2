# METADATA
# title: Demand comes close to a limit
# description: >-
#   At the given traffic the flows use most of a limit. A busier day, a slower endpoint or one more call in a flow
#   reaches it, and calls above a limit fail.
# related_resources:
#   - ref: https://developer.genesys.cloud/organization/organization/limits
#     description: the platform's limits
# custom:
#   id: capacity-close
#   category: capacity
#   severity: warning
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Make fewer calls an interaction, shorten the latency and the data actions' own timeouts where slots are short, or ask Genesys for a
#     higher limit before the traffic grows.
package archlint.rules.capacity_close

import data.archlint.lib

findings contains {"at": limit, "message": message, "evidence": evidence} if {
	some limit in input.capacity
	limit.verdict == "warning"
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
