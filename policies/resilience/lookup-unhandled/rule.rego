# METADATA
# title: Lookup handles only the answer it hopes for
# description: >-
#   An action that finds a queue, user, skill, schedule or contact has an output for finding nothing. Here it is
#   empty: when somebody renames or deletes what is looked for, the flow goes on with an unset variable (a
#   warning), or a caller misses the steps of the found output (a hint). Silent where every way of the found output
#   leaves, so that what follows is the handler.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: task actions and their outputs
# custom:
#   id: lookup-unhandled
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Connect the notFound output (and failure where there is one) to a path that works without the thing.
package archlint.rules.lookup_unhandled

import data.archlint.lib

findings contains {
	"at": node, "message": message, "evidence": {"kind": node.kind, "empty": empty, "skipped": node.skipped},
	"severity": grave(node),
} if {
	some node in input.flow.nodes
	strings.any_prefix_match(node.kind, ["find", "getExternal", "searchExternal"])
	node.reachable
	not node.disabled
	empty := [o.name | some o in node.outputs; o.name == "notFound"; o.state == "empty"]
	count(empty) > 0
	why := lib.unfound(node)
	message := sprintf("%s does nothing of its own when it finds nothing: %s", [lib.stands(node), why])
}

# grave: only a value that is missing is more than a hint.
grave(node) := "warning" if count(node.readUnset) > 0

grave(node) := "info" if count(node.readUnset) == 0
