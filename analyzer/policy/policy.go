// Package policy loads rules written in Rego, the built-in library and users'
// own on the same footing, compiles and prepares them once, and evaluates them
// once per flow and once per organisation over the facts.
//
// A rule is a Rego package with METADATA at package scope that defines
//
//	findings contains {"at": record, "message": "...", "evidence": {...}} if { ... }
//
// Every source (the built-in library, each directory, file or bundle given by a user) is
// compiled on its own, so that package names of one source never meet those of
// another. Within a source one query a scope answers for all rules. Built-in rules
// whose gate (package gate) says that they find nothing in the flow are left out;
// rules of users are always evaluated, over the whole input.
//
// What only authors of rules need (unit tests, mutations, explanations, the mistakes that policy
// check warns of) is package author, which builds on this one.
//
// Policies run without network, files, environment, clock or chance: the same
// facts always give the same findings.
package policy

import (
	"io"
	"time"

	"archlint/analyzer/finding"
)

// DefaultSteps is how many steps the evaluation of one rule over one flow may take
// unless Options say otherwise; over the organisation it is a 500th of that more for
// each flow. A step is an expression that is evaluated, or as much work in a built-in
// function (package bounded): about a microsecond. Ordinary rules take thousands.
const DefaultSteps = 5_000_000

// DefaultTimeout is the last resort against a single call that takes for ever, and
// what unit tests of rules may take.
const (
	DefaultTimeout     = 5 * time.Minute
	defaultTestTimeout = 10 * time.Second
)

// Options say what to load and how to run it.
type Options struct {
	// Sources are users' policies: directories, .rego files, OPA bundles (.tar.gz).
	Sources []string
	// Builtin adds the built-in library.
	Builtin bool
	// Levels override severities by rule id or alias; finding.Off keeps a rule
	// from being evaluated at all.
	Levels map[string]finding.Severity
	// Params are values for rules' parameters, by rule id and name.
	Params map[string]map[string]any
	// Where, if set, names the place of a setting ("file:4:3: ") for the errors
	// about it; param is "" for the rule itself.
	Where func(rule, param string) string
	// Print receives what policies print(); nil compiles the calls away.
	Print io.Writer
	// Steps bound the evaluation of one rule over one flow; 0 means DefaultSteps.
	Steps int64
	// Timeout bounds it by the clock, as a last resort; 0 means DefaultTimeout.
	Timeout time.Duration
	// Profile asks the rules one by one and keeps what each cost, for Costs. It
	// takes longer: what rules share is worked out for each of them.
	Profile bool
	// Worker is the command of a program that calls Work. If set, rules of users are
	// evaluated by such processes, which may end without harm; else by this one.
	Worker []string
	// Conftest are directories of Conftest-style policies: see conftest.go.
	Conftest []string
}
