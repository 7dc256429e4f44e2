// Package config reads .archlint.yaml: traffic, scenarios, branch profiles,
// limits, rules and what else flags can say. Every value keeps where it stands,
// so that errors point there and `archlint config show` can tell.
//
// What may stand in a file is one tree of schemas (keys.go); checking, the
// published JSON schema, defaults and the settings' order of precedence derive
// from it. Values come in layers, each beating those before it: a file's bases
// (extends), the file, the environment, flags.
package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/budget"
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/source"
	"archlint/analyzer/waiver"
)

// FileName is the name of the configuration file, which is looked for in the
// working directory and in those above it.
const FileName = ".archlint.yaml"

// Errors are all that is wrong with a configuration, each with its place.
type Errors []*source.Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Sorted returns the errors in the order of their places, each once.
func (e Errors) Sorted() Errors {
	out := slices.Clone(e)
	slices.SortStableFunc(out, func(a, b *source.Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(out, func(a, b *source.Error) bool { return *a == *b })
}

// Error is an error about a value that stands there.
func (o Origin) Error(format string, args ...any) *source.Error {
	e := &source.Error{Message: fmt.Sprintf(format, args...)}
	if o.Kind == FromFile {
		e.File, e.Pos = o.Name, o.Pos
	} else if o.Name != "" {
		e.Message = o.Name + ": " + e.Message
	}
	return e
}

// Config is a configuration: what all layers together say. The zero Config is
// of no use; take Empty or Load.
type Config struct {
	// Files are the configuration files that were read, the nearest first.
	Files []string

	// Traffic is without any scenario.
	Traffic capacity.Traffic
	// Chosen are the names of the scenarios that are asked for, Names of all
	// there are, in order.
	Chosen, Names []string
	// Profile is the traffic profile, nil where none is given.
	Profile *Profile

	// AssumeBranches leaves counts that an export holds alone.
	AssumeBranches bool
	// Terraform is what a CX as Code configuration is evaluated with.
	Terraform TerraformValues

	// LimitsFile is a file with the organisation's own limits, "" for none;
	// Limits are values that go before it.
	LimitsFile string
	Limits     []limits.Override

	// Policies are sources of rules, Conftest directories of Conftest-style
	// policies; NoBuiltin leaves the built-in library out.
	Policies  []string
	Conftest  []string
	NoBuiltin bool
	// Rules are the settings of rules, Overrides those of places, in the order
	// in which they apply: the last that matches holds.
	Rules     []Rule
	Overrides []Override
	// Waivers are the risks that were taken, those of files with waivers too once
	// With has read them.
	Waivers []waiver.Waiver
	// WaiversNeed is what a waiver needs besides a reason, "owner" or "expires",
	// with who says so.
	WaiversNeed map[string]string

	// Budgets are what the team allows itself, nil for nothing.
	Budgets *budget.Budgets
	// Baseline is a file with findings that there were, "" for none.
	Baseline string

	dir     string // where waivers.yaml is looked for, "" for nowhere
	waivers *value // of files with waivers, a list
	files   *value // of the files, merged
	over    *value // environment and flags
}

// Empty is the configuration that says nothing.
func Empty() *Config { return EmptyIn("") }

// EmptyIn says nothing but what a file with waivers in dir says.
func EmptyIn(dir string) *Config {
	c := &Config{files: newObject(Origin{}), over: newObject(Origin{}), dir: dir}
	c.decode()
	return c
}

// all holds the nearest value of each key over all layers. A profile that is given by a
// flag replaces those of the files.
func (c *Config) all() *value {
	files := c.files
	if c.over.get("profile") != nil {
		files = files.clone()
		files.remove("profile")
	}
	return merged(root(), files, c.over)
}

// TerraformValues are what Terraform's flags of these names give it.
type TerraformValues struct {
	Vars      []string // NAME=VALUE, a later one beats an earlier one
	VarFiles  []string // paths
	Workspace string   // empty where nobody says
}

// Given returns what the files say of a key with plain values.
func (c *Config) Given(key ...string) (values []string, ok bool) {
	v := c.files.get(key...)
	switch {
	case v == nil || v.shape == object:
		return nil, false
	case v.shape == list:
		return v.texts(), len(v.items) > 0
	}
	return []string{v.text}, true
}

// decode fills the fields from the layers, which have been checked.
func (c *Config) decode() {
	all := c.all()
	c.Traffic = trafficOf(all.get("traffic"), "")
	c.Chosen, c.Names = all.get("scenario").texts(), all.get("scenarios").names()
	c.Profile = profileOf(all.get("profile"))
	c.AssumeBranches = all.get("assume-branches").truth()
	c.Terraform = TerraformValues{
		Vars: all.get("terraform", "vars").texts(), VarFiles: all.get("terraform", "var-files").texts(),
		Workspace: all.get("terraform", "workspace").str(),
	}
	c.LimitsFile = all.get("limits", "file").str()
	c.Limits = limitsOf(all.get("limits", "values"))
	c.Policies = all.get("policies", "sources").texts()
	c.Conftest = all.get("policies", "conftest").texts()
	builtin := all.get("policies", "builtin")
	c.NoBuiltin = builtin != nil && !builtin.truth()
	c.Rules = rulesOf(all.get("rules"))
	c.Overrides = overridesOf(all.get("overrides"))
	c.WaiversNeed = needsOf(all.get("waivers-need"))
	c.Budgets = budgetsOf(all.get("budgets"))
	c.Baseline = all.get("baseline").str()
	c.Waivers = append(waiversOf(all.get("waivers")), waiversOf(c.waivers)...)
}

func limitsOf(v *value) []limits.Override {
	var out []limits.Override
	for _, id := range v.names() {
		namespace, key, _ := strings.Cut(id, "/")
		one := v.get(id)
		out = append(out, limits.Override{Namespace: namespace, Key: key, Value: one.num, Source: limits.Config, Reference: one.at.String()})
	}
	return out
}
