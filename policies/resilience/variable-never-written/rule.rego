# METADATA
# title: Variable is read that nothing sets
# description: >-
#   The flow or a task declares the variable without a value, it is no input, and no step writes it, yet steps use
#   it: it is NOT_SET in every run, and an expression that calculates or compares with it ends the run in the
#   error handling. Often the name of another variable was meant. Silent where an action that archlint does not
#   follow may write it.
# related_resources:
#   - ref: https://help.mypurecloud.com/?p=20587
#     description: "task actions, and how a run-time error ends a run"
# custom:
#   id: variable-never-written
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.2.0
#   remediation: >-
#     Set the variable before it is read, give it an initial value, or read the variable that was meant.
package archlint.rules.variable_never_written

import data.archlint.lib

findings contains {
	"at": variable, "message": message, "evidence": {"reads": variable.reads, "type": variable.type},
	"about": variable.node,
} if {
	some variable in input.flow.variables
	variable.writes == 0
	variable.reads > 0
	not variable.hasInitial
	not variable.isInput
	not variable.unsure
	message := sprintf("%s is used in %s, but nothing sets it: it has no initial value and is no input", [variable.name, places(variable)])
}

places(variable) := lib.listed([lib.step_or_call(reader) | some reader in variable.readBy]) if count(variable.readBy) > 0

places(variable) := lib.counted(variable.reads, "place") if count(variable.readBy) == 0
