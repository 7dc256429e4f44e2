# METADATA
# title: Data action is not in the export
# description: >-
#   The export holds the organisation's data actions, and none of them is the one that this step calls. It was
#   renamed, deleted, or never published; the flow keeps a copy of its contract, and fails when it runs.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/call-data-action/
#     description: "Call Data Action: published data actions only"
# custom:
#   id: definition-missing
#   category: hygiene
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Publish the data action under this name, or point the step at the one that replaced it.
package archlint.rules.definition_missing

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {
	"dataAction": call.dataAction, "integration": call.integration,
	"actionId": call.actionId,
}} if {
	exported
	not "dataActions" in input.org.notReviewed
	some call in input.flow.calls
	call.reachable
	call.definitionMatch == "missing"
	not startswith(call.actionId, "static")
	message := sprintf("%s of integration %q is not among the %d data actions of the export", [
		lib.called(call), call.integration, count(input.org.dataActions),
	])
}

# exported: the export was to hold all data actions. Only an export made by
# archlint-export names its region; a directory of loose files may hold some.
exported if "dataActions" in input.org.known

exported if {
	input.org.region != ""
	input.org.partial == false
}
