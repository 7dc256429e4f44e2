package author

import (
	"context"
	"fmt"
	"maps"
	"sort"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"archlint/analyzer/policy"
)

// defaultTestTimeout is what one test may take by the clock.
const defaultTestTimeout = 10 * time.Second

// suite is a source of rules with its unit tests, as this package tries it.
type suite struct{ *policy.Unit }

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
// Results are in order of file and line. The error is policy.LoadErrors when modules
// do not compile.
func Test(ctx context.Context, opts policy.Options) ([]TestResult, error) {
	results, _, err := test(ctx, opts, false, trialTime)
	return results, err
}

// TestWithCoverage runs the tests as Test does and also tells which lines of
// the rules they reached, in order of file.
func TestWithCoverage(ctx context.Context, opts policy.Options) ([]TestResult, []FileCoverage, error) {
	return test(ctx, opts, true, trialTime)
}

// test runs the tests; part is the processor time that one may take in a worker.
func test(ctx context.Context, opts policy.Options, covering bool, part time.Duration) ([]TestResult, []FileCoverage, error) {
	units, errs := policy.ReadTestUnits(opts)
	var out []TestResult
	var lines []FileCoverage
	for _, u := range units {
		tried, unitErrs := suite{u}.tryTests(ctx, opts, covering, part)
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
		return out, lines, errs.Sorted()
	}
	return out, lines, nil
}

// tryTests runs the tests of a unit, those of a user's in a process of their own.
func (u suite) tryTests(ctx context.Context, opts policy.Options, covering bool, part time.Duration) (trialResult, policy.LoadErrors) {
	if len(opts.Worker) > 0 && !u.Builtin() {
		return u.testsApart(ctx, opts, part)
	}
	reached := cover.New()
	if !covering {
		reached = nil
	}
	var out trialResult
	compiler := policy.CheckingCompiler(true)
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
func (u suite) testRunner(timeout time.Duration, reached *cover.Cover, compiler *ast.Compiler) (*tester.Runner, policy.LoadErrors) {
	if errs := u.PrepareTests(); len(errs) > 0 {
		return nil, errs
	}
	modules := map[string]*ast.Module{}
	maps.Copy(modules, u.Modules())
	maps.Copy(modules, u.Tests())
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(inmem.New()).SetModules(modules).
		CapturePrintOutput(true).SetDefaultRegoVersion(ast.RegoV1).SetTimeout(max(timeout, defaultTestTimeout))
	if reached != nil {
		runner.SetCoverageQueryTracer(reached)
	}
	return runner, nil
}

// runTests runs the tests that a runner chooses, and asks those that failed why.
func (u suite) runTests(ctx context.Context, runner *tester.Runner, compiler *ast.Compiler) ([]TestResult, policy.LoadErrors) {
	var errs policy.LoadErrors
	results, err := runner.RunTests(ctx, nil)
	if err != nil {
		errs.AddErr(u.Source(), err)
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

func (u suite) result(r *tester.Result) TestResult {
	out := TestResult{Source: u.Source(), Package: r.Package, Name: r.Name, Passed: r.Pass(), Skipped: r.Skip,
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
