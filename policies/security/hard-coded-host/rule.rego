# METADATA
# title: Host of one environment is written in the flow
# description: >-
#   A literal URL, in an expression or by a variable that a step assigns it to as well, goes into a data action.
#   It names the host of one environment: after the flow was moved, test talks to production, or production to
#   test. A link in the text of a message (inputs such as body, message or text) is none.
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

findings contains {"at": given, "message": message, "evidence": {"input": given.input, "host": host}, "about": given.input} if {
	some call in input.flow.calls
	some given in call.texts
	some match in regex.find_all_string_submatch_n(`^https?://([^/:?#"\s]+\.[^/:?#"\s]+)`, given.text, 1)
	host := match[1]
	not regex.match(`(^|[_-])(?i:body|message|text|content|sms|subject)$|[a-z](Body|Message|Text|Content|Sms|Subject)$`, given.input)
	message := sprintf("input %q of %s names the host %s", [given.input, lib.called(call), host])
}
