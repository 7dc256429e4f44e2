# METADATA
# title: Run-time error disconnects the caller
# description: >-
#   The flow's error handling plays a message and hangs up, or the flow states none, which is the same. It is what
#   happens when an expression reads an unset variable, a list is indexed past its end, or the run reaches the cap
#   of 10,000 actions. In a flow that works with the answers of data actions such errors are to be expected.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
# custom:
#   id: error-handling-disconnect
#   category: resilience
#   severity: info
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Let the error handling transfer to a queue, or jump to a task or menu that helps the caller without the
#     data.
package archlint.rules.error_handling_disconnect

findings contains {"at": input.flow, "message": message, "evidence": {"errorHandling": input.flow.errorHandling, "calls": calls}} if {
	input.flow.voice
	not input.flow.inQueue
	lower(input.flow.errorHandling) in {"disconnect", ""}
	calls := count([call | some call in input.flow.calls; call.reachable])
	calls > 0
	message := sprintf(
		"a run-time error in this flow hangs up on the caller%s; %d data action %s can lead to one",
		[by_default, calls, noun(calls)],
	)
}

by_default := " (it states no error handling)" if input.flow.errorHandling == ""

by_default := "" if input.flow.errorHandling != ""

noun(1) := "call"

noun(n) := "calls" if n != 1
