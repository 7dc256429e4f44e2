# METADATA
# title: Loop count is a question, not a number
# description: >-
#   The count of a loop is how often its body runs. A comparison or a question with the answer true or false is no
#   count: the loop does not run until it holds, as its author may have meant, and the flow fails when it is
#   published or runs.
# related_resources:
#   - ref: https://www.npmjs.com/package/purecloud-flow-scripting-api-sdk-javascript
#     description: "loop count: a whole number"
# custom:
#   id: loop-count-condition
#   category: volume
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.2.0
#   remediation: >-
#     Give the loop a number, and leave it by an Exit Loop step behind a decision that asks the question.
package archlint.rules.loop_count_condition

import data.archlint.lib

findings contains {"at": loop, "message": message, "evidence": {"countText": loop.countText}} if {
	some loop in input.flow.loops
	loop.form == "loop"
	loop.countKind == "expression"
	asks(loop.countText)
	message := sprintf("the count of %s is a question (%s): a loop count is a number of passes", [lib.looped(loop), loop.countText])
}

# asks: the text compares, negates or asks something, and nothing chooses a number by it.
asks(written) if {
	text := regex.replace(written, `"[^"]*"`, `""`)
	regex.match(question, text)
	not regex.match(`(?i)\b(if|tointeger|toint|count|length|min|max)\s*\(|\?`, text)
}

asks(text) if {
	some variable in input.flow.variables
	variable.type == "boolean"
	lower(variable.name) == lower(trim_space(text))
}

question := concat("|", [
	`==|!=|<|>|(?i:\b(and|or)\b)`,
	`^\s*(!|(?i:true|false)\s*$`,
	`(?i:isset|isnotset|isnotsetorempty|isempty|contains|startswith|endswith|areequal|not)\s*\()`,
])
