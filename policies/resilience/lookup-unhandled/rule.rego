# METADATA
# title: Lookup handles only the answer it hopes for
# description: >-
#   An action that finds a queue, user, skill, schedule or contact has an output for finding nothing. Here only
#   the found output leads somewhere of its own: when somebody renames or deletes what is looked for, the flow
#   goes on with an unset variable.
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

findings contains {"at": node, "message": message, "evidence": {"kind": node.kind, "empty": empty}} if {
	some node in input.flow.nodes
	strings.any_prefix_match(node.kind, ["find", "getExternal"])
	node.reachable
	not node.disabled
	some found in node.outputs
	found.name == "found"
	found.state == "connected"
	empty := [o.name | some o in node.outputs; o.name == "notFound"; o.state == "empty"]
	count(empty) > 0
	message := sprintf("%s %q does nothing of its own when it finds nothing", [node.kind, node.name])
}
