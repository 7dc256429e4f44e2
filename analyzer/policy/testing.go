package policy

import (
	"context"
	"fmt"
	"path/filepath"
	"sort"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// TestResult is the outcome of one Rego unit test.
type TestResult struct {
	Source   string        `json:"source"`
	Package  string        `json:"package"`
	Name     string        `json:"name"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Passed   bool          `json:"passed"`
	Skipped  bool          `json:"skipped"`
	Message  string        `json:"message"` // why it failed, "" when it did not
	Output   string        `json:"output"`  // what it printed
	Duration time.Duration `json:"duration"`
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
		var reached *cover.Cover
		if covering {
			reached = cover.New()
		}
		results, unitErrs := u.runTests(ctx, opts.Timeout, reached)
		out, errs = append(out, results...), append(errs, unitErrs...)
		if covering && len(unitErrs) == 0 {
			lines = append(lines, u.coverage(reached)...)
		}
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
	var units []*unit
	var errs LoadErrors
	add := func(src string, files, library []regoFile, err error) {
		if err != nil {
			errs.add(src, nil, "reading policies: %v", err)
			return
		}
		u, unitErrs := parseUnit(src, files, library)
		if errs = append(errs, unitErrs...); len(unitErrs) == 0 {
			units = append(units, u)
		}
	}
	if opts.Builtin {
		files, err := readBuiltin()
		add(BuiltinSource, files, nil, err)
	}
	library, err := sharedHelpers()
	if err != nil {
		errs.addErr("policies/lib", err)
	}
	for _, name := range opts.Sources {
		files, err := readSource(name)
		add(filepath.ToSlash(name), files, library, err)
	}
	return units, errs
}

// runTests compiles rules and tests together, types checked, and runs the tests.
func (u *unit) runTests(ctx context.Context, timeout time.Duration, reached *cover.Cover) ([]TestResult, LoadErrors) {
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
	runner := tester.NewRunner().SetCompiler(checkingCompiler(true)).SetStore(inmem.New()).
		CapturePrintOutput(true).SetDefaultRegoVersion(ast.RegoV1).SetTimeout(max(timeout, defaultTestTimeout))
	if reached != nil {
		runner.SetCoverageQueryTracer(reached)
	}
	results, err := runner.Run(ctx, modules)
	if err != nil {
		errs.addErr(u.source, err)
		return nil, errs
	}
	var out []TestResult
	for r := range results {
		out = append(out, u.result(r))
	}
	return out, nil
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
