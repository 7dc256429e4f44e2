package author

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"

	"archlint/analyzer/policy"
)

const (
	// trialTime is the processor time of one test, or of one mutation of a rule.
	trialTime = 10 * time.Second
	// trialClock is the last resort where the processor's time is not known.
	trialClock = 10 * time.Minute
)

// trial is what a worker tries of one source of rules: its unit tests, or its rules
// under change.
type trial struct {
	Mutate   bool
	Examples map[string][]ExampleInput // of mutations, by rule id
}

// trialResult is what a trial found.
type trialResult struct {
	Tests     []TestResult
	Coverage  []FileCoverage
	Survivors []Survivor
	Tried     int
	Errors    policy.LoadErrors
}

// Try implements policy.Attendant.
func (Tasks) Try(ctx context.Context, sources []policy.SourceText, task json.RawMessage, begin func(part string) (leftOut bool)) (any,
	error) {
	var t trial
	if err := json.Unmarshal(task, &t); err != nil {
		return nil, fmt.Errorf("reading what is to be tried: %w", err)
	}
	var out trialResult
	units, errs := policy.ParseTestUnits(sources)
	for _, u := range units {
		var unitErrs policy.LoadErrors
		if t.Mutate {
			var err error
			if out, unitErrs, err = (suite{u}).mutateAll(ctx, t.Examples, begin); err != nil {
				unitErrs.AddErr(u.Source(), err)
			}
		} else {
			out, unitErrs = suite{u}.testEach(ctx, begin)
		}
		errs = append(errs, unitErrs...)
	}
	out.Errors = errs
	return out, nil
}

// testEach compiles rules and tests once, and runs test by test.
func (u suite) testEach(ctx context.Context, begin func(part string) (leftOut bool)) (trialResult, policy.LoadErrors) {
	var out trialResult
	reached := cover.New()
	compiler := policy.CheckingCompiler(true)
	runner, errs := u.testRunner(trialClock, reached, compiler)
	if len(errs) > 0 {
		return out, errs
	}
	if _, errs = u.runTests(ctx, runner.Filter("^$"), compiler); len(errs) > 0 {
		return out, errs
	}
	runner.SetModules(nil) // they are compiled
	for _, test := range testsOf(compiler) {
		if begin(test.path) {
			continue
		}
		results, testErrs := u.runTests(ctx, runner.SetPrefixMatchers(test.pkg).Filter("^"+regexp.QuoteMeta(test.path)+"$"), compiler)
		out.Tests, errs = append(out.Tests, results...), append(errs, testErrs...)
	}
	out.Coverage = u.coverage(reached)
	return out, errs
}

// unitTest is a test by its name in full.
type unitTest struct {
	path string
	pkg  ast.Ref
	at   *ast.Location
}

// testsOf are the tests among compiled modules, in order of file and line.
func testsOf(c *ast.Compiler) []unitTest {
	var out []unitTest
	known := map[string]bool{}
	for _, name := range policy.SortedKeys(c.Modules) {
		m := c.Modules[name]
		for _, r := range m.Rules {
			if test, ok := testOf(m, r); ok && !known[test.path] {
				known[test.path] = true
				out = append(out, test)
			}
		}
	}
	return out
}

// testOf is the test that a rule is, or a case of: its name up to the part that
// begins as a test's does.
func testOf(m *ast.Module, r *ast.Rule) (unitTest, bool) {
	ref := r.Head.Ref().GroundPrefix()
	for i, term := range ref {
		name := strings.Trim(term.String(), `"`)
		if strings.HasPrefix(name, tester.TestPrefix) || strings.HasPrefix(name, tester.SkipTestPrefix) {
			return unitTest{path: m.Package.Path.Extend(ref[:i+1]).String(), pkg: m.Package.Path, at: r.Loc()}, true
		}
	}
	return unitTest{}, false
}

// testsApart has workers run the tests of a unit. A test at which a worker ends has
// failed; another worker runs the others.
func (u suite) testsApart(ctx context.Context, opts policy.Options, part time.Duration) (trialResult, policy.LoadErrors) {
	var failed []TestResult
	out, errs := u.tryApart(ctx, opts, part, trial{}, func(part, reason string) {
		failed = append(failed, u.endedTest(part, reason))
	})
	out.Tests = append(out.Tests, failed...)
	return out, errs
}

// endedTest is the result of a test at which a worker ended.
func (u suite) endedTest(path, reason string) TestResult {
	out := TestResult{Source: u.Source(), Message: reason}
	for _, m := range u.Tests() {
		for _, r := range m.Rules {
			if test, ok := testOf(m, r); ok && test.path == path {
				out.File, out.Line = test.at.File, test.at.Row
			}
		}
	}
	if i := strings.LastIndex(path, "."); i >= 0 {
		out.Package, out.Name = path[:i], path[i+1:]
	}
	return out
}

// mutateApart has workers try the rules of a unit under change. Where a worker ends
// at a rule without one of its conditions, that was missed.
func (u suite) mutateApart(ctx context.Context, opts policy.Options, examples map[string][]ExampleInput) (trialResult, policy.LoadErrors) {
	return u.tryApart(ctx, opts, trialTime, trial{Mutate: true, Examples: examples}, func(string, string) {})
}

// tryApart has workers do a trial: tooMuch is called for each part at which one ended.
func (u suite) tryApart(ctx context.Context, opts policy.Options, part time.Duration, t trial, tooMuch func(part,
	reason string)) (out trialResult, errs policy.LoadErrors) {
	said, err := u.TryApart(ctx, opts.Worker, part, t, tooMuch)
	if ctx.Err() != nil {
		return out, nil // the caller asks the context
	}
	if err == nil {
		err = json.Unmarshal(said, &out)
	}
	if err != nil {
		errs.Add(u.Source(), nil, "preparing its tests: %v", err)
		return trialResult{}, errs
	}
	return out, out.Errors
}
