# METADATA
# title: Secret is written in the request of a data action
# description: >-
#   A header of the data action's request, or a field of its body, has the literal text of a password, key or token.
#   Everybody who may view data actions or their exports can read it, it goes into every repository that the data
#   action is deployed from, and it cannot be changed without changing the data action. What the template takes from
#   `${credentials...}`, `${authResponse...}` or `${input...}` is none, nor is what only stands for a secret, such as
#   `YOUR_API_KEY`. The secret in a URL has a rule of its own.
# related_resources:
#   - ref: https://registry.terraform.io/providers/MyPureCloud/genesyscloud/latest/docs/resources/integration_credential
#     description: credentials of an integration, kept apart from its data actions
# custom:
#   id: secret-in-definition
#   category: security
#   severity: error
#   confidence: likely
#   scope: org
#   since: 0.2.0
#   remediation: >-
#     Keep the secret in the integration's credentials, and take it from there in the template, as
#     `${credentials.apiKey}`; then make a new secret, because this one is known.
package archlint.rules.secret_in_definition

import data.archlint.lib

findings contains {
	"at": action, "message": message, "evidence": evidence, "about": [action.name, given.name],
	"severity": grave(given),
} if {
	some action in input.org.dataActions
	some given in array.concat(headers(action), fields(action))
	secret(given)
	not lib.dummy(given.text)
	message := sprintf("%s %q of data action %q holds a secret of %d characters that everybody who sees the data action can read", [
		given.where, given.name, action.name, count(given.text),
	])
	evidence := {"where": given.where, "name": given.name, "length": count(given.text)}
}

# headers are those whose value is a text and no template.
headers(action) := [{"where": "header", "name": header.name, "text": header.value} |
	some header in action.headers
	not contains(header.value, "$")
]

# fields are those of a body in JSON that hold a text and no template.
fields(action) := [{"where": "body field", "name": match[1], "text": match[2]} |
	some match in regex.find_all_string_submatch_n(`"([^"\\]+)"\s*:\s*"([^"$]+)"`, action.body, -1)
]

secret(given) if {
	lib.key_name(given.name)
	lib.key_text(given.text)
}

secret(given) if lib.token(given.name, given.text)

secret(given) if lib.credential(given.name, given.text)

# grave: a text that can be nothing else is proven. One that only a name gives away is not, nor is one that looks typed.
default grave(_) := "warning"

grave(given) := "error" if {
	lib.credential(given.name, given.text)
	not lib.made_up(given.text)
}
