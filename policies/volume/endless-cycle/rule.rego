# METADATA
# title: Cycle without a way out
# description: >-
#   Control that enters this cycle never leaves it: no output, jump, transfer or end leads out. Every run that
#   gets there uses up the cap of 10,000 actions and ends in the error handler.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: cap of 10,000 executed actions in one run
# custom:
#   id: endless-cycle
#   category: volume
#   severity: error
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Give the cycle an end: a condition that leaves it, a transfer, or a disconnect.
package archlint.rules.endless_cycle

findings contains {"at": loop, "message": message, "evidence": {"form": loop.form, "bodyActions": loop.bodyActions}} if {
	some loop in input.flow.loops
	loop.form == "jump"
	loop.kind != "waiting"
	loop.kind != "callerDriven"
	not loop.asksPerson
	count(loop.exits) == 0
	message := sprintf("%s of %d actions has no way out: only Genesys Cloud's cap of 10,000 actions ends it", [named(loop), loop.bodyActions])
}

named(loop) := sprintf("the cycle through %q in %q", [loop.name, loop.container]) if loop.name != ""

named(loop) := "this cycle" if loop.name == ""
