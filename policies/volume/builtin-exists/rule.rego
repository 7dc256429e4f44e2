# METADATA
# title: Architect has a built-in action for this call
# description: >-
#   The data action asks Genesys Cloud for something that an Architect action or expression gives without an API
#   request: no execution, no slot, no token, no place in the monthly allowance. Silent where the built-in one
#   cannot do the same: for a list of many things, a name with a wildcard, fields that the request expands, and in
#   flow types that are not known to have it.
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
	not lacks(lower(input.flow.type), call.alternative.builtIn)
	not asks_more(query(call))
	message := sprintf("%s calls the API for a value that Architect already provides: use %s", [lib.called(call), call.alternative.builtIn])
	evidence := {"method": call.definition.method, "url": call.definition.url, "alternative": call.alternative}
}

# lacks: the flow type is not known to have the action.
lacks(type, action) if {
	action == "Create Callback"
	not type in {"inboundcall", "outboundcall", "inqueuecall"}
}

lacks(type, action) if {
	type in {"bot", "digitalbot"}
	regex.match(`^(Find |Search |Get External|Get Response)`, action)
}

query(call) := concat("?", array.slice(parts, 1, count(parts))) if parts := split(call.definition.url, "?")

# asks_more: a wildcard, several results, or fields beside those of the thing itself.
asks_more(asked) if contains(asked, "*")

asks_more(asked) if regex.match(`(?i)(^|&)expand=`, asked)

asks_more(asked) if {
	regex.match(`(?i)(^|&)pageSize=([2-9]|\d\d)`, asked)
	not regex.match(`(?i)(^|&)(name|q|email|id)=`, asked)
}
