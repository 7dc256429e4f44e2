package archlint.rules.url_unescaped_test

import data.archlint.fixtures
import data.archlint.rules.url_unescaped as rule

asking(url) := object.union(fixtures.org_input([], []), {"org": {"dataActions": [fixtures.definition({"url": url})]}})

test_names_the_inputs if {
	messages := {f.message | some f in rule.findings with input as asking("https://x.example.com/a?q=${input.name}&p=$!{input.phone}")}
	messages == {`data action "Get Order" puts name, phone into the query of its URL unescaped: a space, & or + in it changes the request`}
}

test_one_of_two if {
	some f in rule.findings with input as asking("/api/v2/users?q=$esc.url(${input.name})&p=${input.phone}")
	f.evidence.unescaped == ["phone"]
}

test_silent_when_escaped if {
	count(rule.findings) == 0 with input as asking("/api/v2/users?q=$esc.url(${input.name})")
}

test_silent_in_the_path if {
	count(rule.findings) == 0 with input as asking("/api/v2/users/${input.id}?expand=all")
}

test_silent_without_a_query if {
	count(rule.findings) == 0 with input as asking("/api/v2/users/${input.id}")
}

test_silent_when_unknown if {
	count(rule.findings) == 0 with input as asking("")
}

test_silent_on_numbers if {
	definition := fixtures.definition({
		"url": "/a?page=${input.page}&q=${input.q}",
		"contract": [{"name": "page", "type": "integer"}, {"name": "q", "type": "string"}],
	})
	some f in rule.findings with input as object.union(fixtures.org_input([], []), {"org": {"dataActions": [definition]}})
	f.evidence.unescaped == ["q"]
}
