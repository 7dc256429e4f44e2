package archlint.rules.trigger_json_input_test

import data.archlint.fixtures
import data.archlint.rules.trigger_json_input as rule

starts(start, flow) := object.union(
	fixtures.org_input([fixtures.flow(object.union({"id": "w1"}, flow))], []),
	{"org": {"entryPoints": [object.union(
		{
			"kind": "trigger", "name": "On end", "flow": "Orders", "flowId": "w1", "disabled": false,
			"dataFormat": "Json",
		},
		start,
	)]}},
)

json_input(changes) := {"variables": [object.union({"name": "Flow.jsonData", "isInput": true}, changes)]}

test_no_input if {
	messages := {f.message | some f in rule.findings with input as starts({}, {})}
	messages == {`trigger "On end" starts workflow "Orders" with JSON, but it has no input Flow.jsonData`}
	count(rule.findings) == 1 with input as starts({}, json_input({"isInput": false}))
	count(rule.findings) == 1 with input as starts({}, json_input({"name": "Flow.other"}))
}

test_by_name if {
	count(rule.findings) == 1 with input as starts({"flowId": ""}, {})
	count(rule.findings) == 0 with input as starts({"flowId": "", "flow": "Else"}, {})
	count(rule.findings) == 0 with input as starts({"flowId": ""}, {"type": "inboundcall"})
}

test_silent_with_the_input if {
	count(rule.findings) == 0 with input as starts({}, json_input({}))
}

test_silent_otherwise if {
	every changes in [{"kind": "ivr"}, {"disabled": true}, {"dataFormat": "TopLevelPrimitives"}, {"dataFormat": ""}, {"flowId": "w2"}] {
		count(rule.findings) == 0 with input as starts(changes, {})
	}
	count(rule.findings) == 0 with input as starts({"flowId": "", "flow": ""}, {"id": ""})
}
