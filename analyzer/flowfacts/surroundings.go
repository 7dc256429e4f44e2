package flowfacts

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
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
	if slices.ContainsFunc(a.sites, func(n cfg.NodeID) bool { return out.waits[n] }) {
		out.rates = a.calls.Rates(durations(a.graph))
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
func durations(g *cfg.Graph) []int64 {
	times := make([]int64, len(g.Nodes))
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act {
			s, _ := seconds(n.Action)
			times[i] = int64(s * 1000)
		}
	}
	return times
}

// seconds is how long an action passes time on purpose, if that is fixed.
func seconds(a *flow.Action) (float64, bool) {
	if !a.Kind.Waits {
		return 0, true
	}
	v := a.Value(a.Kind.Lasts)
	if v == nil {
		return 0, false
	}
	return expr.Seconds(v)
}
