package policy

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ast/location"

	"archlint/analyzer/finding"
)

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// metadata reads one rule's record from its package annotation, collecting
// every gap as an error at the annotation's place.
type metadata struct {
	file   string
	loc    *location.Location
	custom map[string]any
	errs   *LoadErrors
}

// readRule turns a package annotation into a Rule. src names where the rule
// came from; only title, custom.id and custom.severity are demanded of users.
func readRule(file string, a *ast.Annotations, pkg *ast.Package, src string, errs *LoadErrors) Rule {
	m := metadata{file: file, loc: a.Location, custom: a.Custom, errs: errs}
	r := Rule{
		ID:          m.text("id", ""),
		Aliases:     m.texts("aliases"),
		Title:       a.Title,
		Description: strings.TrimSpace(a.Description),
		Category:    m.text("category", "custom"),
		Default:     finding.Severity(m.oneOf("severity", "", "error", "warning", "info")),
		Confidence:  m.oneOf("confidence", "likely", "proven", "likely", "heuristic"),
		Remediation: strings.TrimSpace(m.text("remediation", "")),
		Scope:       Scope(m.oneOf("scope", string(FlowScope), string(FlowScope), string(OrgScope))),
		Params:      m.params(),
		References:  references(a),
		Since:       m.text("since", ""),
		Source:      src,
		Package:     PackageName(pkg),
		File:        file,
		Line:        a.Location.Row,
	}
	r.Severity = r.Default
	if src == BuiltinSource {
		r.Docs = "docs/rules/" + r.ID + ".md"
	}
	m.demand(r)
	return r
}

func (m *metadata) demand(r Rule) {
	if r.Title == "" {
		m.fail("title is missing")
	}
	switch {
	case r.ID == "":
		m.fail("custom.id is missing")
	case !idPattern.MatchString(r.ID):
		m.fail("custom.id %q: want lower-case words joined by hyphens", r.ID)
	}
	if r.Default == "" {
		m.fail("custom.severity is missing: want error, warning or info")
	}
	known := []string{"id", "aliases", "category", "severity", "confidence", "remediation", "scope", "params", "since"}
	for _, key := range SortedKeys(m.custom) {
		if !contains(known, key) {
			m.fail("custom.%s is unknown%s", key, DidYouMean(key, known))
		}
	}
}

func (m *metadata) fail(format string, args ...any) {
	m.errs.Add(m.file, m.loc, "METADATA: "+format, args...)
}

func (m *metadata) text(key, otherwise string) string {
	v, set := m.custom[key]
	if !set {
		return otherwise
	}
	s, ok := v.(string)
	if !ok {
		s = fmt.Sprint(v) // a version such as 0.1 reads as a number
	}
	return s
}

func (m *metadata) oneOf(key, otherwise string, allowed ...string) string {
	s := m.text(key, otherwise)
	if s != otherwise && !contains(allowed, s) {
		m.fail("custom.%s is %q: want %s", key, s, strings.Join(allowed, ", "))
	}
	return s
}

func (m *metadata) texts(key string) []string {
	out := []string{}
	list, ok := m.custom[key].([]any)
	if !ok && m.custom[key] != nil {
		m.fail("custom.%s: want a list", key)
	}
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// params reads custom.params, a map from name to {type, default, description}.
func (m *metadata) params() []Param {
	out := []Param{}
	all, ok := m.custom["params"].(map[string]any)
	if !ok && m.custom["params"] != nil {
		m.fail("custom.params: want a map from name to {type, default, description}")
	}
	for _, name := range SortedKeys(all) {
		record, ok := all[name].(map[string]any)
		if !ok {
			m.fail("custom.params.%s: want {type, default, description}", name)
			continue
		}
		p := Param{Name: name, Type: fmt.Sprint(record["type"])}
		p.Description, _ = record["description"].(string)
		value, err := p.coerce(record["default"])
		if err != nil {
			m.fail("custom.params.%s.default: %v", name, err)
		}
		p.Default, p.Value = value, value
		out = append(out, p)
	}
	return out
}

func references(a *ast.Annotations) []Reference {
	out := []Reference{}
	for _, r := range a.RelatedResources {
		out = append(out, Reference{Ref: r.Ref.String(), Description: r.Description})
	}
	return out
}

// PackageName is the package as authors write it, without the leading "data.".
func PackageName(p *ast.Package) string {
	return strings.TrimPrefix(p.Path.String(), "data.")
}

func SortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
