# METADATA
# title: Condition always has the same answer
# description: >-
#   The values that the flow gives its variables settle this decision or switch: every run that comes to it leaves by the
#   same output, or no run takes one of its cases, and steps stand behind an output that nothing takes. Usually
#   something is missing that should change the variable, it is set again before the condition asks for it, or a case
#   repeats an earlier one.
#
#   The rule says nothing where variables that no step writes settle the condition alone: a flag such as
#   `Flow.debug`, which people change in the flow to switch steps on and off, or a setting. The same goes for a condition
#   without variables. It says nothing either where the condition reads the input of a task, or a variable
#   that is also written by steps which no run reaches, because then the cause lies elsewhere; where no step stands
#   behind the output; and about the default of a switch whose cases leave nothing over. Conditions in common modules
#   are judged where the module is reviewed. Nothing is said of a flow to which the traffic profile gives the lengths of lists.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/14129
#     description: what people ask of an audit of flows
# custom:
#   id: condition-always-true
#   category: hygiene
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Set the variable where the other answer should come from, move the step that sets it again, or remove the
#     condition together with the steps that it cuts off.
package archlint.rules.condition_always_true

import data.archlint.lib

findings contains {"at": condition, "message": message, "evidence": evidence} if {
	some condition in input.flow.settledConditions
	not condition.setting
	not condition.follows
	condition.cutOff > 0
	not spare_default(condition)
	message := sprintf("%s%s: %s", [answer(condition), cause(condition), cut_off(condition)])
	evidence := {"condition": condition.condition, "never": condition.never, "values": condition.values, "calls": condition.calls}
}

# spare_default holds where a switch has several cases that runs take, and they leave nothing over.
spare_default(condition) if {
	condition.never == ["default"]
	condition.always == ""
}

answer(condition) := sprintf("condition %s of %s is never true", [condition.condition, lib.stands(condition)]) if {
	condition.never == ["yes"]
} else := sprintf("condition %s of %s is always true", [condition.condition, lib.stands(condition)]) if {
	condition.never == ["no"]
} else := sprintf("no run takes %s of %s", [lib.listed([output(name) | some name in condition.never]), lib.stands(condition)])

# output names an output as Architect shows it: cases are counted from 1.
output(name) := sprintf("case %d", [to_number(trim_prefix(name, "case:")) + 1]) if {
	startswith(name, "case:")
} else := sprintf("the %s output", [name])

cause(condition) := sprintf(", because %s", [concat(" and ", held)]) if {
	held := [sprintf("%s is always %s", [held.variable, held.value]) | some held in condition.values; held.value != null]
	count(held) > 0
} else := ""

cut_off(condition) := sprintf("the step after %s never runs", [ways(condition)]) if {
	condition.cutOff == 1
	count(condition.calls) == 0
} else := sprintf("the %d steps after %s never run", [condition.cutOff, ways(condition)]) if {
	count(condition.calls) == 0
} else := sprintf("%s never runs", [lib.called(calls[0])]) if {
	calls := lib.calls_at(condition.calls)
	count(calls) == 1
} else := sprintf("%s never run", [lib.listed([lib.called(call) | some call in lib.calls_at(condition.calls)])])

ways(condition) := sprintf("%q", [condition.never[0]]) if {
	condition.never[0] in {"yes", "no"}
} else := "it"
