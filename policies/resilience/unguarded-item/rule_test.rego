package archlint.rules.unguarded_item_test

import data.archlint.fixtures
import data.archlint.rules.unguarded_item as rule

taking(text, more) := fixtures.flow_input({
	"calls": [fixtures.call({"successOutputs": [fixtures.value({"name": "ids", "kind": "variable", "text": "Flow.ids"})]})],
	"nodes": array.concat([reading(text)], more),
})

reading(text) := fixtures.node({"values": [fixtures.value({"kind": "expression", "text": text, "reads": ["Flow.ids"]})]})

looping(text) := {"loops": [fixtures.loop({"countText": text})]}

test_index if {
	messages := {f.message | some f in rule.findings with input as taking("Flow.ids[0]", [])}
	messages == {concat(" ", [
		`Flow.ids[0] is taken in step "Say hello" in "Main" from what data action "Get Order" (step "Look up`,
		`order" in "Main") returns, and nothing asks whether there is one: an empty list ends the run in the`,
		`error handling`,
	])}
}

test_get_at if {
	some f in rule.findings with input as taking("ToString(GetAt(Flow.ids, 2))", [])
	startswith(f.message, "GetAt(Flow.ids, 2) is taken in step")
}

test_input if {
	given := fixtures.node({"inputs": [fixtures.value({"kind": "expression", "text": "Flow.ids[0]", "reads": ["Flow.ids"]})]})
	count(rule.findings) == 1 with input as taking("1", [given])
}

test_silent_when_counted_or_tested if {
	every guard in ["Count(Flow.ids) > 0", "!IsNotSetOrEmpty(Flow.ids)", "count( Flow.ids )", `FindFirst(Flow.ids, "x") >= 0`] {
		count(rule.findings) == 0 with input as taking("Flow.ids[0]", [reading(guard)])
	}
}

test_silent_when_a_step_gets_the_count if {
	guard := fixtures.node({"inputs": [fixtures.value({"kind": "expression", "text": "Count(Flow.ids)"})]})
	count(rule.findings) == 0 with input as taking("Flow.ids[0]", [guard])
}

test_silent_when_a_loop_counts_it if {
	doc := taking("Flow.ids[0]", [])
	count(rule.findings) == 0 with input as object.union(doc, {"flow": object.union(doc.flow, looping("Count(Flow.ids)"))})
}

test_fires_beside_a_loop_over_another_list if {
	doc := taking("Flow.ids[0]", [])
	count(rule.findings) == 1 with input as object.union(doc, {"flow": object.union(doc.flow, looping("Count(Flow.idsOfOthers)"))})
}

test_silent_on_a_place_that_is_worked_out if {
	count(rule.findings) == 0 with input as taking("GetAt(Flow.ids, Flow.i)", [])
}

test_silent_on_the_whole_list if {
	count(rule.findings) == 0 with input as taking("Flow.ids", [])
}

test_silent_on_another_variable if {
	doc := fixtures.flow_input({
		"calls": [fixtures.call({"successOutputs": [fixtures.value({"kind": "variable", "text": "Flow.id"})]})],
		"nodes": [fixtures.node({"values": [fixtures.value({"kind": "expression", "text": "Flow.ids[0]", "reads": ["Flow.ids"]})]})],
	})
	count(rule.findings) == 0 with input as doc
}

test_silent_on_text_that_only_looks_like_it if {
	odd := fixtures.node({"values": [fixtures.value({"kind": "literal", "text": "Flow.ids[0]", "reads": ["Flow.ids"]})]})
	unread := fixtures.node({"values": [fixtures.value({"kind": "expression", "text": `"Flow.ids[0]"`})]})
	count(rule.findings) == 0 with input as taking("1", [odd, unread])
}

test_silent_when_not_reached if {
	dead := object.union(reading("Flow.ids[0]"), {"reachable": false})
	count(rule.findings) == 0 with input as taking("1", [dead])
}

test_silent_when_unknown if {
	unknown := fixtures.node({"values": [fixtures.value({
		"kind": "expression", "known": false, "text": "Flow.ids[0]",
		"reads": ["Flow.ids"],
	})]})
	count(rule.findings) == 0 with input as taking("1", [unknown])
}

test_silent_when_the_output_is_not_kept if {
	every output in [{"kind": "notSet", "text": "Flow.ids"}, {"kind": "variable", "text": ""}] {
		doc := fixtures.flow_input({
			"calls": [fixtures.call({"successOutputs": [fixtures.value(output)]})],
			"nodes": [fixtures.node({"values": [fixtures.value({"kind": "expression", "text": "Flow.ids[0]", "reads": ["Flow.ids", ""]})]})],
		})
		count(rule.findings) == 0 with input as doc
	}
}

test_first_and_last if {
	every text in ["First(Flow.ids)", "Last( Flow.ids )", "Flow.ids[Count(Flow.ids) - 1]", "GetAt(Flow.ids, Count(Flow.ids)-1)"] {
		some f in rule.findings with input as taking(text, [])
		startswith(f.message, trim_space(text))
	}
}

test_silent_when_the_same_expression_asks if {
	count(rule.findings) == 0 with input as taking(`If(Count(Flow.ids) > 0, Last(Flow.ids), "")`, [])
}

copied := fixtures.node({"kind": "updateData", "inputs": [fixtures.value({
	"kind": "expression", "text": " Flow.ids ",
	"assigns": "Flow.ids",
})]})

copying(text, more) := object.union(
	taking(text, more),
	{"flow": {"calls": [fixtures.call({"successOutputs": [fixtures.value({"name": "all", "kind": "variable", "text": "Flow.all"})]})]}},
)

test_from_a_copy if {
	copy := object.union(copied, {"inputs": [object.union(copied.inputs[0], {"text": " Flow.all "})]})
	count(rule.findings) == 1 with input as copying("Flow.ids[0]", [copy])
	count(rule.findings) == 0 with input as copying("Flow.ids[0]", [])
	every counted in ["Flow.all", "Flow.ids"] {
		guard := fixtures.node({"values": [fixtures.value({"kind": "expression", "text": sprintf("Count(%s) > 0", [counted])})]})
		count(rule.findings) == 0 with input as copying("Flow.ids[0]", [copy, guard])
	}
	other := object.union(copied, {"inputs": [object.union(copied.inputs[0], {"text": "Flow.all[1]"})]})
	count(rule.findings) == 0 with input as copying("Flow.ids[0]", [other])
}
