# METADATA
# title: Secure data action is called from outside a secure flow
# description: >-
#   The data action is marked secure: it is built to take sensitive data, and the platform lets only secure call
#   flows run it. Called from here it is refused, or whatever goes into it has been handled as ordinary data
#   before.
# related_resources:
#   - ref: https://github.com/MyPureCloud/platform-client-sdk-go
#     description: "Action.secure: built to take sensitive data"
# custom:
#   id: secure-mismatch
#   category: security
#   severity: error
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Call it in a secure call flow with the secure step, or use a data action that is not marked secure.
package archlint.rules.secure_mismatch

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"flowType": input.flow.type, "secureStep": call.secure}} if {
	lower(input.flow.type) != "securecall"
	some call in input.flow.calls
	call.reachable
	not call.secure
	call.definition.secure
	message := sprintf("%s is marked secure, but this flow calls it as an ordinary data action: it is no secure call flow", [lib.called(call)])
}
