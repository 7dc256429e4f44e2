# METADATA
# title: Common module calls a common module
# description: >-
#   A common module may not call another: nesting ends at the first level. Architect refuses to publish such
#   a module.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/work-with-common-module-flows/
#     description: work with common module flows
# custom:
#   id: common-module-nested
#   category: hygiene
#   severity: error
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Call the second module from the flows that use the first, or move its steps into the first.
package archlint.rules.common_module_nested

findings contains {"at": node, "message": message, "evidence": {"module": node.target}} if {
	lower(input.flow.type) == "commonmodule"
	some node in input.flow.nodes
	node.kind == "callCommonModule"
	message := sprintf("common module %q calls common module %q: modules nest one level deep only", [input.flow.name, node.target])
}
