# METADATA
# title: Timeout of a data action is not handled where it matters
# description: >-
#   The failure of the data action is handled, its timeout is not: the timeout output is empty, and the flow goes
#   on after the step as if nothing had happened. That is harmless where nothing depends on the call. It is not
#   where variables that only success sets are used afterwards (an error, see failure-unhandled), where a retry
#   loop calls it again at once, or where a caller, after up to a minute of waiting, misses the steps of the
#   success output (warnings). Where neither is handled, failure-unhandled names both.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: handle success, failure and timeout of each call
# custom:
#   id: timeout-unhandled
#   category: resilience
#   severity: error
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Connect the timeout output, usually to the same steps as the failure output: give the variables safe values,
#     tell the caller, or send the interaction to an agent. A retry needs a wait and a small count.
package archlint.rules.timeout_unhandled

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": evidence, "severity": lib.grave(call.readAfterTimeout)} if {
	some call in input.flow.calls
	call.reachable
	call.outputs.timeout == "empty"
	call.outputs.failure != "empty"
	lib.at_risk(call, call.readAfterTimeout)
	why := lib.harm(call, call.readAfterTimeout)
	message := sprintf("timeout of %s is not handled, only its failure is: %s", [lib.called(call), concat("; ", why)])
	evidence := {
		"outputs": call.outputs,
		"reads": [{"variable": r.variable, "by": r.name, "line": r.line} | some r in call.readAfterTimeout],
		"skipped": call.skipped,
	}
}
