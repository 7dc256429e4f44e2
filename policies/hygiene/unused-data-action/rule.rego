# METADATA
# title: Data action that no flow calls
# description: >-
#   The export holds this data action, and no exported flow calls it. It may be left over; it may also be used by
#   scripts or by flows outside the export. Only 500 custom data actions fit into an organisation.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/14129
#     description: what people ask of an audit of flows
# custom:
#   id: unused-data-action
#   category: hygiene
#   severity: info
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Delete it if nothing else uses it.
package archlint.rules.unused_data_action

findings contains {"at": action, "message": message, "evidence": {"integration": action.integration}} if {
	input.org.region != ""
	input.org.partial == false
	count({"dataActions", "flows"} & {part | some part in input.org.notReviewed}) == 0
	some action in input.org.dataActions
	startswith(action.id, "custom")
	not action.id in used
	not sprintf("%s/%s", [action.integration, action.name]) in used
	message := sprintf("data action %q of integration %q is called by no flow of the export (flows: %d)", [
		action.name, action.integration, count(input.flows),
	])
}

# used are the data actions that call sites refer to, by id and by name.
used contains call.actionId if some call in input.flows[_].calls

used contains call.definition.id if some call in input.flows[_].calls

used contains sprintf("%s/%s", [call.integration, call.dataAction]) if some call in input.flows[_].calls
