# METADATA
# title: Id of one organisation is written in the flow
# description: >-
#   A literal GUID goes into a data action. Ids differ between organisations: the flow works in the one where it
#   was written and asks for the wrong thing, or nothing, after it was moved to test or production.
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

findings contains {"at": value, "message": message, "evidence": {"input": value.name, "id": value.text}, "about": value.name} if {
	some call in input.flow.calls
	some value in call.inputs
	value.known
	value.kind == "literal"
	regex.match(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`, value.text)
	message := sprintf("input %q of %s is the id %s, which belongs to one organisation", [value.name, lib.called(call), value.text])
}
