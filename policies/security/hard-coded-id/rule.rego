# METADATA
# title: Id of one organisation is written in the flow
# description: >-
#   A literal GUID, in an expression or by a variable that a step assigns it to as well, goes into a data action.
#   Ids differ between organisations: the flow works in the one where it was written and asks for the wrong thing,
#   or nothing, after it was moved to test or production. Ids of presences are left out: those of the system's
#   presences are the same everywhere.
# related_resources:
#   - ref: https://github.com/MyPureCloud/terraform-provider-genesyscloud
#     description: moving flows between organisations
# custom:
#   id: hard-coded-id
#   category: security
#   severity: info
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Look the thing up by name (Find Queue, a data table), or keep the id in a data table or a variable that
#     deployment sets.
package archlint.rules.hard_coded_id

import data.archlint.lib

findings contains {"at": given, "message": message, "evidence": {"input": given.input, "id": id}, "about": given.input} if {
	some call in input.flow.calls
	some given in call.texts
	some match in regex.find_all_string_submatch_n(`\b([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\b`, given.text, 1)
	id := match[1]
	not regex.match(`^[0-]+$`, id)
	not regex.match(`(?i)presence`, given.input)
	message := sprintf("input %q of %s holds the id %s, which belongs to one organisation", [given.input, lib.called(call), id])
}
