# METADATA
# title: In-queue flow starts over without waiting
# description: >-
#   An in-queue flow starts over when its last action is done. Nothing in this one takes time on purpose: no hold
#   music, no prompt, no input. It spins, uses up the cap of 10,000 actions in moments, and the interaction lands
#   in the error handler.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: cap of 10,000 executed actions in one run
# custom:
#   id: in-queue-spin
#   category: volume
#   severity: error
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Play hold music for a stated time (30 s or more) in every pass.
package archlint.rules.in_queue_spin

findings contains {"at": loop, "message": message, "evidence": {"bodyActions": loop.bodyActions, "calls": loop.calls}} if {
	input.flow.inQueue
	some loop in input.flow.loops
	loop.kind == "waiting"
	loop.form == "loopTask"
	not loop.hasWait
	not loop.asksPerson
	is_null(loop.cycleSeconds)
	inside := [node | some node in input.flow.nodes; node.loop == loop.id]
	count(inside) == loop.bodyActions
	every node in inside {
		node.kind in instant
	}
	message := sprintf("a pass of this in-queue flow takes no time: %d actions a pass reach the cap of 10,000 after %d passes", [
		loop.bodyActions, ceil(10000 / loop.bodyActions),
	])
}

# instant are the kinds of action that take no time to speak of.
instant := {
	"addFlowMilestone", "clearSlot", "decision", "flushAudio", "getParticipantData", "initializeFlowOutcome", "setFlowOutcome",
	"setLanguage", "setParticipantData", "setPriority", "setScreenPop", "setSkills", "setWhisperAudio", "setWrapupCode",
	"switch", "updateData",
}
