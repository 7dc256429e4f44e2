package archlint.rules.called_again_downstream_test

import data.archlint.fixtures
import data.archlint.rules.called_again_downstream as rule

two(reaches, upstream, downstream) := fixtures.org_input(
	[
		fixtures.flow({"name": "Inbound", "reaches": reaches, "calls": [fixtures.call(upstream)]}),
		fixtures.flow({"name": "Waiting", "calls": [fixtures.call(downstream)]}),
	],
	[],
)

test_again if {
	messages := {f.message | some f in rule.findings with input as two(["Waiting"], {}, {})}
	messages == {`data action "Get Order" (step "Look up order") runs here in every run, and ran before in flow "Inbound"`}
}

test_silent_when_not_reached if {
	count(rule.findings) == 0 with input as two([], {}, {})
}

test_silent_when_reached_from_elsewhere if {
	doc := fixtures.org_input(
		[
			fixtures.flow({"name": "Inbound", "calls": [fixtures.call({})]}),
			fixtures.flow({"name": "Other", "reaches": ["Waiting"], "calls": []}),
			fixtures.flow({"name": "Waiting", "calls": [fixtures.call({})]}),
		],
		[],
	)
	count(rule.findings) == 0 with input as doc
}

test_silent_on_some_paths_only if {
	count(rule.findings) == 0 with input as two(["Waiting"], {"perRun": {"min": 0}}, {})
	count(rule.findings) == 0 with input as two(["Waiting"], {}, {"perRun": {"min": 0}})
}

test_silent_on_other_data_actions if {
	count(rule.findings) == 0 with input as two(["Waiting"], {"dataAction": "Other"}, {})
	count(rule.findings) == 0 with input as two(["Waiting"], {"integration": "Other"}, {})
}

test_silent_on_a_flow_that_reaches_itself if {
	flow := fixtures.flow({"name": "Inbound", "reaches": ["Inbound"], "calls": [fixtures.call({})]})
	count(rule.findings) == 0 with input as fixtures.org_input([flow], [])
}
