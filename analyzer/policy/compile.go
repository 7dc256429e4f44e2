package policy

import (
	"context"
	"io"
	"sort"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"archlint/policies"
)

// mainPackage holds the generated module that gathers the findings of all
// rules of a source, so that one query answers them all.
const mainPackage = "archlint_main"

// unit is one source of rules, compiled on its own.
type unit struct {
	source   string
	modules  map[string]*ast.Module // by file name
	tests    map[string]*ast.Module // unit tests, by file name
	rules    []*Rule                // sorted by id
	byID     map[string]*Rule
	packages map[string]*ast.Module // of each rule's METADATA, by rule id

	compiler *ast.Compiler
	queries  map[Scope]rego.PreparedEvalQuery // only scopes that have rules
	print    io.Writer

	mu      sync.Mutex
	singles map[string]rego.PreparedEvalQuery // one rule each, made when needed
}

// parseUnit parses the files of a source and reads its rules. Modules of the
// library, which all sources may import, are added unless the source brings
// packages of those names itself.
func parseUnit(src string, files []regoFile, library []regoFile) (*unit, LoadErrors) {
	u := &unit{source: src, modules: map[string]*ast.Module{}, tests: map[string]*ast.Module{},
		byID: map[string]*Rule{}, packages: map[string]*ast.Module{}}
	var errs LoadErrors
	own := map[string]bool{}
	for _, f := range files {
		if m := u.parse(f, &errs); m != nil {
			own[packageName(m.Package)] = true
		}
	}
	for _, f := range library {
		var m *ast.Module
		if m = u.parse(f, &errs); m != nil && own[packageName(m.Package)] {
			delete(u.modules, f.name)
			delete(u.tests, f.name)
		}
	}
	u.readRules(&errs)
	return u, errs
}

// parse reads one file into the unit's modules, or its tests.
func (u *unit) parse(f regoFile, errs *LoadErrors) *ast.Module {
	m, err := ast.ParseModuleWithOpts(f.name, f.text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	switch {
	case err != nil:
		errs.addErr(f.name, err)
		return nil
	case m == nil:
		errs.add(f.name, nil, "empty: want a package")
		return nil
	case isTest(f.name) || strings.HasSuffix(packageName(m.Package), "_test"):
		u.tests[f.name] = m
	default:
		u.modules[f.name] = m
	}
	return m
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
			errs.add(f.Location.File, f.Location, "package %s defines findings but has no METADATA at package scope with custom.id and custom.severity", pkg)
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

// prepare compiles the unit and prepares its queries. Rules that are off stay
// compiled, so that their mistakes are told, but are not asked.
func (u *unit) prepare(ctx context.Context, printTo io.Writer) LoadErrors {
	var errs LoadErrors
	u.print = printTo
	u.rewrite(false, &errs)
	if len(errs) > 0 {
		return errs
	}
	modules := u.mainModules()
	for name, m := range u.modules {
		modules[name] = m
	}
	u.compiler = u.newCompiler()
	u.compiler.Compile(modules)
	if u.compiler.Failed() {
		errs.addErr(u.source, u.compiler.Errors)
		return errs
	}
	if err := u.prepareQueries(ctx); err != nil {
		errs.addErr(u.source, err)
	}
	return errs
}

func (u *unit) newCompiler() *ast.Compiler {
	if u.source != BuiltinSource {
		return checkingCompiler(u.print != nil)
	}
	// A test checks the types of the library; every run need not again.
	return newCompiler(u.print != nil).WithSkipStages(ast.StageCheckTypes, ast.StageCheckUnusedImports)
}

// checkingCompiler also checks that rules use the input as its schema has it.
func checkingCompiler(prints bool) *ast.Compiler {
	return newCompiler(prints).WithSchemas(schemaSet()).WithUseTypeCheckAnnotations(true)
}

func newCompiler(prints bool) *ast.Compiler {
	return ast.NewCompiler().
		WithStrict(true).
		WithDefaultRegoVersion(ast.RegoV1).
		WithCapabilities(capabilities()).
		WithEnablePrintStatements(prints).
		SetErrorLimit(0)
}

// schemaSet holds the input schemas under schema.flow and schema.org.
func schemaSet() *ast.SchemaSet {
	set := ast.NewSchemaSet()
	for _, scope := range []Scope{FlowScope, OrgScope} {
		set.Put(schemaRef(scope), Schema(scope))
	}
	return set
}

func schemaRef(scope Scope) ast.Ref {
	return ast.SchemaRootRef.Append(ast.StringTerm(string(scope)))
}

// rewrite fits the modules to the shared input: each rule's own parameters,
// and the schema of its scope.
func (u *unit) rewrite(testing bool, errs *LoadErrors) {
	owner := map[string]*Rule{}
	for _, r := range u.rules {
		owner[r.Package] = r
		m := u.packages[r.ID]
		if err := addParams(m, r.Params, testing); err != nil {
			errs.addErr(r.File, err)
		}
		a := packageAnnotation(m)
		a.Schemas = append(a.Schemas, &ast.SchemaAnnotation{Path: ast.InputRootRef, Schema: schemaRef(r.Scope)})
	}
	for _, name := range sortedKeys(u.modules) {
		m := u.modules[name]
		rewriteNullTests(m)
		if r := owner[packageName(m.Package)]; r != nil {
			checkParams(name, m, r, errs)
			rewriteParams(m)
		} else if t := findParams(m); t != nil {
			errs.add(name, t.Location, "input.params belongs to a rule: package %s is none, hand the value over as an argument", packageName(m.Package))
		}
	}
}

// mainModules generates one module a scope: findings by rule id.
func (u *unit) mainModules() map[string]*ast.Module {
	out := map[string]*ast.Module{}
	for _, scope := range []Scope{FlowScope, OrgScope} {
		m := &ast.Module{Package: &ast.Package{Path: ast.MustParseRef("data." + mainPackage + "." + string(scope))}}
		m.SetRegoVersion(ast.RegoV1)
		for _, r := range u.active(scope) {
			m.Rules = append(m.Rules, gather(m, r, u.packages[r.ID].Package.Path))
		}
		out[mainPackage+"/"+string(scope)+".rego"] = m
	}
	return out
}

// gather makes the rule `findings[id] := data.<package>.findings`.
func gather(m *ast.Module, r *Rule, pkg ast.Ref) *ast.Rule {
	loc := ast.NewLocation(nil, r.File, r.Line, 1)
	head := ast.RefHead(ast.Ref{ast.VarTerm("findings"), ast.StringTerm(r.ID)}, ast.NewTerm(pkg.Append(ast.StringTerm("findings"))))
	head.Location = loc
	body := ast.NewBody(ast.NewExpr(ast.BooleanTerm(true).SetLocation(loc)).SetLocation(loc))
	return &ast.Rule{Location: loc, Head: head, Body: body, Module: m}
}

// active are the rules of a scope that are not off.
func (u *unit) active(scope Scope) []*Rule {
	var out []*Rule
	for _, r := range u.rules {
		if r.Scope == scope && r.Severity != "off" {
			out = append(out, r)
		}
	}
	return out
}

func (u *unit) prepareQueries(ctx context.Context) error {
	u.queries = map[Scope]rego.PreparedEvalQuery{}
	for _, scope := range []Scope{FlowScope, OrgScope} {
		if len(u.active(scope)) == 0 {
			continue
		}
		q, err := u.prepareQuery(ctx, "data."+mainPackage+"."+string(scope)+".findings")
		if err != nil {
			return err
		}
		u.queries[scope] = q
	}
	return nil
}

// single is the query for one rule alone, for when the common one failed.
func (u *unit) single(ctx context.Context, id string) (rego.PreparedEvalQuery, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if q, has := u.singles[id]; has {
		return q, nil
	}
	q, err := u.prepareQuery(ctx, u.packages[id].Package.Path.String()+".findings")
	if err == nil {
		if u.singles == nil {
			u.singles = map[string]rego.PreparedEvalQuery{}
		}
		u.singles[id] = q
	}
	return q, err
}

func (u *unit) prepareQuery(ctx context.Context, query string) (rego.PreparedEvalQuery, error) {
	return rego.New(
		rego.Query(query),
		rego.Compiler(u.compiler),
		rego.Store(inmem.New()),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }),
	).PrepareForEval(ctx)
}

// sharedHelpers are the library's helper packages, which users' rules may
// import as the built-in rules do.
func sharedHelpers() ([]regoFile, error) {
	return readFS(policies.FS, "lib", "policies")
}
