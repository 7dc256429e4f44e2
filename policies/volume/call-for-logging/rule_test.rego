package archlint.rules.call_for_logging_test

import data.archlint.fixtures
import data.archlint.rules.call_for_logging as rule

test_by_its_name if {
	messages := {f.message | some f in rule.findings with input as fixtures.calling({}, {"dataAction": "Log call"})}
	messages == {`data action "Log call" (step "Look up order") runs in every run (1 expected) only to log`}
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
	every name in ["Login", "Get Catalog", "Blog"] {
		count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": name})
	}
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as fixtures.calling({}, {"dataAction": "Log call", "reachable": false})
}
