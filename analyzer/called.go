package analyzer

import (
	"context"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/graph"
)

// callOrder is the flows of an export in the order in which they are analysed: a
// flow after those that it calls, since some of these end the interaction. Of
// flows that call one another, each may end it.
type callOrder struct {
	in     *input
	byID   map[string]int
	byName map[string][]int // by lower-case name
	groups graph.Components
	shares []float64 // of the runs that end the interaction, in flows that call one another
}

func newCallOrder(in *input) *callOrder {
	o := &callOrder{in: in, byID: make(map[string]int), byName: make(map[string][]int)}
	for i, p := range in.flows {
		if p.flow.ID != "" {
			o.byID[p.flow.ID] = i
		}
		name := strings.ToLower(p.flow.Name)
		o.byName[name] = append(o.byName[name], i)
	}
	var edges []graph.Edge
	for i, p := range in.flows {
		if p.reviewed != nil {
			continue // it calls none
		}
		o.eachCalled(p.flow, func(to int) { edges = append(edges, graph.Edge{From: int32(i), To: int32(to)}) })
	}
	slices.SortStableFunc(edges, func(a, b graph.Edge) int { return int(a.From) - int(b.From) })
	o.groups = graph.New(len(in.flows), edges).SCC()
	o.shares = make([]float64, len(in.flows))
	return o
}

// eachCalled visits the flows that f calls, those that its common modules call
// included.
func (o *callOrder) eachCalled(f *flow.Flow, visit func(int)) {
	look := func(a *flow.Action, _ *flow.Container) {
		for _, to := range o.called(a) {
			visit(to)
		}
	}
	f.Walk(look)
	for _, m := range modulesOf(f, o.in.module) {
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
func (o *callOrder) called(a *flow.Action) []int {
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

// inOrder runs work for every flow, after the flows that it calls; flows that do
// not call one another may run side by side.
func (r *job) inOrder(ctx context.Context, o *callOrder, work func(i int, called func(*flow.Action) calls.Ending)) {
	level := make([]int, o.groups.Len())
	var levels [][]int
	for c := int32(o.groups.Len()) - 1; c >= 0; c-- { // those that a group calls come first
		for _, i := range o.groups.Members(c) {
			if p := o.in.flows[i]; p.reviewed == nil {
				o.eachCalled(p.flow, func(to int) {
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
		r.settle(o, flows)
		r.each(ctx, len(flows), func(k int) {
			work(flows[k], func(a *flow.Action) calls.Ending { return o.ending(flows[k], a) })
		})
	}
}

// ending is how the flow that an action of flow i calls may end: of several, or
// of one that is not known, the worse for least counts, and the mean of what is
// known.
func (o *callOrder) ending(i int, a *flow.Action) calls.Ending {
	called := o.called(a)
	e := calls.Ending{May: len(called) == 0}
	for _, to := range called {
		if o.groups.Of[to] == o.groups.Of[i] { // it may be under review right now
			e.May, e.Share = true, e.Share+o.shares[to]/float64(len(called))
			continue
		}
		f := o.in.flows[to].reviewed
		if f == nil || f.failed {
			e.May = true
			continue
		}
		e.May = e.May || f.ending.May
		e.Share += f.ending.Share / float64(len(called))
	}
	return e
}

// settling is how often the shares of flows that call one another are computed
// again: each time for calls that go one deeper.
const settling = 100

// settle solves the shares of the runs that end the interaction for those of the
// flows that call one another.
func (r *job) settle(o *callOrder, flows []int) {
	var cyclic []int
	for _, i := range flows {
		if o.groups.Cyclic[o.groups.Of[i]] && o.in.flows[i].reviewed == nil {
			cyclic = append(cyclic, i)
		}
	}
	for range settling {
		moved := 0.0
		next := make([]float64, len(cyclic))
		for k, i := range cyclic {
			next[k] = r.endingShare(o, i)
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
// those of the flows that it calls. A defect is told when the flow is analysed.
func (r *job) endingShare(o *callOrder, i int) (share float64) {
	defer func() {
		if recover() != nil {
			share = 0
		}
	}()
	g := r.lower(o.in.flows[i].flow, o.in.module, nil)
	m := r.model(g)
	m.Ends = endShares(g, func(a *flow.Action) calls.Ending { return o.ending(i, a) })
	return calls.New(g, m).Ending().Share
}

// lower makes the graph of a flow. called says how the flows end that it calls,
// nil: all may end the interaction.
func (r *job) lower(f *flow.Flow, module func(flow.External) *flow.Flow, called func(*flow.Action) calls.Ending) *cfg.Graph {
	return cfg.Lower(f, cfg.Options{Module: module, Count: expr.Int, Returns: func(a *flow.Action) bool {
		return called != nil && !called(a).May
	}})
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
