# METADATA
# title: Same data action called twice with the same inputs
# description: >-
#   On one path the same data action is called again although none of its inputs has changed since. Responses are
#   not cached: the second read costs another execution and another wait for the answer that the flow already has,
#   and a second write (POST, PUT, PATCH, DELETE) does its work twice. A read after a write is none: it asks for
#   what the write changed. Where a data action whose method is not known lies on every way between the two, its
#   name decides whether it may write.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: responses of data actions are not cached
# custom:
#   id: duplicate-call
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the first answer in flow variables and read those. If the answer may have changed in between, pass what
#     changed, or waive the finding with that reason.
package archlint.rules.duplicate_call

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	repeated := [earlier | some earlier in call.repeatOf; not refreshed(call, earlier)]
	message := sprintf("%s %s", [lib.called(call), says(call, repeated[0])])
	evidence := {"earlier": [{"node": p.node, "line": p.line} | some p in repeated], "method": method(call)}
}

says(call, earlier) := sprintf("is called again with the same inputs as in %s: the flow already has the answer", [first(earlier)]) if {
	not writes(call)
}

says(call, earlier) := sprintf("writes again with the same inputs as in %s: whatever it does happens twice", [first(earlier)]) if {
	writes(call)
}

# first names the step that asked before.
default first(_) := "an earlier step"

first(earlier) := lib.stands(calls[0]) if {
	calls := lib.calls_at([earlier.node])
	calls[0].via == ""
}

# refreshed: a write lies on every way from the earlier read.
refreshed(call, earlier) if {
	not writes(call)
	earlier.acrossCalls
	some other in lib.calls_at(earlier.between)
	may_write(other)
}

may_write(call) if writes(call)

may_write(call) if {
	method(call) == ""
	not regex.match(`(?i)^\W*(get|find|look|search|list|check|fetch|read|query|load|retrieve|is|has|count|validate|verify)`, call.dataAction)
}

# writes: its method changes something. A POST to a search or query only reads.
writes(call) if {
	method(call) in {"POST", "PUT", "PATCH", "DELETE"}
	not regex.match(`(?i)/(search|query|lookup|identifierlookup)\b`, call.definition.url)
}

default method(_) := ""

method(call) := call.definition.method
