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
	why := lib.unhandled(call, call.readAfterFailure)
	count(why) > 0
	message := sprintf("failure of %s is not handled: %s", [lib.called(call), concat("; ", why)])
	evidence := {
		"outputs": call.outputs,
		"reads": [{"variable": r.variable, "by": r.name, "line": r.line} | some r in call.readAfterFailure],
		"repeats": call.repeatsAfterFailure,
	}
}
