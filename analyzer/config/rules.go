package config

import (
	"regexp"

	"archlint/analyzer/finding"
	"archlint/analyzer/pattern"
)

// Rule is a rule's settings in a configuration.
type Rule struct {
	ID     string
	At     Origin
	Level  finding.Severity // "" where it stays
	Params []Param
	// Firm is set where a flag or a variable gives the level: overrides for
	// places then do not change it.
	Firm bool
	// Unwaivable is where the configuration forbids waivers of the rule, nil where it does
	// not.
	Unwaivable *Origin
}

// Param is the value of a rule's parameter: a float64, a string, a bool, or
// a []any of strings.
type Param struct {
	Name  string
	Value any
	At    Origin
}

// Override is what holds for some paths or flows. A finding must match both
// where both are given.
type Override struct {
	At     Origin
	Levels []Rule

	paths, flows []*regexp.Regexp
}

func rulesOf(v *value) []Rule {
	var out []Rule
	for _, id := range v.names() {
		r := v.get(id)
		one := Rule{ID: id, At: r.named()}
		if level := r.get("level"); level != nil {
			one.Level, one.Firm = finding.Severity(level.text), level.at.Kind >= FromEnvironment
		}
		if w := r.get("waivable"); w != nil && !w.truth() {
			one.Unwaivable = &w.at
		}
		params := r.get("params")
		for _, name := range params.names() {
			p := params.get(name)
			one.Params = append(one.Params, Param{Name: name, Value: p.plain(), At: p.named()})
		}
		out = append(out, one)
	}
	return out
}

func overridesOf(v *value) []Override {
	var out []Override
	for _, o := range v.itemsOf() {
		one := Override{At: o.at}
		for _, p := range o.get("paths").texts() {
			one.paths = append(one.paths, pattern.Path(p))
		}
		for _, f := range o.get("flows").texts() {
			one.flows = append(one.flows, pattern.Name(f))
		}
		rules := o.get("rules")
		for _, id := range rules.names() {
			level := rules.get(id)
			one.Levels = append(one.Levels, Rule{ID: id, At: level.named(), Level: finding.Severity(level.text)})
		}
		out = append(out, one)
	}
	return out
}

// Matches reports whether a finding in that file and flow is meant.
func (o Override) Matches(file, flow string) bool {
	return (len(o.paths) == 0 || file != "" && pattern.Any(o.paths, pattern.Absolute(file))) &&
		(len(o.flows) == 0 || flow != "" && pattern.Any(o.flows, flow))
}

// plain is a parameter's value as Go has it.
func (v *value) plain() any {
	if v.shape == list {
		out := []any{}
		for _, item := range v.items {
			out = append(out, item.plain())
		}
		return out
	}
	switch v.tag {
	case "!!int", "!!float":
		return v.num
	case "!!bool":
		return v.num != 0
	default:
		return v.text
	}
}
