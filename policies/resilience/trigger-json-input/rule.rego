# METADATA
# title: Trigger hands over JSON that its workflow does not take
# description: >-
#   The trigger starts the workflow with the data format Json: the event comes as one text in the input variable
#   Flow.jsonData. The workflow declares no such input, so it starts without anything of the event.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=312222
#     description: "triggers: the data format Json needs an input jsonData"
# custom:
#   id: trigger-json-input
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: org
#   since: 0.2.0
#   remediation: >-
#     Declare a string variable Flow.jsonData that is an input, or set the trigger to the data format of top-level
#     primitives.
package archlint.rules.trigger_json_input

findings contains {"at": flow, "message": message, "evidence": {"trigger": start.name}, "about": start.name} if {
	some start in input.org.entryPoints
	start.kind == "trigger"
	not start.disabled
	lower(start.dataFormat) == "json"
	some flow in input.flows
	started(start, flow)
	not takes_json(flow)
	message := sprintf("trigger %q starts workflow %q with JSON, but it has no input Flow.jsonData", [start.name, flow.name])
}

started(start, flow) if {
	start.flowId != ""
	start.flowId == flow.id
}

started(start, flow) if {
	start.flowId == ""
	start.flow == flow.name
	lower(flow.type) == "workflow"
}

takes_json(flow) if {
	some variable in flow.variables
	lower(variable.name) == "flow.jsondata"
	variable.isInput
}
