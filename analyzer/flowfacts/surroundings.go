package flowfacts

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
)

// surroundings are what stands around the nodes of a graph.
type surroundings struct {
	// holding are the loops that hold each call, outer ones first, by index.
	holding map[cfg.NodeID][]int32
	// waits marks the nodes that stand in a loop in which somebody waits, or in a task
	// that such a loop calls.
	waits []bool
	// rates are how often each node can run in a millisecond; nil where no call waits.
	rates []float64
}

// surroundings finds what stands around the nodes; loops are the facts of a.loops.
func (a *analysed) surroundings(loops []facts.Loop) surroundings {
	out := surroundings{holding: holding(a.loops, a.sites), waits: waits(a.graph, a.loops, loops)}
	for _, n := range a.sites { // what runs once does not run while somebody waits, over and over
		out.waits[n] = out.waits[n] && a.calls.Node(n).Max > 1
	}
	if slices.ContainsFunc(a.sites, func(n cfg.NodeID) bool { return out.waits[n] }) {
		out.rates = a.calls.Rates(a.durations())
	}
	return out
}

// holding returns the loops that hold each call, outer ones first.
func holding(loops []calls.Loop, sites []cfg.NodeID) map[cfg.NodeID][]int32 {
	out := make(map[cfg.NodeID][]int32, len(sites))
	if len(loops) == 0 {
		return out
	}
	for _, n := range sites {
		out[n] = nil
	}
	for i := range loops {
		for _, n := range loops[i].Body {
			if list, isCall := out[n]; isCall {
				out[n] = append(list, int32(i))
			}
		}
	}
	return out
}

// waits marks the nodes of loops in which somebody waits, and of the tasks that these
// call.
func waits(g *cfg.Graph, loops []calls.Loop, known []facts.Loop) []bool {
	out := make([]bool, len(g.Nodes))
	for i, l := range loops {
		if known[i].HasWait || l.Form == calls.LoopTask {
			for _, n := range l.Body {
				out[n] = true
			}
			eachCalled(g, l.Body, func(n cfg.NodeID) { out[n] = true })
		}
	}
	return out
}

// eachCalled visits all that the tasks run which the nodes call, but not the nodes
// themselves.
func eachCalled(g *cfg.Graph, body []cfg.NodeID, visit func(cfg.NodeID)) {
	if !slices.ContainsFunc(body, func(n cfg.NodeID) bool { return g.Nodes[n].Callee != cfg.None }) {
		return
	}
	seen := make(map[cfg.NodeID]bool, len(body))
	var called []cfg.NodeID
	add := func(n cfg.NodeID) {
		if n != cfg.None && !seen[n] {
			called = append(called, n)
			seen[n] = true
		}
	}
	for _, n := range body {
		seen[n] = true
	}
	for _, n := range body {
		add(g.Nodes[n].Callee)
	}
	for len(called) > 0 {
		n := called[len(called)-1]
		called = called[:len(called)-1]
		visit(n)
		add(g.Nodes[n].Callee)
		for _, e := range g.Nodes[n].Out {
			add(e.To)
		}
	}
}

// durations are how long each node takes, in milliseconds. It is counted where it is
// fixed in the flow, and as nothing where it is not, so that rates come out too
// high rather than too low.
func (a *analysed) durations() []int64 {
	times := make([]int64, len(a.graph.Nodes))
	for i := range a.graph.Nodes {
		if a.graph.Nodes[i].Kind == cfg.Act {
			s, _ := a.seconds(cfg.NodeID(i))
			times[i] = int64(s * 1000)
		}
	}
	return times
}

// seconds is how long the action of a node passes time on purpose, if that is fixed: in
// the setting itself, or in variables that nothing writes.
func (a *analysed) seconds(n cfg.NodeID) (float64, bool) {
	act := a.graph.Nodes[n].Action
	if !act.Kind.Waits {
		return 0, true
	}
	v := act.Value(act.Kind.Lasts)
	if v == nil {
		return 0, false
	}
	return expr.SecondsOf(a.data.Folded(n, v))
}
