package policy

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// TestResult is the outcome of one Rego unit test.
type TestResult struct {
	Source  string `json:"source"`
	Package string `json:"package"`
	Name    string `json:"name"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Passed  bool   `json:"passed"`
	Skipped bool   `json:"skipped"`
	Message string `json:"message"` // why it failed, "" when it did not
	Output  string `json:"output"`  // what it printed
	// Condition is the condition that did not hold; null where it passed, or no condition failed.
	Condition *FailedCondition `json:"condition"`
	Duration  time.Duration    `json:"duration"`
}

// Test runs the Rego unit tests (rules named test_..., in files *_test.rego) of
// the sources, and of the built-in library when opts.Builtin is set. Tests see
// the parameters' defaults, and override them `with input.params as {...}`.
// Results are in order of file and line. The error is LoadErrors when modules
// do not compile.
func Test(ctx context.Context, opts Options) ([]TestResult, error) {
	results, _, err := test(ctx, opts, false)
	return results, err
}

// TestWithCoverage runs the tests as Test does and also tells which lines of
// the rules they reached, in order of file.
func TestWithCoverage(ctx context.Context, opts Options) ([]TestResult, []FileCoverage, error) {
	return test(ctx, opts, true)
}

func test(ctx context.Context, opts Options, covering bool) ([]TestResult, []FileCoverage, error) {
	units, errs := readTestUnits(opts)
	var out []TestResult
	var lines []FileCoverage
	for _, u := range units {
		tried, unitErrs := u.tryTests(ctx, opts, covering)
		out, lines, errs = append(out, tried.Tests...), append(lines, tried.Coverage...), append(errs, unitErrs...)
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].File != out[j].File {
			return out[i].File < out[j].File
		}
		return out[i].Line < out[j].Line
	})
	if len(errs) > 0 {
		return out, lines, errs.sorted()
	}
	return out, lines, nil
}

func readTestUnits(opts Options) ([]*unit, LoadErrors) {
	var texts []sourceText
	var errs LoadErrors
	add := func(src string, files []regoFile, err error) {
		if err != nil {
			errs.add(src, nil, "reading policies: %v", err)
			return
		}
		texts = append(texts, sourceText{Name: src, Files: files})
	}
	if opts.Builtin {
		files, err := readBuiltin()
		add(BuiltinSource, files, err)
	}
	for _, name := range opts.Sources {
		files, err := readSource(name)
		add(sourceName(name), files, err)
	}
	units, parseErrs := parseTestUnits(texts)
	return units, append(errs, parseErrs...)
}

// parseTestUnits parses sources with their tests; one with an error is left out.
func parseTestUnits(texts []sourceText) ([]*unit, LoadErrors) {
	var units []*unit
	var errs LoadErrors
	library, err := sharedHelpers()
	if err != nil {
		errs.addErr("policies/lib", err)
	}
	for _, text := range texts {
		helpers := library
		if text.Name == BuiltinSource {
			helpers = nil
		}
		u, unitErrs := parseUnit(text.Name, text.Files, helpers)
		u.text = text
		if errs = append(errs, unitErrs...); len(unitErrs) == 0 {
			units = append(units, u)
		}
	}
	return units, errs
}

// tryTests runs the tests of a unit, those of a user's in a process of their own.
func (u *unit) tryTests(ctx context.Context, opts Options, covering bool) (trialResult, LoadErrors) {
	if len(opts.Worker) > 0 && u.source != BuiltinSource {
		return u.testsApart(ctx, opts)
	}
	reached := cover.New()
	if !covering {
		reached = nil
	}
	var out trialResult
	compiler := checkingCompiler(true)
	runner, errs := u.testRunner(opts.Timeout, reached, compiler)
	if len(errs) > 0 {
		return out, errs
	}
	out.Tests, errs = u.runTests(ctx, runner, compiler)
	if covering && len(errs) == 0 {
		out.Coverage = u.coverage(reached)
	}
	return out, errs
}

// testRunner prepares that rules and tests are compiled together, types checked.
func (u *unit) testRunner(timeout time.Duration, reached *cover.Cover, compiler *ast.Compiler) (*tester.Runner, LoadErrors) {
	var errs LoadErrors
	u.rewrite(true, &errs)
	modules := map[string]*ast.Module{}
	for _, set := range []map[string]*ast.Module{u.modules, u.tests} {
		for name, m := range set {
			rewriteNullTests(m)
			modules[name] = m
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(inmem.New()).SetModules(modules).
		CapturePrintOutput(true).SetDefaultRegoVersion(ast.RegoV1).SetTimeout(max(timeout, defaultTestTimeout))
	if reached != nil {
		runner.SetCoverageQueryTracer(reached)
	}
	return runner, nil
}

// runTests runs the tests that a runner chooses, and asks those that failed why.
func (u *unit) runTests(ctx context.Context, runner *tester.Runner, compiler *ast.Compiler) ([]TestResult, LoadErrors) {
	var errs LoadErrors
	results, err := runner.RunTests(ctx, nil)
	if err != nil {
		errs.addErr(u.source, err)
		return nil, errs
	}
	var out []TestResult
	for r := range results {
		one := u.result(r)
		if r.Fail {
			one.Condition = u.failedCondition(ctx, compiler, r.Package, testName(r.Name))
		}
		out = append(out, one)
	}
	return out, nil
}

// testName is the name of the rule that a test is.
func testName(name string) string {
	name, _, _ = strings.Cut(name, "[")
	return name
}

func (u *unit) result(r *tester.Result) TestResult {
	out := TestResult{Source: u.source, Package: r.Package, Name: r.Name, Passed: r.Pass(), Skipped: r.Skip,
		Output: string(r.Output), Duration: r.Duration}
	if r.Location != nil {
		out.File, out.Line = r.Location.File, r.Location.Row
	}
	switch {
	case r.Error != nil:
		out.Message = r.Error.Error()
	case r.Fail:
		out.Message = fmt.Sprintf("%s is not true", r.Name)
	}
	return out
}
