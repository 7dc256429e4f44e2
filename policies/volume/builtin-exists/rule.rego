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

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	call.alternative.builtIn != ""
	message := sprintf("%s asks the platform's API for what Architect gives without a request: %s", [
		lib.called(call), call.alternative.builtIn,
	])
	evidence := {"method": call.definition.method, "url": call.definition.url, "alternative": call.alternative}
}
