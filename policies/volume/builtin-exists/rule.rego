# METADATA
# title: Architect has a built-in action for this call
# description: >-
#   The data action asks Genesys Cloud for something that an Architect action or expression gives without an API
#   request: no execution, no slot, no token, no place in the monthly allowance.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/architect-best-practices/11625
#     description: built-in actions consume no API call
# custom:
#   id: builtin-exists
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Use the built-in action or expression that the message names.
package archlint.rules.builtin_exists

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"method": call.definition.method, "url": call.definition.url}} if {
	some call in input.flow.calls
	call.reachable
	call.definition.platformApi == "yes"
	some entry in builtins
	call.definition.method in entry.methods
	regex.match(entry.url, call.definition.url)
	message := sprintf("%s asks the platform's API for what %s gives without a request", [lib.called(call), entry.instead])
}

# builtins are the requests that have a built-in counterpart.
builtins := [
	{
		"methods": {"GET"}, "url": `/api/v2/routing/queues/[^/]+/(mediatypes/[^/]+/)?estimatedwaittime`,
		"instead": "FindQueueEstimatedWaitTime() or Play Estimated Wait Time",
	},
	{
		"methods": {"PATCH"}, "url": `/api/v2/conversations/[^/]+(/[^/]+)?/participants/[^/]+/attributes`,
		"instead": "Set Participant Data",
	},
	{
		"methods": {"GET"}, "url": `/api/v2/routing/queues\?.*name=`,
		"instead": "Find Queue",
	},
	{
		"methods": {"GET"}, "url": `/api/v2/architect/(schedules|schedulegroups|emergencygroups)`,
		"instead": "Evaluate Schedule",
	},
	{
		"methods": {"GET"}, "url": `/api/v2/flows/datatables/[^/]+/rows/`,
		"instead": "Data Table Lookup",
	},
	{
		"methods": {"GET"}, "url": `/api/v2/externalcontacts/contacts/[^/?]+$`,
		"instead": "Get External Contact",
	},
]
