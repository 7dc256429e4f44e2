package archlint.rules.call_for_logging_test

import data.archlint.fixtures
import data.archlint.rules.call_for_logging as rule

test_by_its_name if {
	messages := {f.message | some f in rule.findings with input as fixtures.calling({}, {"dataAction": "Log call"})}
	messages == {`data action "Log call" (step "Look up order" in "Main") only writes a log in each run`}
}

test_by_its_url if {
	definition := fixtures.definition({"url": "https://shop.example.com/hooks/logs?x=1"})
	count(rule.findings) == 1 with input as fixtures.calling({}, {"definition": definition})
}

test_silent_when_the_answer_is_kept if {
	kept := [fixtures.value({"kind": "variable", "text": "Flow.logId"})]
	count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": "Log call", "successOutputs": kept})
}

test_silent_on_some_paths_only if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": "Log call", "perRun": {"min": 0}})
}

test_silent_on_other_names if {
	every name in ["Login", "Get Catalog", "Blog", "Log in customer", "log-out"] {
		count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": name})
	}
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": "Log call", "reachable": false})
}

test_in_a_loop if {
	call := {"dataAction": "Log call", "perRun": {"min": 0, "expected": 0.03, "max": 9}, "boundedBy": "loopCount"}
	messages := {f.message | some f in rule.findings with input as fixtures.looping({}, call)}
	messages == {concat(" ", [
		`data action "Log call" (step "Look up order" in "Main") only writes a log in each pass of loop`,
		`"Lines": 0.03 expected (assumed) in each run, up to 9 times in one run`,
	])}
}

test_silent_where_it_runs_once_in_a_loop if {
	count(rule.findings) == 0 with input as fixtures.looping({}, {"dataAction": "Log call", "perRun": {"min": 0, "expected": 0.5, "max": 1}})
}

test_several_times_without_a_loop if {
	call := {"dataAction": "Log call", "perRun": {"min": 1, "expected": 1.5, "max": 2}}
	some f in rule.findings with input as fixtures.calling({}, call)
	endswith(f.message, "only writes a log: 1.5 expected (assumed) in each run, up to 2 times in one run")
}
