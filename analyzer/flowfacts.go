package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
	"archlint/analyzer/report/draw"
	"archlint/analyzer/source"
)

// analysed is one flow with its analyses.
type analysed struct {
	flow  *flow.Flow
	graph *cfg.Graph
	calls *calls.Analysis
	data  *dataflow.Flow
	sites []cfg.NodeID // its data action calls
	total calls.Count  // of all of them, in one run
	loops []calls.Loop
	times []int64   // shortest time from each node back to itself, in milliseconds
	rates []float64 // how often each node can run in a millisecond
	waits []bool    // which nodes stand in a loop in which somebody waits

	holding map[cfg.NodeID][]int32 // the loops that hold each call
}

// analyse analyses the flows that waited for others, and tells all of them what
// the export holds besides. The result has the flows' order by name, type and
// file.
func (r *review) analyse(ctx context.Context, in *input) []*reviewed {
	definitions := newDefinitions(in.definitions)
	flows := make([]*reviewed, len(in.flows))
	var mu sync.Mutex
	done := 0
	r.inOrder(ctx, newCallOrder(in), func(i int, called func(*flow.Action) calls.Ending) {
		f, err := in.flows[i].reviewed, error(nil)
		if f == nil {
			f, err = r.analyseOne(in.flows[i].flow, in.module, called)
			in.flows[i].reviewed = f
		}
		if f != nil && !f.failed {
			definitions.define(&f.facts)
		}
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			r.trouble(err)
		}
		flows[i] = f
		done++
		if r.opts.Progress != nil {
			r.opts.Progress(done, len(in.flows))
		}
	})
	flows = slices.DeleteFunc(flows, func(f *reviewed) bool { return f == nil || f.failed })
	slices.SortStableFunc(flows, func(a, b *reviewed) int {
		return cmp.Or(cmp.Compare(a.facts.Name, b.facts.Name), cmp.Compare(a.facts.Type, b.facts.Type),
			cmp.Compare(a.facts.File, b.facts.File), cmp.Compare(a.facts.Line, b.facts.Line))
	})
	return flows
}

// analyseEarly analyses the flows of a document that need no other flow for it,
// so that of most only the results are held while the others are read.
func (r *review) analyseEarly(d *decoded) {
	for _, p := range d.flows {
		if needsOthers(p.flow) {
			continue
		}
		f, err := r.analyseOne(p.flow, nil, nil)
		if err != nil {
			d.errs = append(d.errs, err)
			f = &reviewed{failed: true}
		}
		p.reviewed = f
		if r.opts.Lean && p.flow.Type != "commonmodule" {
			p.flow = &flow.Flow{Type: p.flow.Type, Name: p.flow.Name, ID: p.flow.ID, Notes: p.flow.Notes}
		}
	}
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

// each runs work for 0..n-1 on as many goroutines as there are jobs and waits
// for them; it stops handing out work when ctx ends.
func (r *review) each(ctx context.Context, n int, work func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(r.opts.jobs(), n) {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}

// analyseOne turns a defect in an analysis into an error about the flow. module
// finds common modules, called how the flows end that it calls; both may be nil
// for a flow that needs neither.
func (r *review) analyseOne(f *flow.Flow, module func(flow.External) *flow.Flow, called func(*flow.Action) calls.Ending) (out *reviewed, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, &source.Error{File: f.File.Name, Pos: f.Pos, Message: fmt.Sprintf("defect in archlint while analysing flow %s: %v", f.Name, p)}
		}
	}()
	g := r.lower(f, module, called)
	model := r.model(g)
	if called != nil {
		model.Ends = endShares(g, called)
	}
	a := &analysed{flow: f, graph: g, calls: calls.New(g, model), data: dataflow.Analyze(g)}
	a.loops = a.calls.Loops()
	for i := range g.Nodes {
		if act := g.Nodes[i].Action; g.Nodes[i].Kind == cfg.Act && act.DataAction != nil {
			a.sites = append(a.sites, cfg.NodeID(i))
		}
	}
	a.total = a.calls.Sum(weigh(a.sites))
	found, unfixed := a.facts(), r.unfixedWait(f)
	out = &reviewed{
		facts: found, paces: a.paces(found.Loops, unfixed), unfixed: unfixed,
		part: interaction.NewFlow(f, a.calls, a.sites, a.total), model: model, ending: a.calls.Ending(),
	}
	out.unsettled = a.calls.Unsettled()
	out.looser = looser{bounds: a.calls.Looser(), data: a.data.Partial()}
	r.log.Debug("flow analysed", "file", f.File.Name, "flow", f.Name, "nodes", len(g.Nodes), "work", a.calls.Work()+a.data.Work())
	if r.opts.Lean {
		if r.opts.Draw {
			out.drawing = draw.Pack(draw.Flow(g, out.facts))
		}
		out.facts, out.details = facts.Pack(out.facts)
		out.part.Analysis = anew(g, a.calls.Model)
	} else {
		a.calls.Rest()
		out.graph = g
	}
	return out, nil
}

// anew analyses a graph again whenever it is asked. Between, it holds the packed
// shape, which is all that joining flows needs of them.
func anew(g *cfg.Graph, m calls.Model) func() *calls.Analysis {
	packed := cfg.Pack(g)
	return func() *calls.Analysis { return calls.New(packed.Graph(), m) }
}

// letGo drops what joining flows and holding their demand needed: from here on
// there are only facts.
func (r *review) letGo(flows []*reviewed, in *input) {
	for _, f := range flows {
		f.part = nil
	}
	r.net, r.counts, r.starts, in.flows, in.modules = nil, nil, nil, nil, nil
	r.held = held{}
	if !r.opts.Draw {
		r.capacity.WhatIf = nil // only a page that draws the flows lets its reader play
	}
}

func (a *analysed) facts() facts.Flow {
	f := a.flow
	info := f.Type.Info()
	out := facts.Flow{
		Name: f.Name, ID: f.ID, Type: string(f.Type), File: f.File.Name, Line: f.Pos.Line, Column: f.Pos.Column,
		Format: string(f.Format), Voice: info.Voice, InQueue: info.InQueue, ErrorHandling: f.Errors.Kind,
		ModelledShare: 1,
	}
	f.Walk(func(act *flow.Action, _ *flow.Container) {
		out.Actions++
		if act.Kind.Opaque {
			out.OpaqueActions++
		}
	})
	if out.Actions > 0 {
		out.ModelledShare = 1 - float64(out.OpaqueActions)/float64(out.Actions)
	}
	out.Loops = a.loopFacts()
	out.Calls = a.callFacts(out.Loops)
	out.Nodes = a.nodeFacts(out.Loops)
	a.sums(&out)
	return out
}

// sums fills the counts of the whole run, per data action and per integration.
func (a *analysed) sums(out *facts.Flow) {
	out.PerRun, out.BoundedBy = rangeOf(a.total), string(a.total.BoundedBy)
	out.Worst, out.Likely = a.witness(a.calls.WorstRun(a.sites)), a.witness(a.calls.LikelyRun())
	if n, ok := a.calls.MaxActions(); ok {
		out.MaxActions = &n
	}
	byAction, byIntegration := make(map[[2]string][]cfg.NodeID), make(map[[2]string][]cfg.NodeID)
	for _, n := range a.sites {
		d := a.graph.Nodes[n].Action.DataAction
		byAction[[2]string{d.Name, d.Integration}] = append(byAction[[2]string{d.Name, d.Integration}], n)
		byIntegration[[2]string{d.Integration, d.Integration}] = append(byIntegration[[2]string{d.Integration, d.Integration}], n)
	}
	out.PerDataAction, out.PerIntegration = a.sumsOf(byAction), a.sumsOf(byIntegration)
}

func (a *analysed) sumsOf(groups map[[2]string][]cfg.NodeID) []facts.Sum {
	out := make([]facts.Sum, 0, len(groups))
	byName := func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }
	for _, key := range slices.SortedFunc(maps.Keys(groups), byName) { // always asked in the same order: what is known is not worked out again
		c := a.calls.Group(groups[key])
		out = append(out, facts.Sum{Name: key[0], Integration: key[1], PerRun: rangeOf(c), BoundedBy: string(c.BoundedBy)})
	}
	return out
}

func weigh(nodes []cfg.NodeID) map[cfg.NodeID]int64 {
	w := make(map[cfg.NodeID]int64, len(nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	return w
}

func rangeOf(c calls.Count) facts.Range {
	return facts.Range{Min: c.Min, Expected: c.Expected, Max: c.Max}
}
