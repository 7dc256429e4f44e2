package flowfacts

import (
	"context"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/graph"
	"archlint/analyzer/internal/inparallel"
)

// order is the flows of an export in the order in which they are analysed: a
// flow after those that it calls, since some of these end the interaction. Of
// flows that call one another, each may end it.
type order struct {
	drafts  []Draft
	results []*result
	byID    map[string]int
	byName  map[string][]int      // by lower-case name
	modules map[string]*flow.Flow // common modules by id and lower-case name
	groups  graph.Components
	shares  []float64 // of the runs that end the interaction, in flows that call one another
}

func newOrder(drafts []Draft) *order {
	o := &order{
		drafts: drafts, results: make([]*result, len(drafts)), shares: make([]float64, len(drafts)),
		byID: make(map[string]int), byName: make(map[string][]int), modules: make(map[string]*flow.Flow),
	}
	for i, d := range drafts {
		f, name := d.tree, strings.ToLower(d.tree.Name)
		o.results[i] = d.result
		o.byName[name] = append(o.byName[name], i)
		if f.ID != "" {
			o.byID[f.ID] = i
		}
		if f.Type == "commonmodule" {
			o.modules[name] = f
			if f.ID != "" {
				o.modules[f.ID] = f
			}
		}
	}
	var edges []graph.Edge
	for i, d := range drafts {
		if d.result != nil {
			continue // it calls none
		}
		o.eachCalled(d.tree, func(to int) { edges = append(edges, graph.Edge{From: int32(i), To: int32(to)}) })
	}
	slices.SortStableFunc(edges, func(a, b graph.Edge) int { return int(a.From) - int(b.From) })
	o.groups = graph.New(len(drafts), edges).SCC()
	return o
}

// module finds the flow of a common module that is called by reference.
func (o *order) module(x flow.External) *flow.Flow {
	if f := o.modules[x.ID]; x.ID != "" && f != nil {
		return f
	}
	return o.modules[strings.ToLower(x.Name)]
}

// eachCalled visits the flows that f calls, those that its common modules call
// included.
func (o *order) eachCalled(f *flow.Flow, visit func(int)) {
	look := func(a *flow.Action, _ *flow.Container) {
		for _, to := range o.called(a) {
			visit(to)
		}
	}
	f.Walk(look)
	for _, m := range modulesOf(f, o.module) {
		m.Walk(look)
	}
}

// modulesOf are the common modules that are embedded in f or that it calls.
func modulesOf(f *flow.Flow, find func(flow.External) *flow.Flow) []*flow.Flow {
	modules := slices.Clone(f.Modules)
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.Kind.Control != flow.CallsModule || a.Target != nil {
			return
		}
		for _, x := range a.External {
			if m := find(x); x.Kind == flow.ExternalModule && m != nil {
				modules = append(modules, m)
			}
		}
	})
	return modules
}

// called returns the flows that an action may call, by index.
func (o *order) called(a *flow.Action) []int {
	if !callsFlow(a) {
		return nil
	}
	var out []int
	for _, x := range a.External {
		if x.Kind != a.Kind.Runs {
			continue
		}
		if i, ok := o.byID[x.ID]; ok && x.ID != "" {
			out = append(out, i)
		} else if x.Name != "" {
			out = append(out, o.byName[strings.ToLower(x.Name)]...)
		}
	}
	return out
}

// callsFlow reports whether an action calls a flow that an export can hold.
func callsFlow(a *flow.Action) bool { return a.Kind.Control == flow.CallsFlow && !a.Kind.Foreign }

// visit runs work for every flow, after the flows that it calls; flows that do
// not call one another may run side by side.
func (o *order) visit(ctx context.Context, p *config.Profile, jobs int, work func(i int, called func(*flow.Action) calls.Ending)) {
	level := make([]int, o.groups.Len())
	var levels [][]int
	for c := int32(o.groups.Len()) - 1; c >= 0; c-- { // those that a group calls come first
		for _, i := range o.groups.Members(c) {
			if d := o.drafts[i]; d.result == nil {
				o.eachCalled(d.tree, func(to int) {
					if g := o.groups.Of[to]; g != c {
						level[c] = max(level[c], level[g]+1)
					}
				})
			}
		}
		for len(levels) <= level[c] {
			levels = append(levels, nil)
		}
		for _, i := range o.groups.Members(c) {
			levels[level[c]] = append(levels[level[c]], int(i))
		}
	}
	for _, flows := range levels {
		slices.Sort(flows)
		o.settle(p, flows)
		inparallel.Each(ctx, jobs, len(flows), func(k int) {
			work(flows[k], func(a *flow.Action) calls.Ending { return o.ending(flows[k], a) })
		})
	}
}

// ending is how the flow that an action of flow i calls may end: of several, or
// of one that is not known, the worse for least counts, and the mean of what is
// known.
func (o *order) ending(i int, a *flow.Action) calls.Ending {
	called := o.called(a)
	e := calls.Ending{May: len(called) == 0}
	for _, to := range called {
		if o.groups.Of[to] == o.groups.Of[i] { // it may be under review right now
			e.May, e.Share = true, e.Share+o.shares[to]/float64(len(called))
			continue
		}
		r := o.results[to]
		if r == nil || r.err != nil {
			e.May = true
			continue
		}
		e.May = e.May || r.flow.ending.May
		e.Share += r.flow.ending.Share / float64(len(called))
	}
	return e
}

// settling is how often the shares of flows that call one another are computed
// again: each time for calls that go one deeper.
const settling = 100

// settle solves the shares of the runs that end the interaction for those of the
// flows that call one another.
func (o *order) settle(p *config.Profile, flows []int) {
	var cyclic []int
	for _, i := range flows {
		if o.groups.Cyclic[o.groups.Of[i]] && o.results[i] == nil {
			cyclic = append(cyclic, i)
		}
	}
	for range settling {
		moved := 0.0
		next := make([]float64, len(cyclic))
		for k, i := range cyclic {
			next[k] = o.endingShare(p, i)
			moved = max(moved, math.Abs(next[k]-o.shares[i]))
		}
		for k, i := range cyclic {
			o.shares[i] = next[k]
		}
		if moved < 1e-9 {
			return
		}
	}
}

// endingShare is the share of the runs of flow i that end the interaction, given
// those of the flows that it calls. A defect is reported when the flow is analysed.
func (o *order) endingShare(p *config.Profile, i int) (share float64) {
	defer func() {
		if recover() != nil {
			share = 0
		}
	}()
	g := lower(o.drafts[i].tree, o.module, nil)
	m := branchmodel.Bind(p, g).Model
	m.Ends = endShares(g, func(a *flow.Action) calls.Ending { return o.ending(i, a) })
	return calls.New(g, m).Ending().Share
}

// lower makes the graph of a flow. called says how the flows end that it calls,
// nil: all may end the interaction.
func lower(f *flow.Flow, module func(flow.External) *flow.Flow, called func(*flow.Action) calls.Ending) *cfg.Graph {
	return cfg.Lower(f, cfg.Options{Module: module, Count: expr.Int, Returns: func(a *flow.Action) bool {
		return called != nil && !called(a).May
	}})
}

// endsOf are ends that flows which are called make, unless they are known otherwise.
func endsOf(called, known func(cfg.NodeID) float64) func(cfg.NodeID) float64 {
	if known == nil {
		return called
	}
	return func(n cfg.NodeID) float64 {
		if share := known(n); share > 0 {
			return share
		}
		return called(n)
	}
}

// endShares are the shares of the passes of each node of a graph with which the
// flow that it calls ends the interaction.
func endShares(g *cfg.Graph, called func(*flow.Action) calls.Ending) func(cfg.NodeID) float64 {
	shares := make(map[cfg.NodeID]float64)
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act && n.MayEnd && callsFlow(n.Action) {
			if e := called(n.Action); e.Share > 0 {
				shares[cfg.NodeID(i)] = e.Share
			}
		}
	}
	return func(n cfg.NodeID) float64 { return shares[n] }
}
