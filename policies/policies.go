// Package policies is the built-in rule library: a folder a rule, holding the
// rule, its unit tests, and a bad and a good example flow.
package policies

import "embed"

// FS holds the library: <category>/<rule-id>/{rule.rego, rule_test.rego,
// bad.*, good.*}, and lib/<name>.rego with what several rules share.
//
//go:embed lib resilience volume capacity hygiene security
var FS embed.FS
