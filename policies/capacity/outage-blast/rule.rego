# METADATA
# title: One hanging endpoint takes the slots of all integrations
# description: >-
#   The organisation's 50 concurrent executions are shared by all integrations. While an endpoint hangs, each call
#   to it keeps a slot busy until the data action's own timeout: 60 s unless its configuration sets another. The
#   timeout of a step does not free the slot. Data actions of one host or one integration can hang together: the host
#   is down, a proxy or the credentials' server does not answer. At this traffic they need more slots than there are,
#   and calls of every other integration are refused as long as it lasts. Of several data actions the message says how
#   many flows and calls they strike, and how many calls do not handle that.
# related_resources:
#   - ref: https://developer.genesys.cloud/organization/organization/limits
#     description: the platform's limits
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
#   - ref: https://community.genesys.com/discussion/data-action-timeout-support-releasing-this-week
#     description: "the data action's own timeout frees the slot, not the step's"
# custom:
#   id: outage-blast
#   category: capacity
#   severity: warning
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Set the timeout in the configuration of the data actions to at most the safe value in the message (1 to 60 s);
#     make fewer calls an interaction; stop calling after repeated failures.
package archlint.rules.outage_blast

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some i, outage in input.outages
	outage.verdict == "exceeded"
	not covered(i, outage)
	call := first(outage)
	message := sprintf("if %s, %s would need %s execution slots%s; the organisation has %s%s%s%s", [
		hangs(outage), its(outage), lib.short(outage.slots.peak), open(outage),
		lib.short(outage.limit), refused(outage), reach(outage), safe(outage),
	])
	evidence := {
		"flows": struck(outage), "unhandled": [made.call.node | some made in calls(outage); bare(made.call)],
		"hangs": outage.dataActions, "slots": outage.slots, "limit": outage.limit, "refused": outage.refused, "affected": outage.affected,
		"timeoutSeconds": outage.timeoutSeconds, "safeTimeoutSeconds": outage.safeTimeoutSeconds, "assumptions": outage.assumptions,
	}
}

# wide are the outages of several data actions that exceed the slots, and of_wide is every data action in them.
wide[i] := {a | some a in outage.dataActions} if {
	some i, outage in input.outages
	outage.verdict == "exceeded"
	count(outage.dataActions) > 1
}

of_wide contains a if {
	some actions in wide
	some a in actions
}

# covered: a wider outage says the same and more. Of two with the same data actions, the first stands for both.
covered(_, outage) if {
	count(outage.dataActions) == 1
	outage.dataActions[0] in of_wide
}

covered(i, _) if {
	some j, other in wide
	count(wide[i] - other) == 0
	wider(i, j)
}

wider(i, j) if count(wide[j]) > count(wide[i])

wider(i, j) if j < i

# first is the first call site of what hangs, which stands for them all.
first(outage) := calls(outage)[0].call

# calls are the call sites of what hangs, with their flows.
calls(outage) := [{"flow": flow.name, "call": call} |
	some flow in input.flows
	some call in flow.calls
	call.reachable
	{"dataAction": call.dataAction, "integration": call.integration} in outage.dataActions
]

struck(outage) := {made.flow | some made in calls(outage)}

# bare: a failure or a timeout of the call does harm, and nothing handles it.
bare(call) if count(call.readAfterFailure) + count(call.readAfterTimeout) > 0

bare(call) if {
	call.unhandledPath in {"rejoins", "ends"}
	count(call.skipped) > 0
}

# reach says how many flows and calls an outage of several data actions strikes.
reach(outage) := "" if count(outage.dataActions) == 1

reach(outage) := sprintf("; it strikes %d of %s and %s%s", [
	count(struck(outage)), lib.counted(count({flow.name | some flow in input.flows}), "flow"), lib.counted(
		count(calls(outage)),
		"call",
	),
	unhandled(count([1 | some made in calls(outage); bare(made.call)])),
]) if {
	count(outage.dataActions) > 1
}

unhandled(0) := ""

unhandled(1) := ", 1 of which does not handle it"

unhandled(n) := sprintf(", %d of which do not handle it", [n]) if n > 1

hangs(outage) := sprintf("the endpoint of data action %q hangs", [outage.dataAction]) if outage.kind == "dataAction"

hangs(outage) := sprintf("integration %q hangs (data actions %s)", [outage.integration, named(outage)]) if outage.kind == "integration"

hangs(outage) := sprintf("host %q hangs (data actions %s)", [outage.host, named(outage)]) if outage.kind == "host"

named(outage) := lib.listed({sprintf("%q", [a.dataAction]) | some a in outage.dataActions})

its(outage) := "its calls" if count(outage.dataActions) == 1

its(outage) := "their calls" if count(outage.dataActions) > 1

open(outage) := " or more" if outage.slotsOpen

open(outage) := "" if not outage.slotsOpen

refused(outage) := sprintf(", and %d %% of all executions are refused", [round(outage.refused * 100)]) if outage.refused >= 0.01

refused(outage) := "" if is_null(outage.refused)

refused(outage) := "" if {
	is_number(outage.refused)
	outage.refused < 0.01
}

safe(outage) := sprintf(
	"; a timeout of %s s in %s would be safe",
	[lib.short(outage.safeTimeoutSeconds), where(outage)],
) if outage.safeTimeoutSeconds >= 1

safe(outage) := "; no timeout is short enough" if {
	is_number(outage.safeTimeoutSeconds)
	outage.safeTimeoutSeconds < 1
}

safe(outage) := "" if is_null(outage.safeTimeoutSeconds)

where(outage) := "the data action" if count(outage.dataActions) == 1

where(outage) := "each of them" if count(outage.dataActions) > 1
