# METADATA
# title: Data table lookup handles only the row it hopes for
# description: >-
#   The found output leads somewhere of its own, but a missing row or a failed lookup falls through to what comes
#   next as if nothing had happened: the columns stay unset, and reading one ends the run in the error handler.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/data-table-lookup-action/
#     description: "Data Table Lookup: found, not found and failure"
# custom:
#   id: data-table-lookup-unhandled
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Connect the notFound and failure outputs, or set the variables to defaults before the lookup.
package archlint.rules.data_table_lookup_unhandled

findings contains {"at": node, "message": message, "evidence": {"empty": empty}} if {
	some node in input.flow.nodes
	node.kind == "dataTableLookup"
	node.reachable
	not node.disabled
	some found in node.outputs
	found.name == "found"
	found.state == "connected"
	empty := [o.name | some o in node.outputs; o.name in {"notFound", "failure"}; o.state == "empty"]
	count(empty) > 0
	message := sprintf("data table lookup%s does nothing of its own on %s: its columns are unset there", [named(node), concat(" and ", empty)])
}

named(node) := sprintf(" %q", [node.name]) if node.name != ""

named(node) := "" if node.name == ""
