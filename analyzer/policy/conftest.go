package policy

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/finding"
)

// Conftest-style policies run unchanged over the facts of each flow (input is
// facts.FlowInput): package main with sets named deny, violation or warn, or
// those words and a suffix, of texts or of objects with "msg". What else is in
// such an object becomes evidence; "at" may point at a record. A rule named in
// the sets of "exception" is left out. Files may be in the old Rego syntax.
// deny and violation are errors, warn is a warning; the rule's id is
// "conftest-" and its name. Source of the conventions: conftest's documentation.

// ConftestSource is the Source of all Conftest-style rules.
const ConftestSource = "conftest"

var conftestName = regexp.MustCompile(`^(deny|violation|warn)(_[a-zA-Z0-9]+)*$`)

// readConftest reads all directories as one source, whose packages meet as they do
// in conftest.
func readConftest(dirs []string) (SourceText, LoadErrors) {
	out := SourceText{Name: ConftestSource, Conftest: true}
	var errs LoadErrors
	for _, dir := range dirs {
		files, err := ReadSource(dir)
		if err != nil {
			errs.Add(filepath.ToSlash(dir), nil, "reading policies: %v", err)
			continue
		}
		out.Files = append(out.Files, withoutTests(files)...)
	}
	if len(out.Files) == 0 && len(errs) == 0 && len(dirs) > 0 {
		errs.Add(filepath.ToSlash(dirs[0]), nil, "no deny, violation or warn in package main")
	}
	return out, errs
}

// parseConftest makes the unit of such a source.
func parseConftest(s SourceText) (*Unit, LoadErrors) {
	u := newUnit(ConftestSource)
	u.lenient = true
	var errs LoadErrors
	for _, f := range s.Files {
		m, err := parseEither(f)
		if err != nil {
			errs.AddErr(f.Name, err)
			continue
		}
		u.modules[f.Name] = m
	}
	u.adaptConftest(&errs)
	if len(u.rules) == 0 && len(errs) == 0 {
		errs.Add(s.Files[0].Name, nil, "no deny, violation or warn in package main")
	}
	return u, errs
}

// parseEither takes today's syntax and, failing that, the old one. The error
// is that of today's.
func parseEither(f SourceFile) (*ast.Module, error) {
	p := parse(f)
	if p.err == nil {
		return p.module, nil
	}
	old, err := ast.ParseModuleWithOpts(f.Name, f.Text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV0})
	if err != nil || old == nil {
		return nil, p.err
	}
	return old, nil
}

// adaptConftest gives every deny, violation and warn a module that turns its
// answers into findings.
func (u *Unit) adaptConftest(errs *LoadErrors) {
	excepts := false
	first := map[string]*ast.Rule{}
	for _, name := range SortedKeys(u.modules) {
		m := u.modules[name]
		if PackageName(m.Package) != "main" {
			continue
		}
		for _, r := range m.Rules {
			word := r.Head.Ref()[0].String()
			excepts = excepts || word == "exception"
			if conftestName.MatchString(word) && first[word] == nil {
				first[word] = r
			}
		}
	}
	for _, word := range SortedKeys(first) {
		u.adapt(word, first[word], excepts, errs)
	}
}

func (u *Unit) adapt(word string, r *ast.Rule, excepts bool, errs *LoadErrors) {
	id := "conftest-" + strings.ToLower(strings.ReplaceAll(word, "_", "-"))
	if other := u.byID[id]; other != nil {
		errs.Add(r.Location.File, r.Location, "%s and %s would both be the rule %s", word, other.Title, id)
		return
	}
	kind, suffix, _ := strings.Cut(word, "_")
	level := finding.Error
	if kind == "warn" {
		level = finding.Warning
	}
	p := parse(SourceFile{Name: "conftest/" + word + ".rego", Text: adapter(word, suffix, excepts)})
	if p.err != nil {
		errs.AddErr(r.Location.File, p.err)
		return
	}
	rule := &Rule{
		ID: id, Aliases: []string{}, Title: word, Category: "custom", Severity: level, Default: level, Confidence: "likely",
		Scope: FlowScope, Params: []Param{}, References: []Reference{}, Source: ConftestSource,
		Package: PackageName(p.module.Package), File: r.Location.File, Line: r.Location.Row,
	}
	u.modules["conftest/"+word+".rego"] = p.module
	u.rules, u.byID[id], u.packages[id] = append(u.rules, rule), rule, p.module
}

// adapter is the text of the module that makes findings of one set.
func adapter(word, suffix string, excepts bool) string {
	guard, excepted := "", ""
	if excepts {
		guard = "\tnot excepted\n"
		excepted = fmt.Sprintf("\nexcepted if {\n\tsome names in data.main.exception\n\t%q in names\n}\n", suffix)
	}
	return fmt.Sprintf(`package archlint_conftest.%[1]s

findings contains {"at": input.flow, "message": answer} if {
	some answer in data.main.%[1]s
	is_string(answer)
%[2]s}

findings contains {"at": object.get(answer, "at", input.flow), "message": answer.msg, "evidence": object.remove(answer, ["msg", "at"])} if {
	some answer in data.main.%[1]s
	is_object(answer)
%[2]s}
%[3]s`, word, guard, excepted)
}
