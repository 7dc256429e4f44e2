# METADATA
# title: Data table lookup handles only the row it hopes for
# description: >-
#   A missing row or a failed lookup falls through to what comes next as if nothing had happened, and a column is
#   used there although only a row that was found sets it (a warning), or a caller misses the steps of the found
#   output (a hint). Silent where another value stands in or the flow tests the column first, and where every way
#   of the found output leaves, so that what follows is the handler.
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

import data.archlint.lib

findings contains {"at": node, "message": message, "evidence": {"empty": empty, "skipped": node.skipped}, "severity": grave(node)} if {
	some node in input.flow.nodes
	node.kind == "dataTableLookup"
	node.reachable
	not node.disabled
	empty := [o.name | some o in node.outputs; o.name in {"notFound", "failure"}; o.state == "empty"]
	count(empty) > 0
	why := lib.unfound(node)
	message := sprintf("data table lookup%s does nothing of its own on %s: %s", [named(node), concat(" and ", empty), why])
}

# grave: only a value that is missing is more than a hint.
grave(node) := "warning" if count(node.readUnset) > 0

grave(node) := "info" if count(node.readUnset) == 0

named(node) := sprintf(" %q in %q", [node.name, node.container]) if node.name != ""

named(node) := sprintf(" in %q", [node.container]) if node.name == ""
