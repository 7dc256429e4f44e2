# METADATA
# title: Timeout of a data action is outside the allowed range
# description: >-
#   A data action's own timeout may be 1 to 60 seconds; a function data action's at most 15. The platform refuses
#   to publish or deploy anything else.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_action
#     description: "config_timeout_seconds: 1 to 60"
#   - ref: https://github.com/MyPureCloud/terraform-provider-genesyscloud/issues/2503
#     description: "functions: at most 15 s"
# custom:
#   id: timeout-out-of-range
#   category: resilience
#   severity: error
#   confidence: proven
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Set a timeout of 1 to 60 s, or of 1 to 15 s for a function data action.
package archlint.rules.timeout_out_of_range

import data.archlint.lib

findings contains {"at": action, "message": message, "evidence": {"timeoutSeconds": action.timeoutSeconds, "most": most(action)}} if {
	some action in input.org.dataActions
	outside(action)
	message := sprintf("data action %q has a timeout of %s s: the platform takes 1 to %d s%s", [
		action.name, lib.short(action.timeoutSeconds), most(action), of(action),
	])
}

outside(action) if {
	is_number(action.timeoutSeconds)
	action.timeoutSeconds < 1
}

outside(action) if action.timeoutSeconds > most(action)

most(action) := 15 if action.integrationType == "function-data-actions"

most(action) := 60 if action.integrationType != "function-data-actions"

of(action) := " for a function" if most(action) == 15

of(action) := "" if most(action) == 60
