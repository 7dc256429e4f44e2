# METADATA
# title: A run can exceed the cap of 10,000 actions
# description: >-
#   The flow itself allows a run of more than 10,000 executed actions. The platform stops such a run in the
#   error handler, which has 1,000 more and then disconnects without a word.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: cap of 10,000 executed actions in one run
# custom:
#   id: action-budget
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Lower the loop counts, or do the work in one data action instead of one pass for each item.
package archlint.rules.action_budget

findings contains {"at": input.flow, "message": message, "evidence": {"maxActions": input.flow.maxActions}} if {
	input.flow.maxActions > 10000
	message := sprintf("%s add up to as many as %d actions in one run: Genesys Cloud stops it at 10,000", [parts, input.flow.maxActions])
}

parts := "the loops of this flow" if count(input.flow.loops) > 0

parts := "the steps of this flow" if count(input.flow.loops) == 0
