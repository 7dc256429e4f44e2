package policy

import (
	"context"
	"io"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"archlint/policies"
)

// mainPackage holds the generated module that gathers the findings of all
// rules of a source, so that one query answers them all.
const mainPackage = "archlint_main"

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
	if u.lenient {
		// Their adapters ask of an answer whether it is a text or an object,
		// which the type checker thinks it knows.
		return newCompiler(u.print != nil).WithStrict(false).WithSkipStages(ast.StageCheckTypes)
	}
	if u.source != BuiltinSource {
		return checkingCompiler(u.print != nil)
	}
	return newCompiler(u.print != nil).WithSkipStages(checkedByTests()...)
}

// checkedByTests are the stages that only look for mistakes. The library's own
// tests compile it with all of them; every run need not again.
func checkedByTests() []ast.StageID {
	return []ast.StageID{
		ast.StageCheckUnusedImports, ast.StageCheckDuplicateImports, ast.StageCheckKeywordOverrides, ast.StageCheckVoidCalls,
		ast.StageParseMetadataBlocks, ast.StageRewriteRegoMetadataCalls, ast.StageCheckRuleConflicts,
		ast.StageCheckUndefinedFuncs, ast.StageCheckSafetyRuleHeads, ast.StageCheckRecursion, ast.StageCheckTypes,
		ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageBuildRequiredCapabilities,
	}
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
		if u.lenient {
			continue
		}
		a := packageAnnotation(m)
		a.Schemas = append(a.Schemas, &ast.SchemaAnnotation{Path: ast.InputRootRef, Schema: schemaRef(r.Scope)})
	}
	for _, name := range sortedKeys(u.modules) {
		m := u.modules[name]
		if u.lenient {
			break
		}
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
	u.queries, u.store = map[Scope]rego.PreparedEvalQuery{}, inmem.New()
	reading, err := u.store.NewTransaction(ctx)
	if err != nil {
		return err
	}
	u.reading = reading
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
		rego.Store(u.store),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }),
	).PrepareForEval(ctx)
}

// sharedHelpers are the library's helper packages, which users' rules may
// import as the built-in rules do.
func sharedHelpers() ([]regoFile, error) {
	return readFS(policies.FS, "lib", "policies")
}
