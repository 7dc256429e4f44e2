package policy

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
)

// Limits on a worker that tries rules. Unit tests call the built-in functions of Rego
// without a bound on their cost, so that less is let through elsewhere.
const (
	// trialAddresses bounds a single allocation, which the watchdog would see too late.
	trialAddresses = 8 << 30
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
	TooMuch  []string                  // parts at which a worker ended
}

// trialResult is what a trial found.
type trialResult struct {
	Tests     []TestResult
	Coverage  []FileCoverage
	Survivors []Survivor
	Tried     int
	Errors    LoadErrors
}

// try does what the setup asks for, and says which part comes.
func (w *worker) try(ctx context.Context, s setup) error {
	limitAddresses(trialAddresses)
	w.watch.begin(0)
	w.watch.start(w)
	begin := func(part string) (leftOut bool) {
		for _, known := range s.Trial.TooMuch {
			if known == part {
				return true
			}
		}
		w.watch.rest()
		w.reply(wireReply{Rule: part})
		return false
	}
	var out trialResult
	units, errs := parseTestUnits(s.Sources)
	for _, u := range units {
		var unitErrs LoadErrors
		if s.Trial.Mutate {
			var err error
			if out, unitErrs, err = u.mutateAll(ctx, s.Trial.Examples, begin); err != nil {
				unitErrs.addErr(u.source, err)
			}
		} else {
			out, unitErrs = u.testEach(ctx, begin)
		}
		errs = append(errs, unitErrs...)
	}
	out.Errors = errs
	w.watch.pause()
	w.reply(wireReply{Done: &wireAnswer{Trial: &out}})
	return nil
}

// testEach compiles rules and tests once, and runs test by test.
func (u *unit) testEach(ctx context.Context, begin func(part string) (leftOut bool)) (trialResult, LoadErrors) {
	var out trialResult
	reached := cover.New()
	compiler := checkingCompiler(true)
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
	for _, name := range sortedKeys(c.Modules) {
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
func (u *unit) testsApart(ctx context.Context, opts Options) (trialResult, LoadErrors) {
	var failed []TestResult
	out, errs := u.tryApart(ctx, opts, trial{}, func(part, reason string) {
		failed = append(failed, u.endedTest(part, reason))
	})
	out.Tests = append(out.Tests, failed...)
	return out, errs
}

// endedTest is the result of a test at which a worker ended.
func (u *unit) endedTest(path, reason string) TestResult {
	out := TestResult{Source: u.source, Message: reason}
	for _, m := range u.tests {
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
func (u *unit) mutateApart(ctx context.Context, opts Options, examples map[string][]ExampleInput) (trialResult, LoadErrors) {
	return u.tryApart(ctx, opts, trial{Mutate: true, Examples: examples}, func(string, string) {})
}

// tryApart has workers do a trial until one does all of it, but for the parts at
// which others ended: tooMuch is told of each.
func (u *unit) tryApart(ctx context.Context, opts Options, t trial, tooMuch func(part, reason string)) (trialResult, LoadErrors) {
	var errs LoadErrors
	for {
		w := &workers{command: opts.Worker, setup: setup{Sources: []sourceText{u.text}, Memory: workerMemory, Time: cmp.Or(opts.trialTime, trialTime), Trial: &t}}
		answer, part, err := w.tryOnce(ctx)
		switch {
		case ctx.Err() != nil:
			return trialResult{}, nil // the caller asks the context
		case err == nil:
			return *answer, answer.Errors
		case part == "":
			errs.add(u.source, nil, "preparing its tests: %v", err)
			return trialResult{}, errs
		}
		tooMuch(part, err.Error())
		t.TooMuch = append(t.TooMuch, part)
	}
}

// tryOnce has one worker do a trial. Where it ends early, part is what it was at.
func (w *workers) tryOnce(ctx context.Context) (answer *trialResult, part string, err error) {
	p, err := w.start()
	if err != nil {
		return nil, "", fmt.Errorf("starting the process that tries rules: %w", err)
	}
	defer p.kill()
	defer context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })()
	for {
		var r wireReply
		if err := p.from.Decode(&r); err != nil {
			return nil, part, fmt.Errorf("it ended the process that it ran in: it needs too much memory, or meets a defect of OPA")
		}
		switch {
		case r.Done != nil && r.Done.Trial != nil:
			return r.Done.Trial, "", nil
		case r.Stopped != "":
			return nil, part, fmt.Errorf("%s", r.Stopped)
		case r.Rule != "":
			part = r.Rule
		}
	}
}
