// Package analyzer is the front door: it reads what the paths hold, studies every
// flow, joins them to interactions, holds the demand against the limits, lets the
// rules judge, and returns one Review.
package analyzer

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"archlint/analyzer/capacity"
	"archlint/analyzer/demand"
	"archlint/analyzer/demand/simulation"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/judge"
	"archlint/analyzer/review"
)

// Options say what to review and how. The zero value reviews with the
// assumptions' defaults and the built-in rules.
type Options struct {
	Input   intake.Options
	Traffic demand.Options
	Rules   judge.Rules
	Accept  judge.Tolerances
	Observe Observe
	// Simulate, if set, plays the traffic out as well; it needs some.
	Simulate *simulation.Options
	// Jobs is how many flows are worked on at a time, 0 for one a processor.
	// Results do not depend on it.
	Jobs int
	// Today is the day of the run: by it the log tells what is out of date, and
	// waivers end. Zero tells nothing and ends none. No report depends on it else.
	Today   time.Time
	Version string
}

// Observe says whom to tell what is going on. Nothing of it changes a result.
type Observe struct {
	Log   *slog.Logger
	Rules judge.Watch
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
	if o.Observe.Log != nil {
		return o.Observe.Log
	}
	return slog.New(slog.DiscardHandler)
}

// Analyze reviews what paths hold. What cannot be read, loaded or evaluated is
// in the Review's errors, and the rest is reviewed; the error is for wrong
// usage and for a context that ended.
func Analyze(ctx context.Context, paths []string, o Options) (*review.Review, error) {
	rules, err := judge.Load(ctx, o.Rules, o.Accept, o.Observe.Rules)
	if err != nil {
		return nil, err
	}
	drafts, decoded, counted := o.read(ctx, paths)
	flows, studied, err := flowfacts.Study(ctx, drafts, decoded.Definitions, o.Traffic.Profile, counted, o.jobs(), o.Observe.Progress)
	if err != nil {
		return nil, err
	}
	for _, f := range flows {
		o.log().Debug("flow analysed", "file", f.Facts.File, "flow", f.Facts.Name, "nodes", f.Nodes, "work", f.Work)
	}
	loaded, err := assess(ctx, flows, decoded, o)
	if err != nil {
		return nil, err
	}
	subject := judge.Subject{Flows: loaded.flows, Org: decoded.Facts, Capacity: loaded.capacity}
	found, errs := judge.Run(ctx, rules, subject, o.Observe.Rules, o.jobs())
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	errs = slices.Concat(rules.Errors, decoded.Errors, studied.Errors, errs)
	judged := judge.Accept(found, rules, subject, decoded.Waivers, o.Rules, o.Accept,
		judge.Coverage{Complete: len(errs) == 0, Selection: intake.IsSelection(paths), Today: o.Today}, o.log())
	out := &review.Review{
		SchemaVersion: review.SchemaVersion, Tool: review.Tool{Name: "archlint", Version: o.Version},
		Capacity: loaded.capacity.Limits, Outages: loaded.capacity.Outages, Traffic: loaded.capacity.Traffic, WhatIf: loaded.capacity.WhatIf,
		Measured: loaded.measured, Scenarios: loaded.scenarios, Simulation: loaded.simulation, Links: loaded.links, Org: decoded.Facts,
		Findings: judged.Findings, Accepted: judged.Accepted, NextBaseline: judged.Next, Rules: judge.Described(rules.Rules),
		Errors: review.ErrorsOf(errs), Notes: review.NotesOf(loaded.flows, decoded.Notes, studied.Notes), Sources: decoded.Sources,
		Assumptions: slices.Concat(decoded.Remarks, counted.Sentences(), studied.Assumptions, loaded.notes, loaded.capacity.Assumptions),
	}
	out.SetFlows(loaded.flows)
	out.Summary = review.Summarise(out)
	return out, nil
}

// read reads what the paths hold and makes drafts of the flows. Flows are studied while
// they are read, and need not be held until all are. Counts of their actions may stand
// behind them, and are needed first: then all trees are held, and where that turns out
// late, the paths are read again.
func (o Options) read(ctx context.Context, paths []string) ([]flowfacts.Draft, intake.Decoded, *flowfacts.Counted) {
	p := o.Traffic.Profile
	log := o.log()
	if o.Traffic.AssumeBranches || !intake.MayHoldCounts(paths) {
		drafts, decoded := intake.Read(ctx, paths, o.Input, o.jobs(), o.log(), flowfacts.Early(p, nil))
		once := slices.Contains(paths, "-") // standard input cannot be read again
		if o.Traffic.AssumeBranches || len(decoded.Org.Traffic.Objects) == 0 || once {
			return drafts, decoded, nil
		}
		log = slog.New(slog.DiscardHandler) // it was told already
	}
	trees, decoded := intake.Read(ctx, paths, o.Input, o.jobs(), log, func(f *flow.Flow) *flow.Flow { return f })
	counted := flowfacts.FitCounts(ctx, trees, decoded.Org, p, o.jobs())
	early, drafts := flowfacts.Early(p, counted), make([]flowfacts.Draft, len(trees))
	inparallel.Each(ctx, o.jobs(), len(trees), func(i int) { drafts[i] = early(trees[i]) })
	return drafts, decoded, counted
}

// load is what the flows ask for, and what is known of them then: all that follows
// from how interactions run through them.
type load struct {
	flows      []review.Flow
	links      [][2]int
	capacity   capacity.Result
	measured   []facts.MeasuredAction
	scenarios  []review.Scenario
	notes      []string
	simulation *review.Simulation
}

// assess joins the flows to interactions and holds their demand against the limits.
// What only that needs is released with its return.
func assess(ctx context.Context, flows []flowfacts.Flow, decoded intake.Decoded, o Options) (load, error) {
	joined := demand.Join(ctx, flows, decoded.Facts, o.Traffic, o.jobs())
	o.log().Debug("flows joined", "flows", len(flows), "work", joined.Net.Work())
	assessed, err := demand.Assess(joined, decoded, o.Traffic, o.Today, o.log())
	if err != nil {
		return load{}, err
	}
	out := load{
		flows: joined.Known(), links: joined.Links(),
		capacity: assessed.Result, measured: assessed.Measured, scenarios: assessed.Scenarios, notes: assessed.Notes,
	}
	if o.Simulate != nil {
		out.simulation, err = simulation.Run(ctx, joined, assessed, decoded, *o.Simulate)
	}
	return out, err
}
