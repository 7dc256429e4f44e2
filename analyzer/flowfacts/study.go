// Package flowfacts studies flows one by one: from the tree of a flow to its graph,
// the counts of its calls, its loops, its data flow, and the facts that follow.
package flowfacts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/drawing"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/org"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
	"archlint/analyzer/unfold"
)

// Flow is one flow with everything that was found out about it by itself.
type Flow struct {
	// Facts is the outline of its facts, and Details what that lacks.
	Facts   facts.Flow
	Details facts.Packed
	// Part is what interactions do in it.
	Part *interaction.Flow
	// Shape is its graph, Model the branch model of that.
	Shape cfg.Packed
	Model calls.Model
	// Pauses are where it lets time pass, in the order of nodes. WaitSeconds is how
	// long one lasts whose length the flow does not fix, nil for unknown.
	Pauses      []Pause
	WaitSeconds *float64
	Drawing     drawing.Packed
	// WayBases are what the expected passes of the Part's ways rest on, by node; one that every
	// run passes as often has none.
	WayBases map[cfg.NodeID]string
	// Branches are the steps at which assumed shares decide, with their names.
	Branches []Branch
	// Unsettled is set where some mean of the flow was not found, and what stands in
	// its place is too low.
	Unsettled bool
	// Nodes is the size of its graph, and Work what its analyses counted as work.
	Nodes, Work int

	under  func() func(calls.Model) *calls.Analysis
	paces  []Pace // of its calls, in an in-queue flow
	ending calls.Ending
	looser looser
}

// Whole is all the facts of the flow.
func (f *Flow) Whole() facts.Flow { return f.Details.Whole(f.Facts) }

// Remarks are what a reader should know of how the flows were studied.
type Remarks struct {
	// Assumptions are sentences on what the profile changed and on what is assumed.
	Assumptions []string
	// Notes are on what was reviewed all the same.
	Notes []review.ToolError
	// Errors are flows that could not be analysed.
	Errors []error
}

// Draft is a flow that was decoded. It is studied at once if it needs no other flow
// for that, and its tree is let go then.
type Draft struct {
	tree   *flow.Flow // for a flow that is studied only its names, unless others may run it
	result *result    // nil while it waits for others
}

// result is what became of a flow: facts, or an error.
type result struct {
	flow  Flow
	bound branchmodel.Profiled
	err   error
}

// Early returns a function that makes a draft of a flow, under a profile and counts,
// either of which may be nil.
func Early(p *config.Profile, counted *Counted) func(*flow.Flow) Draft {
	return func(f *flow.Flow) Draft {
		if f.Type == "commonmodule" {
			expr.Fill(f) // now, since several flows will read it side by side
		}
		if needsOthers(f) {
			return Draft{tree: f}
		}
		r := study(f, p, counted, nil, nil)
		if f.Type != "commonmodule" {
			f = &flow.Flow{Type: f.Type, Name: f.Name, ID: f.ID}
		}
		return Draft{f, r}
	}
}

// Study studies the flows that wait for others, adds what the definitions say about
// data actions, and returns all flows by name, type and file. progress, if set, is
// called with the number of flows that are done. It is wrong usage if the profile
// names what no flow has.
func Study(
	ctx context.Context, drafts []Draft, definitions []org.Definition, p *config.Profile, counted *Counted, jobs int,
	progress func(done, total int),
) (
	[]Flow, Remarks, error) {
	known := newDefinitions(definitions)
	order := newOrder(drafts)
	var mu sync.Mutex
	done := 0
	order.visit(ctx, p, jobs, func(i int, called func(*flow.Action) calls.Ending) {
		if order.results[i] == nil {
			order.results[i] = study(drafts[i].tree, p, counted, order.module, called)
		}
		if r := order.results[i]; r.err == nil {
			known.define(&r.flow.Facts)
		}
		mu.Lock()
		defer mu.Unlock()
		done++
		if progress != nil {
			progress(done, len(drafts))
		}
	})
	flows, bound, errs := collect(order.results)
	names := make([]string, len(drafts))
	for i, d := range drafts {
		names[i] = d.tree.Name
	}
	assumptions, err := branchmodel.Check(p, names, bound)
	if err != nil && ctx.Err() == nil {
		return nil, Remarks{}, err
	}
	if note := branchmodel.OfferNote(bound); note != "" {
		assumptions = append(assumptions, note)
	}
	return flows, Remarks{assumptions, notesOf(flows, definitions), errs}, nil
}

// collect puts the results in the order of their readers.
func collect(results []*result) (flows []Flow, bound []branchmodel.Profiled, errs []error) {
	for _, r := range results {
		switch {
		case r == nil: // the context ended before its turn
			continue
		case r.err != nil:
			errs = append(errs, r.err)
		default:
			flows = append(flows, r.flow)
		}
		bound = append(bound, r.bound)
	}
	slices.SortStableFunc(flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(a.Facts.Name, b.Facts.Name), cmp.Compare(a.Facts.Type, b.Facts.Type),
			cmp.Compare(a.Facts.File, b.Facts.File), cmp.Compare(a.Facts.Line, b.Facts.Line))
	})
	return flows, bound, errs
}

// needsOthers reports whether a flow calls a common module that is not embedded
// in it, or another flow, which may end the interaction.
func needsOthers(f *flow.Flow) bool {
	needs := false
	look := func(a *flow.Action, _ *flow.Container) {
		needs = needs || callsFlow(a) || a.Kind.Control == flow.CallsModule && a.Target == nil
	}
	f.Walk(look)
	for _, m := range f.Modules {
		m.Walk(look)
	}
	return needs
}

// study turns a defect in an analysis into an error about the flow. module finds
// common modules, called how the flows end that it calls; both may be nil for a flow
// that needs neither.
func study(
	f *flow.Flow, p *config.Profile, counted *Counted, module func(flow.External) *flow.Flow, called func(*flow.Action) calls.Ending,
) (out *result) {
	out = new(result)
	defer func() {
		if p := recover(); p != nil {
			out.err = &source.Error{File: f.File.Name, Pos: f.Pos, Message: fmt.Sprintf("defect in archlint while analysing flow %s: %v", f.Name, p)}
		}
	}()
	if f.Type != "commonmodule" {
		expr.Fill(f)
	}
	g := lower(f, module, called)
	out.bound = branchmodel.Bind(p, g)
	counted.take(f, g, &out.bound)
	model := out.bound.Model
	if called != nil {
		model.Ends = endsOf(endShares(g, called), model.Ends)
	}
	a := analyse(f, g, model, lengthsOf(g, out.bound))
	model.Count = a.calls.Model.Count
	found, around := a.facts()
	a.setBases(found.Calls, &out.bound, counted.of(f))
	var outline facts.Flow
	var details facts.Packed
	packed := inparallel.Beside(len(g.Nodes) >= largeGraph, func() { outline, details = facts.Pack(found) })
	out.flow = Flow{
		Part: interaction.NewFlow(f, a.calls, a.sites, a.total), Shape: cfg.Pack(g), Model: model,
		Pauses: a.pauses(), WaitSeconds: out.bound.WaitSeconds, Drawing: drawing.Pack(drawing.Flow(g, found)),
		Unsettled: a.calls.Unsettled(),
		paces:     a.paces(around.waits, out.bound.WaitSeconds), ending: a.calls.Ending(),
		Nodes: len(g.Nodes), Work: a.calls.Work() + a.data.Work() + a.effort.Work,
		looser: looser{bounds: a.calls.Looser(), cycles: a.calls.Unlisted(), data: a.data.Partial(),
			repeats: a.data.Uncompared(), values: a.effort.Partial},
	}
	packed()
	out.flow.WayBases = a.wayBases(out.flow.Part, &out.bound, counted.of(f) != nil)
	out.flow.Facts, out.flow.Details = outline, details
	out.flow.under = reanalyse(out.flow.Shape, a.unfolded)
	out.flow.Branches = a.assumedBranches(&out.bound)
	mean, under := a.calls.Model, out.flow.under // of the result nothing is held
	out.flow.Part.Analysis = func() *calls.Analysis { return under()(mean) }
	return out
}

// lengthsOf are the lengths of lists in a graph that a profile gives, nil for none.
func lengthsOf(g *cfg.Graph, b branchmodel.Profiled) unfold.Lengths {
	if !b.HasLists() {
		return nil
	}
	return func(n cfg.NodeID, list string) (int64, bool) { return b.Length(&g.Nodes[n], list) }
}

// reanalyse rebuilds the analysis of a graph that was released, under any model. Between,
// there is only the packed shape, which is all that joining flows needs.
func reanalyse(shape cfg.Packed, u *unfold.Unfolding) func() func(calls.Model) *calls.Analysis {
	if u == nil {
		return func() func(calls.Model) *calls.Analysis {
			g := shape.Graph()
			return func(m calls.Model) *calls.Analysis { return calls.New(g, m) }
		}
	}
	packed, kept := cfg.Pack(u.Graph), u.Unfolded
	kept.Graph = nil
	return func() func(calls.Model) *calls.Analysis {
		g, again := shape.Graph(), kept
		again.Graph = packed.Graph()
		return func(m calls.Model) *calls.Analysis { return calls.NewUnfolded(g, &again, m) }
	}
}
