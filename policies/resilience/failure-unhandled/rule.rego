# METADATA
# title: Failure of a data action is not handled where it matters
# description: >-
#   When a data action fails and its failure output is empty, the flow goes on after the step as if nothing had
#   happened. That is harmless where nothing depends on the call. It is not where variables that only success
#   sets are used afterwards (deciding by one, playing it or calculating with it ends the run in the error
#   handling, which usually disconnects: an error), where a retry loop calls it again at once, or where a caller
#   misses the steps of the success output (warnings). A step whose timeout is not handled either gets this one
#   finding for both. Silent where the flow tests the error outputs, the variable or a flag first, where another
#   value stands in, where every way of success leaves so that what follows is the handler, and in a loop over
#   items, where the next pass is the next item. Exceeding a limit shows as a failure too.
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
#     Connect the failure output, and the timeout output to the same steps: give the variables safe values, tell
#     the caller, or send the interaction to an agent. A retry needs a wait and a small count.
package archlint.rules.failure_unhandled

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence, "severity": lib.grave(reads)} if {
	some call in input.flow.calls
	call.reachable
	call.outputs.failure == "empty"
	reads := array.concat(call.readAfterFailure, [r | some r in call.readAfterTimeout; call.outputs.timeout == "empty"])
	lib.at_risk(call, reads)
	why := lib.harm(call, reads)
	message := sprintf("%s: %s", [unhandled(call), concat("; ", why)])
	evidence := {
		"outputs": call.outputs,
		"reads": {{"variable": r.variable, "by": r.name, "line": r.line} | some r in reads},
		"skipped": call.skipped,
	}
}

unhandled(call) := sprintf("failure and timeout of %s are not handled", [lib.called(call)]) if call.outputs.timeout == "empty"

unhandled(call) := sprintf("failure of %s is not handled", [lib.called(call)]) if call.outputs.timeout != "empty"
