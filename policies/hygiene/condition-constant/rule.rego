# METADATA
# title: Decision always takes the same output
# description: >-
#   The condition of the decision is always true, or always false: it is set to a literal, or its expression reads
#   nothing. One of the two outputs never runs. That is what is left of a test, or a switch that somebody turns by
#   publishing the flow again.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=8939
#     description: "Decision: in literal mode it always takes the path that is set"
# custom:
#   id: condition-constant
#   category: hygiene
#   severity: info
#   confidence: proven
#   scope: flow
#   since: 0.2.0
#   remediation: >-
#     Remove the decision and the output that never runs, or ask what it was meant to ask.
package archlint.rules.condition_constant

findings contains {"at": node, "message": message, "evidence": {"condition": condition.text, "always": output}} if {
	some node in input.flow.nodes
	node.kind == "decision"
	node.reachable
	not node.disabled
	some condition in node.values
	condition.name == "condition"
	condition.known
	output := taken(lower(condition.constant))
	message := sprintf("decision %q in %q always takes its %q output: its condition reads nothing", [node.name, node.container, output])
}

taken("true") := "yes"

taken("false") := "no"
