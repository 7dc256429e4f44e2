package archlint.rules.common_module_nested_test

import data.archlint.fixtures
import data.archlint.rules.common_module_nested as rule

calling(type, kind) := fixtures.flow_input({"type": type, "nodes": [fixtures.node({"kind": kind, "target": "Inner"})]})

test_nested if {
	messages := {f.message | some f in rule.findings with input as calling("commonmodule", "callCommonModule")}
	messages == {`common module "Orders" calls common module "Inner": modules nest one level deep only`}
}

test_silent_in_other_flows if {
	count(rule.findings) == 0 with input as calling("inboundcall", "callCommonModule")
}

test_silent_on_other_steps if {
	count(rule.findings) == 0 with input as calling("commonmodule", "callTask")
}

test_silent_when_the_type_is_unknown if {
	count(rule.findings) == 0 with input as calling("", "callCommonModule")
}
