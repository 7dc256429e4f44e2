# METADATA
# title: An item is taken from a data action's list that may be empty
# description: >-
#   A step takes the first, the last or another item at a fixed place from a list that a data action returned, and
#   nothing in the flow looks at the list's length or whether it is set. A successful call may well find nothing:
#   the expression then fails, and the run ends in the flow's error handling. Silent where the flow counts the
#   list, tests it, or searches it.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: Genesys blueprint on data actions for resiliency, outputs that are not set or empty
# custom:
#   id: unguarded-item
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Ask Count(list) > 0 in a decision first, and say on its other output what happens when nothing was
#     found.
package archlint.rules.unguarded_item

import data.archlint.lib

findings contains {"at": taking.value, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	some output in call.successOutputs
	output.kind == "variable"
	some taking in takings
	names := copies(output.text)
	taking.list in names
	count({name | some name in names; guarded(name)}) == 0
	message := sprintf("%s is taken in %s from what %s returns, and nothing asks whether there is one: %s", [
		taking.item, lib.step_or_call(taking.node), lib.called(call),
		"an empty list ends the run in the error handling",
	])
	evidence := {"list": output.text, "call": call.node, "expression": taking.value.text}
}

# copies are the variables that hold a list: the one that takes it, and those that steps assign that one to.
copies(list) := {list} | {value.assigns |
	some node in input.flow.nodes
	some value in node.inputs
	value.assigns != ""
	trim_space(value.text) == list
}

# takings are the items at a fixed place, list[0] or GetAt(list, 0), that steps
# which a run can reach take from what their expression reads.
takings contains {
	"node": {"node": node.node, "name": node.name, "container": node.container}, "value": value,
	"item": match[0], "list": list,
} if {
	some node in input.flow.nodes
	node.reachable
	some value in array.concat(node.values, node.inputs)
	value.known
	value.kind == "expression"
	some match in regex.find_all_string_submatch_n(item, value.text, -1)
	list := concat("", array.slice(match, 1, 4))
	list in value.reads
}

# item: list[0], GetAt(list, 0), First(list), or the last one: list[Count(list) - 1], with the list.
item := concat("|", [
	`([\pL\pN_.]+)\[\s*(?:\d+|(?i:count)\(\s*[\pL\pN_.]+\s*\)\s*-\s*1)\s*\]`,
	`(?i:getat)\(\s*([\pL\pN_.]+)\s*,\s*(?:\d+|(?i:count)\(\s*[\pL\pN_.]+\s*\)\s*-\s*1)\s*\)`,
	`\b(?i:first|last)\(\s*([\pL\pN_.]+)\s*\)`,
])

# guarded: some expression of the flow counts the list, tests it or searches it, other than to take its last item.
guarded(variable) if {
	some node in input.flow.nodes
	some value in array.concat(node.values, node.inputs)
	regex.match(
		sprintf(`(?i)\b(count|isset|isnotset|isnotsetorempty|isempty|find|findfirst|contains)\(\s*%s\b`, [quoted(variable)]),
		regex.replace(value.text, item, ""),
	)
}

guarded(variable) if {
	some loop in input.flow.loops
	regex.match(sprintf(`(?i)\bcount\(\s*%s\b`, [quoted(variable)]), loop.countText)
}

quoted(variable) := replace(variable, ".", `\.`)
