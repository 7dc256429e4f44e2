package config

import (
	"path/filepath"
	"regexp"
	"strings"

	"archlint/analyzer/finding"
)

// Rule is what a configuration says of a rule.
type Rule struct {
	ID     string
	At     Origin
	Level  finding.Severity // "" where it stays
	Params []Param
	// Firm is set where a flag or a variable gives the level: overrides for
	// places then do not change it.
	Firm bool
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
			one.paths = append(one.paths, pathPattern(p))
		}
		for _, f := range o.get("flows").texts() {
			one.flows = append(one.flows, flowPattern(f))
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
	return (len(o.paths) == 0 || file != "" && anyMatch(o.paths, absolute(file))) &&
		(len(o.flows) == 0 || flow != "" && anyMatch(o.flows, flow))
}

func anyMatch(patterns []*regexp.Regexp, text string) bool {
	for _, p := range patterns {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}

// absolute makes paths comparable that begin at different places.
func absolute(name string) string {
	full, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(full)
}

// pathPattern compiles a pattern for paths: * and ? within a name, ** across
// names, and all that is below what matches.
func pathPattern(glob string) *regexp.Regexp {
	return compile("(?s)^" + translate(absolute(glob), "[^/]") + "(?:/.*)?$")
}

// flowPattern compiles a pattern for names of flows.
func flowPattern(glob string) *regexp.Regexp {
	return compile("(?is)^" + translate(glob, ".") + "$")
}

// compile cannot fail on valid UTF-8: all but our own operators is quoted.
func compile(expression string) *regexp.Regexp {
	return regexp.MustCompile(strings.ToValidUTF8(expression, "\uFFFD"))
}

// translate writes a glob as a regular expression; one is what ? stands for.
func translate(glob, one string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch {
		case strings.HasPrefix(glob[i:], "**/"):
			b.WriteString("(?:.*/)?")
			i += 2
		case strings.HasPrefix(glob[i:], "**"):
			b.WriteString(".*")
			i++
		case glob[i] == '*':
			b.WriteString(one + "*")
		case glob[i] == '?':
			b.WriteString(one)
		default:
			b.WriteString(quoteText(glob, &i))
		}
	}
	return b.String()
}

// quoteText quotes what stands up to the next character that means something.
func quoteText(glob string, i *int) string {
	end := *i
	for end < len(glob) && glob[end] != '*' && glob[end] != '?' {
		end++
	}
	text := glob[*i:end]
	*i = end - 1
	return regexp.QuoteMeta(text)
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
