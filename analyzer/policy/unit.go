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

// unit is one source of rules, compiled on its own.
type unit struct {
	source   string
	text     sourceText             // of a source of users
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

func newUnit(src string) *unit {
	return &unit{source: src, modules: map[string]*ast.Module{}, tests: map[string]*ast.Module{},
		library: map[string]bool{}, byID: map[string]*Rule{}, packages: map[string]*ast.Module{}}
}

// parseUnit parses the files of a source and reads its rules. Modules of the
// library, which all sources may import, are added unless the source brings
// packages of those names itself.
func parseUnit(src string, files []regoFile, library []regoFile) (*unit, LoadErrors) {
	u := newUnit(src)
	var errs LoadErrors
	own := map[string]bool{}
	for i, p := range parseAll(files) {
		if p.err != nil {
			errs.addErr(files[i].Name, p.err)
			continue
		}
		own[packageName(p.module.Package)] = true
		u.add(files[i].Name, p.module)
	}
	for i, p := range parseAll(library) {
		if p.err != nil || strings.HasSuffix(packageName(p.module.Package), "_test") {
			continue // the library's tests are its own business
		}
		if !own[packageName(p.module.Package)] {
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
func parseAll(files []regoFile) []parsed {
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

func parse(f regoFile) parsed {
	m, err := ast.ParseModuleWithOpts(f.Name, f.Text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err == nil && m == nil {
		err = errors.New("empty: want a package")
	}
	return parsed{m, err}
}

// add puts a module among the rules, or among the unit tests.
func (u *unit) add(name string, m *ast.Module) {
	if isTest(name) || strings.HasSuffix(packageName(m.Package), "_test") {
		u.tests[name] = m
		return
	}
	u.modules[name] = m
}

// readRules finds the rules among the modules: the packages that carry an id.
func (u *unit) readRules(errs *LoadErrors) {
	findings, annotated := map[string]*ast.Rule{}, map[string]bool{}
	for _, name := range sortedKeys(u.modules) {
		m := u.modules[name]
		pkg := packageName(m.Package)
		if f := findingsRule(m); f != nil && findings[pkg] == nil {
			findings[pkg] = f
		}
		a := packageAnnotation(m)
		if a == nil || isHelper(a) {
			continue
		}
		if annotated[pkg] {
			errs.add(name, a.Location, "METADATA: package %s has another METADATA of a rule", pkg)
			continue
		}
		annotated[pkg] = true
		u.addRule(name, m, a, errs)
	}
	u.checkFindings(findings, annotated, errs)
	sort.Slice(u.rules, func(i, j int) bool { return u.rules[i].ID < u.rules[j].ID })
}

func (u *unit) addRule(name string, m *ast.Module, a *ast.Annotations, errs *LoadErrors) {
	r := readRule(name, a, m.Package, u.source, errs)
	if other := u.byID[r.ID]; other != nil {
		errs.add(name, a.Location, "METADATA: rule id %s is taken by %s", r.ID, other.File)
		return
	}
	u.rules = append(u.rules, &r)
	u.byID[r.ID] = &r
	u.packages[r.ID] = m
}

// checkFindings demands that METADATA and findings come together.
func (u *unit) checkFindings(findings map[string]*ast.Rule, annotated map[string]bool, errs *LoadErrors) {
	for _, r := range u.rules {
		if findings[r.Package] == nil {
			errs.add(r.File, u.packages[r.ID].Package.Location, "rule %s: package %s does not define findings", r.ID, r.Package)
		}
	}
	for _, pkg := range sortedKeys(findings) {
		f := findings[pkg]
		if !annotated[pkg] {
			errs.add(f.Location.File, f.Location, "package %s defines findings but has no METADATA at package scope with custom.id and "+
				"custom.severity", pkg)
		}
		if f.Head.RuleKind() != ast.MultiValue {
			errs.add(f.Location.File, f.Location, "findings of package %s: want a set: findings contains {...} if { ... }", pkg)
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
