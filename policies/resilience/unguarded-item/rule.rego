# METADATA
# title: An item is taken from a data action's list that may be empty
# description: >-
#   A step takes an item at a fixed place from a list that a data action returned, and nothing in the flow
#   looks at the list's length or whether it is set. A successful call may well find nothing: the expression
#   then fails, and the run ends in the flow's error handling. Silent where the flow counts the list, tests
#   it, or searches it.
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

findings contains {"at": value, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	some output in call.successOutputs
	output.kind == "variable"
	output.text != ""
	some value in takings
	output.text in value.reads
	some item in items(value.text, output.text)
	not guarded(output.text)
	message := sprintf("%s is taken from what %s returns, and nothing asks whether there is any: an empty list ends the run in the error handling", [
		item, lib.called(call),
	])
	evidence := {"list": output.text, "call": call.node, "expression": value.text}
}

# takings are the expressions of the steps that a run can reach and that may take
# an item: few, so that the patterns below need not be tried on all.
takings contains value if {
	some node in input.flow.nodes
	node.reachable
	some value in array.concat(node.values, node.inputs)
	value.known
	value.kind == "expression"
	may_take(lower(value.text))
}

may_take(text) if contains(text, "[")

may_take(text) if contains(text, "getat(")

# items are the takings at a fixed place: list[0], GetAt(list, 0).
items(text, variable) := regex.find_n(sprintf(`(\b%s\[\d+\]|(?i:getat)\(\s*%s\s*,\s*\d+\s*\))`, [quoted(variable), quoted(variable)]), text, -1)

# guarded: some expression of the flow counts the list, tests it or searches it.
guarded(variable) if {
	some node in input.flow.nodes
	some value in array.concat(node.values, node.inputs)
	regex.match(sprintf(`(?i)\b(count|isset|isnotset|isnotsetorempty|isempty|find|findfirst|contains)\(\s*%s\b`, [quoted(variable)]), value.text)
}

guarded(variable) if {
	some loop in input.flow.loops
	regex.match(sprintf(`(?i)\bcount\(\s*%s\b`, [quoted(variable)]), loop.countText)
}

quoted(variable) := replace(variable, ".", `\.`)
