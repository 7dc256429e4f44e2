package archlint.rules.builtin_exists_test

import data.archlint.fixtures
import data.archlint.rules.builtin_exists as rule

asks(builtin, changes) := fixtures.calling({}, object.union(
	{"definition": fixtures.definition({}), "alternative": fixtures.alternative({"builtIn": builtin})},
	changes,
))

test_estimated_wait if {
	messages := {f.message | some f in rule.findings with input as asks("FindQueueEstimatedWaitTime()", {})}
	messages == {`data action "Get Order" (step "Look up order") asks the platform's API for what Architect gives without a request: FindQueueEstimatedWaitTime()`}
}

test_silent_when_only_a_topic_tells_of_it if {
	count(rule.findings) == 0 with input as asks("", {})
}

test_silent_when_nothing_replaces_it_or_the_request_is_unknown if {
	count(rule.findings) == 0 with input as asks("Find Queue", {"alternative": null})
}

test_silent_when_unreachable if {
	count(rule.findings) == 0 with input as asks("Find Queue", {"reachable": false})
}
