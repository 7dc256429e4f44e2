# METADATA
# title: Input stands in a URL's query as it is
# description: >-
#   A value in the query of a URL must be escaped: a space, an ampersand or the plus sign of a phone number ends
#   it, splits it or turns into something else, and the request fails, or asks for the wrong thing, for just those
#   values. Path segments are left alone, since ids seldom need it, and so are inputs that the contract declares
#   as numbers.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: Genesys blueprint on data actions for resiliency, escape inputs
# custom:
#   id: url-unescaped
#   category: resilience
#   severity: warning
#   confidence: likely
#   scope: org
#   since: 0.1.0
#   remediation: >-
#     Write $esc.url(${input.name}) in the request's URL template.
package archlint.rules.url_unescaped

findings contains {"at": action, "message": message, "evidence": {"url": action.url, "unescaped": sort(bare)}} if {
	some action in input.org.dataActions
	bare := {name | some name in unescaped(action.url); not safe(action, name)}
	count(bare) > 0
	message := sprintf("data action %q puts %s into the query of its URL unescaped: a space, & or + in it changes the request", [
		action.name, concat(", ", sort(bare)),
	])
}

# unescaped are the inputs in a URL's query that no escape macro encloses.
unescaped(url) := {input_name |
	parts := split(url, "?")
	query := regex.replace(concat("?", array.slice(parts, 1, count(parts))), `\$esc\.\w+\([^)]*\)`, "")
	some match in regex.find_all_string_submatch_n(`\$!?\{\s*input\.([\w.-]+)\s*\}`, query, -1)
	input_name := match[1]
}

# safe: the contract takes nothing but numbers or yes and no there.
safe(action, name) if {
	some declared in action.contract
	declared.name == name
	declared.type in {"integer", "number", "boolean"}
}
