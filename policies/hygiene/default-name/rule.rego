# METADATA
# title: Several data action steps share the default name
# description: >-
#   Steps that are all called "Call Data Action" cannot be told apart in execution history, in Architect's search,
#   in findings and in baselines.
# related_resources:
#   - ref: https://developer.genesys.cloud/forum/t/14129
#     description: what people ask of an audit of flows
# custom:
#   id: default-name
#   category: hygiene
#   severity: info
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Name each step for what it does in this flow.
#   params:
#     max_steps:
#       type: integer
#       default: 2
#       description: data action steps with the default name in one flow that are still in order
package archlint.rules.default_name

import data.archlint.lib

findings contains {"at": unnamed[0], "message": message, "evidence": {"nodes": [call.node | some call in unnamed]}} if {
	unnamed := [call |
		some call in input.flow.calls
		call.name in {"Call Data Action", "Call Secure Data Action", ""}
	]
	count(unnamed) > input.params.max_steps
	message := sprintf("%d data action steps of this flow have the default name (they call %s): history and reports cannot tell them apart", [
		count(unnamed), lib.listed([call.dataAction | some call in unnamed]),
	])
}
