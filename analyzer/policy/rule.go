package policy

import (
	"fmt"

	"archlint/analyzer/finding"
)

// Scope is what a rule looks at in one evaluation.
type Scope string

// The scopes of a rule.
const (
	FlowScope Scope = "flow" // one flow: input is facts.FlowInput
	OrgScope  Scope = "org"  // all flows at once: input is facts.OrgInput
)

// BuiltinSource is the Source of the rules of the built-in library.
const BuiltinSource = "builtin"

// Rule is everything that is known of a rule: the one record that docs,
// `explain`, SARIF descriptors and the configuration schema derive from. It is
// read from the METADATA annotations of the rule's package.
type Rule struct {
	ID          string   `json:"id"`
	Aliases     []string `json:"aliases"` // ids it had before; they still work in configuration
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Category    string   `json:"category"`
	// Severity is the level its findings get here: Default unless overridden.
	Severity    finding.Severity `json:"severity"`
	Default     finding.Severity `json:"defaultSeverity"`
	Confidence  string           `json:"confidence"` // "proven", "likely", "heuristic"
	Remediation string           `json:"remediation"`
	Scope       Scope            `json:"scope"`
	Params      []Param          `json:"params"` // sorted by name
	References  []Reference      `json:"references"`
	Since       string           `json:"since"`  // first version of archlint that has it, "" for users' rules
	Source      string           `json:"source"` // BuiltinSource, or the path the user gave
	Docs        string           `json:"docs"`   // page of a built-in rule, "" for users' rules

	// Package is the rule's Rego package ("archlint.rules.polling"); File and
	// Line are where its METADATA stands.
	Package string `json:"package"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

// Param is a number or text that a configuration may set for a rule; policies
// read it as input.params.<Name>.
type Param struct {
	Name        string `json:"name"`
	Type        string `json:"type"` // "integer", "number", "string", "boolean", "strings"
	Default     any    `json:"default"`
	Description string `json:"description"`
	Value       any    `json:"value"` // what the rule sees here
}

// Reference is a source that a rule rests on.
type Reference struct {
	Ref         string `json:"ref"`
	Description string `json:"description"`
}

// Gaps are what a reader of the rule's findings misses in its record, a line
// each with its place. Loading does not demand it.
func (r Rule) Gaps() []string {
	var out []string
	gap := func(what string, missing bool) {
		if missing {
			out = append(out, fmt.Sprintf("%s:%d: METADATA: %s", r.File, r.Line, what))
		}
	}
	gap("description is missing: say what the rule looks for, and why", r.Description == "")
	gap("custom.remediation is missing: say what to do", r.Remediation == "")
	for _, p := range r.Params {
		gap("custom.params."+p.Name+".description is missing", p.Description == "")
	}
	return out
}
