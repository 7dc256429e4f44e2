# METADATA
# title: Actions that no run reaches
# description: >-
#   No path from the flow's entry leads to these actions: a task that nothing jumps to any more, or what follows
#   an action that ends the run. They look alive in the editor, count in searches, and mislead whoever changes the
#   flow next.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/14129
#     description: what people ask of an audit of flows
# custom:
#   id: unreachable-action
#   category: hygiene
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Remove them, or connect what should lead to them.
package archlint.rules.unreachable_action

findings contains {
	"at": nodes[0], "message": message, "evidence": {"container": container, "actions": count(nodes)},
	"about": container,
} if {
	some container in {node.container | some node in dead}
	nodes := [node |
		some node in dead
		node.container == container
	]
	{node.kind | some node in nodes} != {"disconnect"} # alone it is what a new flow's unused menu holds
	message := sprintf("no run reaches %s in %q", [counted(nodes), container])
}

dead := [node |
	some node in input.flow.nodes
	node.reachable == false
	node.disabled == false
]

counted(nodes) := named(nodes[0]) if count(nodes) == 1

counted(nodes) := sprintf("%d actions, the first is %s,", [count(nodes), named(nodes[0])]) if count(nodes) > 1

named(node) := sprintf("%q", [node.name]) if node.name != ""

named(node) := sprintf("this %s", [node.kind]) if node.name == ""
