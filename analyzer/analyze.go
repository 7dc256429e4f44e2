// Package analyzer is the front door: it reads what the paths hold, analyses
// every flow, joins them to interactions, holds the demand against the limits,
// lets the policies judge, and returns one Review.
package analyzer

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"time"

	"archlint/analyzer/baseline"
	"archlint/analyzer/budget"
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/config"
	"archlint/analyzer/export"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/waiver"
)

// Options say what to review and how. The zero value reviews with the
// assumptions' defaults and without any rule.
type Options struct {
	// Policies are users' rules: directories, files, bundles. NoBuiltin leaves
	// the built-in library out.
	Policies  []string
	NoBuiltin bool
	// Conftest are directories of Conftest-style policies, see package policy.
	Conftest []string
	// Levels override severities by rule id.
	Levels map[string]finding.Severity
	// Rules are further settings of rules, by configuration; Overrides hold for
	// some paths or flows only.
	Rules     []config.Rule
	Overrides []config.Override
	// Waivers are the risks that somebody took, until a day.
	Waivers []waiver.Waiver
	// WaiversNeed is what a waiver needs besides a reason, "owner" or "expires",
	// with who says so.
	WaiversNeed map[string]string
	// Budgets are what the team allows itself, nil for nothing. Change is set
	// where the review is one side of a comparison: budgets that only a change can
	// break are judged in full then.
	Budgets *budget.Budgets
	Change  bool
	// Baseline are the findings that were there, nil for none. TakeBaseline puts
	// into the Review what a new one would hold, and without a Baseline accepts
	// all that is found.
	Baseline     *baseline.File
	TakeBaseline bool
	// Traffic is what the user says of it; it goes before measured figures.
	Traffic capacity.Traffic
	// Scenarios, if there are any, stand in the place of Traffic: policies judge
	// by the first, the Review holds all.
	Scenarios []capacity.Traffic
	// Profile is the traffic profile: shares of outputs, rounds of loops.
	Profile *config.Profile
	// LimitsFile holds the organisation's own limits; "" uses the export's.
	LimitsFile string
	// Limits are single values that go before those of a file.
	Limits []limits.Override
	// Lean lets go of a flow's text and graph as soon as its facts are known, and
	// keeps the details of the facts packed: the Review has no Graphs and its Flows
	// are outlines then, and it needs a fraction of the memory.
	Lean bool
	// Draw keeps drawings of the graphs in a lean review, for reports that show them.
	Draw bool
	// Simulate, if set, plays the traffic out as well; it needs some, and the
	// graphs of the flows.
	Simulate *Simulation
	// Jobs is how many flows are worked on at a time, 0 for one a processor.
	// Results do not depend on it.
	Jobs int
	// FollowLinks also follows symbolic links that lead out of the paths.
	FollowLinks bool
	// Trees are paths that do not lie on disk, by name.
	Trees map[string]export.Tree
	// Stdin is read for the path "-", under the name StdinName.
	Stdin     io.Reader
	StdinName string
	Version   string
	// Today is the day of the run: by it the log tells what is out of date, and
	// waivers end. Zero tells nothing and ends none. No report depends on it else.
	Today time.Time
	Log   *slog.Logger
	// PolicyWorker is the command of a program that calls policy.Work. If set, rules of
	// users are evaluated by such processes, so that none can end this one.
	PolicyWorker []string
	// PolicyPrint receives what policies print; nil drops it.
	PolicyPrint io.Writer
	// PolicyTrace are rules whose evaluation is written to PolicyTraceTo, step by step.
	PolicyTrace   []string
	PolicyTraceTo io.Writer
	// PolicySilence, if set, is told at the end how many rules were asked, which
	// of them found nothing, and which of those had nothing to look at.
	PolicySilence func(asked int, silent, idle []string)
	// PolicyCosts, if set, is told at the end what each rule's evaluations took.
	// Rules are asked one by one then, which takes longer.
	PolicyCosts func([]policy.Cost)
	// Progress, if set, is told how many of the flows are done. It may be
	// called from several goroutines, one at a time.
	Progress func(done, total int)
}

func (o Options) jobs() int {
	if o.Jobs > 0 {
		return o.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

func (o Options) log() *slog.Logger {
	if o.Log != nil {
		return o.Log
	}
	return slog.New(slog.DiscardHandler)
}

// Analyze reviews what paths hold. What cannot be read, loaded or evaluated is
// in the Review's errors, and the rest is reviewed; the error is for wrong
// usage and for a context that ended.
func Analyze(ctx context.Context, paths []string, opts Options) (*review.Review, error) {
	r := &job{opts: opts, log: opts.log()}
	set, err := r.loadPolicies(ctx)
	if err != nil {
		return nil, err
	}
	in := r.read(ctx, paths)
	flows := r.analyse(ctx, in)
	if err := r.profileErrors(in); err != nil && ctx.Err() == nil {
		return nil, err
	}
	r.notes = append(r.notes, r.profiled.assumedOffers()...)
	r.join(ctx, flows, in)
	if err := r.hold(flows, in); err != nil {
		return nil, err
	}
	if opts.Simulate != nil {
		if err := r.simulate(ctx, flows); err != nil {
			return nil, err
		}
	}
	if opts.Lean {
		r.letGo(flows, in)
	}
	found := r.judge(ctx, set, flows)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.accept(found, flows, in, isSelection(paths))
	return r.finish(flows, in), nil
}
