# METADATA
# title: One hanging endpoint takes the slots of all integrations
# description: >-
#   The organisation's 50 concurrent executions are shared by all integrations. While an endpoint hangs, each call
#   to it holds a slot until its timeout: at this traffic that is more than there are, and the calls of every
#   other integration are refused as long as it lasts.
# related_resources:
#   - ref: https://developer.genesys.cloud/organization/organization/limits
#     description: the platform's limits
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: outage-blast
#   category: capacity
#   severity: warning
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Shorten the timeout of the step, or of the data action, to the safe value in the message; make fewer calls
#     an interaction; stop calling after repeated failures.
package archlint.rules.outage_blast

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some outage in input.outages
	outage.verdict == "exceeded"
	call := first(outage)
	message := sprintf("when the endpoint of data action %q hangs, its calls need %s of %s slots%s%s", [
		outage.dataAction, lib.short(outage.slots.peak), lib.short(outage.limit), refused(outage), safe(outage),
	])
	evidence := {
		"slots": outage.slots, "limit": outage.limit, "refused": outage.refused, "affected": outage.affected,
		"timeoutSeconds": outage.timeoutSeconds, "safeTimeoutSeconds": outage.safeTimeoutSeconds, "assumptions": outage.assumptions,
	}
}

# first is the first call site of the data action, which stands for them all.
first(outage) := [call |
	some flow in input.flows
	some call in flow.calls
	call.reachable
	call.dataAction == outage.dataAction
	call.integration == outage.integration
][0]

refused(outage) := sprintf(", and %d %% of all executions are refused", [round(outage.refused * 100)]) if outage.refused >= 0.01

refused(outage) := "" if is_null(outage.refused)

refused(outage) := "" if outage.refused < 0.01

safe(outage) := sprintf("; a timeout of %d s is safe", [floor(outage.safeTimeoutSeconds)]) if outage.safeTimeoutSeconds >= 1

safe(outage) := "; no timeout is short enough" if {
	is_number(outage.safeTimeoutSeconds)
	outage.safeTimeoutSeconds < 1
}

safe(outage) := "" if is_null(outage.safeTimeoutSeconds)
