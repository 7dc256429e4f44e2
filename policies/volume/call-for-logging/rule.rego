# METADATA
# title: Data action only writes a log
# description: >-
#   By its name or URL the data action logs something, and nothing reads its answer. It costs an execution and a
#   wait on every run, or on every pass of a loop, from the same limit that the calls live on which callers depend
#   on.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: call-for-logging
#   category: volume
#   severity: info
#   confidence: heuristic
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Write participant data instead and read it by the event stream or by analytics, or log on the failure path
#     only.
package archlint.rules.call_for_logging

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"perRun": call.perRun, "url": url(call)}} if {
	some call in input.flow.calls
	call.reachable
	often(call)
	every output in call.successOutputs {
		output.kind == "notSet"
	}
	logs(call)
	message := sprintf("%s only writes a log%s", [lib.called(call), often_enough(call)])
}

# often: in every run, or again and again in one.
often(call) if call.perRun.min > 0

often(call) if call.perRun.max > 1

often_enough(call) := " in each run" if call.perRun.max == 1

often_enough(call) := sprintf("%s: %s in each run, %s", [
	around(call), lib.expected(call),
	lib.most(call),
]) if call.perRun.max != 1

around(call) := sprintf(" in each pass of %s", [lib.looped_from(call, input.flow.loops[i])]) if {
	some i in lib.loop_positions[call.loop]
} else := ""

logs(call) if {
	regex.match(`(?i)(^|[^a-z])(log|logs|logging|logger|webhook|telemetry|trace)([^a-z]|$)`, call.dataAction)
	not regex.match(`(?i)\blog[ _-]?(in|on|out|off)\b`, call.dataAction)
}

logs(call) if regex.match(`(?i)/(log|logs|logging|webhook|webhooks|telemetry)(/|\?|$)`, call.definition.url)

url(call) := call.definition.url

url(call) := "" if is_null(call.definition)
