package policy

import (
	"errors"
	"io"
	"runtime"
	"sort"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Unit is one source of rules, compiled on its own.
type Unit struct {
	source   string
	text     SourceText             // of a source of users
	modules  map[string]*ast.Module // by file name
	tests    map[string]*ast.Module // unit tests, by file name
	library  map[string]bool        // files that are the built-in library's shared helpers
	rules    []*Rule                // sorted by id
	byID     map[string]*Rule
	packages map[string]*ast.Module // of each rule's METADATA, by rule id
	lenient  bool                   // neither strict nor held against the schema: policies written for other input

	compiler  *ast.Compiler
	questions map[Scope]*question
	builtins  map[string]*topdown.Builtin // those that rules of users call instead of OPA's
	print     io.Writer
	// store is empty, and so nothing is ever written to it: all evaluations
	// share one transaction that reads.
	store   storage.Store
	reading storage.Transaction
}

// Source is where it comes from: BuiltinSource, or the path that the user gave.
func (u *Unit) Source() string { return u.source }

// Builtin reports whether it is the built-in library, whose rules are trusted.
func (u *Unit) Builtin() bool { return u.source == BuiltinSource }

// Lenient reports whether its rules were written for other input than ours.
func (u *Unit) Lenient() bool { return u.lenient }

// Modules are those of its rules by the name of their file, shared helpers among them.
func (u *Unit) Modules() map[string]*ast.Module { return u.modules }

// Tests are the modules of its unit tests by the name of their file.
func (u *Unit) Tests() map[string]*ast.Module { return u.tests }

// Shared reports whether a file is one of the helpers that all sources may import.
func (u *Unit) Shared(file string) bool { return u.library[file] }

// Rules are its rules in order of id.
func (u *Unit) Rules() []*Rule { return u.rules }

func newUnit(src string) *Unit {
	return &Unit{source: src, modules: map[string]*ast.Module{}, tests: map[string]*ast.Module{},
		library: map[string]bool{}, byID: map[string]*Rule{}, packages: map[string]*ast.Module{}}
}

// parseUnit parses the files of a source and reads its rules. Modules of the
// library, which all sources may import, are added unless the source brings
// packages of those names itself.
func parseUnit(src string, files []SourceFile, library []SourceFile) (*Unit, LoadErrors) {
	u := newUnit(src)
	var errs LoadErrors
	own := map[string]bool{}
	for i, p := range parseAll(files) {
		if p.err != nil {
			errs.AddErr(files[i].Name, p.err)
			continue
		}
		own[PackageName(p.module.Package)] = true
		u.add(files[i].Name, p.module)
	}
	for i, p := range parseAll(library) {
		if p.err != nil || strings.HasSuffix(PackageName(p.module.Package), "_test") {
			continue // the library's tests are its own business
		}
		if !own[PackageName(p.module.Package)] {
			u.add(library[i].Name, p.module)
			u.library[library[i].Name] = true
		}
	}
	u.readRules(&errs)
	return u, errs
}

// parsed is a file's module, or why there is none.
type parsed struct {
	module *ast.Module
	err    error
}

// parseAll parses files side by side; the results keep their order.
func parseAll(files []SourceFile) []parsed {
	out := make([]parsed, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			for i := range next {
				out[i] = parse(files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	return out
}

func parse(f SourceFile) parsed {
	m, err := ast.ParseModuleWithOpts(f.Name, f.Text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err == nil && m == nil {
		err = errors.New("empty: want a package")
	}
	return parsed{m, err}
}

// add puts a module among the rules, or among the unit tests.
func (u *Unit) add(name string, m *ast.Module) {
	if isTest(name) || strings.HasSuffix(PackageName(m.Package), "_test") {
		u.tests[name] = m
		return
	}
	u.modules[name] = m
}

// readRules finds the rules among the modules: the packages that carry an id.
func (u *Unit) readRules(errs *LoadErrors) {
	findings, annotated := map[string]*ast.Rule{}, map[string]bool{}
	for _, name := range SortedKeys(u.modules) {
		m := u.modules[name]
		pkg := PackageName(m.Package)
		if f := findingsRule(m); f != nil && findings[pkg] == nil {
			findings[pkg] = f
		}
		a := packageAnnotation(m)
		if a == nil || isHelper(a) {
			continue
		}
		if annotated[pkg] {
			errs.Add(name, a.Location, "METADATA: package %s has another METADATA of a rule", pkg)
			continue
		}
		annotated[pkg] = true
		u.addRule(name, m, a, errs)
	}
	u.checkFindings(findings, annotated, errs)
	sort.Slice(u.rules, func(i, j int) bool { return u.rules[i].ID < u.rules[j].ID })
}

func (u *Unit) addRule(name string, m *ast.Module, a *ast.Annotations, errs *LoadErrors) {
	r := readRule(name, a, m.Package, u.source, errs)
	if other := u.byID[r.ID]; other != nil {
		errs.Add(name, a.Location, "METADATA: rule id %s is taken by %s", r.ID, other.File)
		return
	}
	u.rules = append(u.rules, &r)
	u.byID[r.ID] = &r
	u.packages[r.ID] = m
}

// checkFindings demands that METADATA and findings come together.
func (u *Unit) checkFindings(findings map[string]*ast.Rule, annotated map[string]bool, errs *LoadErrors) {
	for _, r := range u.rules {
		if findings[r.Package] == nil {
			errs.Add(r.File, u.packages[r.ID].Package.Location, "rule %s: package %s does not define findings", r.ID, r.Package)
		}
	}
	for _, pkg := range SortedKeys(findings) {
		f := findings[pkg]
		if !annotated[pkg] {
			errs.Add(f.Location.File, f.Location, "package %s defines findings but has no METADATA at package scope with custom.id and "+
				"custom.severity", pkg)
		}
		if f.Head.RuleKind() != ast.MultiValue {
			errs.Add(f.Location.File, f.Location, "findings of package %s: want a set: findings contains {...} if { ... }", pkg)
		}
	}
}

// isHelper tells a package that is documented but is no rule.
func isHelper(a *ast.Annotations) bool {
	return a.Custom["id"] == nil && a.Custom["severity"] == nil
}

func packageAnnotation(m *ast.Module) *ast.Annotations {
	for _, a := range m.Annotations {
		if a.Scope == "package" {
			return a
		}
	}
	return nil
}

func findingsRule(m *ast.Module) *ast.Rule {
	for _, r := range m.Rules {
		if ref := r.Head.Ref(); len(ref) == 1 && ref[0].Value.Compare(ast.Var("findings")) == 0 {
			return r
		}
	}
	return nil
}

// IsFindings reports whether a rule is one of those that define findings.
func IsFindings(r *ast.Rule) bool {
	ref := r.Head.Ref()
	return len(ref) > 0 && ref[0].Value.Compare(ast.Var("findings")) == 0
}
