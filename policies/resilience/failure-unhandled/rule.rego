# METADATA
# title: Failure of a data action is not handled where it matters
# description: >-
#   When a data action fails and its failure output is empty, the flow goes on after the step as if nothing had
#   happened. That is harmless where nothing depends on the call. It is not where variables that only success
#   writes are read afterwards (an unset variable ends the run in the error handler, which usually disconnects),
#   where the call is made again at once, or where a caller on the line goes on without what the success output
#   was to do. Exceeding a limit shows as a failure too.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: handle success, failure and timeout of each call
# custom:
#   id: failure-unhandled
#   category: resilience
#   severity: error
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Connect the failure output: give the variables safe values, tell the caller, or send the interaction to an
#     agent. A retry needs a wait and a small count.
package archlint.rules.failure_unhandled

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence} if {
	some call in input.flow.calls
	call.reachable
	call.outputs.failure == "empty"
	why := reasons(call)
	count(why) > 0
	message := sprintf("failure of %s is not handled: %s", [lib.called(call), concat("; ", why)])
	evidence := {
		"outputs": call.outputs,
		"reads": [{"variable": r.variable, "by": r.name, "line": r.line} | some r in call.readAfterFailure],
		"repeats": call.repeatsAfterFailure,
	}
}

# reasons say why this empty output matters, the most certain first.
reasons(call) := [why | some why in [reads(call), repeats(call), silent(call)]; why != ""]

reads(call) := sprintf("%s %s read although only its success writes %s", [
	lib.listed([r.variable | some r in call.readAfterFailure]), verb(call), them(call),
]) if {
	count(call.readAfterFailure) > 0
}

reads(call) := "" if count(call.readAfterFailure) == 0

verb(call) := "is" if count(variables(call)) == 1

verb(call) := "are" if count(variables(call)) > 1

them(call) := "it" if count(variables(call)) == 1

them(call) := "them" if count(variables(call)) > 1

variables(call) := {r.variable | some r in call.readAfterFailure}

repeats(call) := "the loop around it calls again" if call.repeatsAfterFailure

repeats(call) := "" if not call.repeatsAfterFailure

silent(call) := "a caller on the line goes on without what its success output does" if missed(call)

silent(call) := "" if not missed(call)

# missed: somebody listens, success leads somewhere of its own, and this output does not.
missed(call) if {
	input.flow.voice
	call.outputs.success == "connected"
}
