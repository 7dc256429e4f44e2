package policy

import (
	"context"
	"io"
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/bounded"
)

// prepare compiles the unit and what its rules are asked with. Rules that are off stay
// compiled, so that their mistakes are reported, but are not asked.
func (u *Unit) prepare(ctx context.Context, printTo io.Writer) LoadErrors {
	var errs LoadErrors
	u.print = printTo
	u.rewrite(false, &errs)
	if len(errs) > 0 {
		return errs
	}
	u.compiler = u.NewCompiler()
	u.compiler.Compile(maps.Clone(u.modules))
	if u.compiler.Failed() {
		errs.AddErr(u.source, u.compiler.Errors)
		return errs
	}
	if u.source != BuiltinSource {
		bounded.Rewrite(u.compiler.Modules)
		u.builtins = bounded.Builtins()
	}
	if err := u.prepareQuestions(ctx); err != nil {
		errs.AddErr(u.source, err)
	}
	return errs
}

func (u *Unit) NewCompiler() *ast.Compiler {
	if u.lenient {
		// Their adapters ask whether an answer is a text or an object,
		// which the type checker thinks it knows.
		return NewCompiler(u.print != nil).WithStrict(false).WithSkipStages(ast.StageCheckTypes)
	}
	if u.source != BuiltinSource {
		return CheckingCompiler(u.print != nil)
	}
	return NewCompiler(u.print != nil).WithSkipStages(checkedByTests()...)
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

// CheckingCompiler also checks that rules use the input as its schema has it.
func CheckingCompiler(prints bool) *ast.Compiler {
	return NewCompiler(prints).WithSchemas(schemaSet()).WithUseTypeCheckAnnotations(true)
}

func NewCompiler(prints bool) *ast.Compiler {
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
func (u *Unit) rewrite(testing bool, errs *LoadErrors) {
	owner := map[string]*Rule{}
	for _, r := range u.rules {
		owner[r.Package] = r
		m := u.packages[r.ID]
		if err := addParams(m, r.Params, testing); err != nil {
			errs.AddErr(r.File, err)
		}
		if u.lenient {
			continue
		}
		a := packageAnnotation(m)
		a.Schemas = append(a.Schemas, &ast.SchemaAnnotation{Path: ast.InputRootRef, Schema: schemaRef(r.Scope)})
	}
	for _, name := range SortedKeys(u.modules) {
		m := u.modules[name]
		if u.lenient {
			break
		}
		rewriteNullTests(m)
		if r := owner[PackageName(m.Package)]; r != nil {
			checkParams(name, m, r, errs)
			rewriteParams(m)
		} else if t := findParams(m); t != nil {
			errs.Add(name, t.Location, "input.params belongs to a rule: package %s is none, hand the value over as an argument",
				PackageName(m.Package))
		}
	}
}

// active are the rules of a scope that are not off.
func (u *Unit) active(scope Scope) []*Rule {
	var out []*Rule
	for _, r := range u.rules {
		if r.Scope == scope && r.Severity != "off" {
			out = append(out, r)
		}
	}
	return out
}

// sharedHelpers are the library's helper packages, which users' rules may
// import as the built-in rules do.
func sharedHelpers() ([]SourceFile, error) {
	return readEmbedded("lib")
}
