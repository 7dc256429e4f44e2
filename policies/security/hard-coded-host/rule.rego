# METADATA
# title: Host of one environment is written in the flow
# description: >-
#   A literal URL goes into a data action. It names the host of one environment: after the flow was moved, test
#   talks to production, or production to test.
# related_resources:
#   - ref: https://github.com/MyPureCloud/terraform-provider-genesyscloud
#     description: moving flows between organisations
# custom:
#   id: hard-coded-host
#   category: security
#   severity: info
#   confidence: likely
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the host in the data action's configuration or in a data table, one value for each environment.
package archlint.rules.hard_coded_host

import data.archlint.lib

findings contains {"at": value, "message": message, "evidence": {"input": value.name, "host": host}, "about": value.name} if {
	some call in input.flow.calls
	some value in call.inputs
	value.known
	value.kind == "literal"
	host := regex.find_all_string_submatch_n(`^https?://([^/:?#]+)`, value.text, 1)[0][1]
	message := sprintf("input %q of %s names the host %s", [value.name, lib.called(call), host])
}
