package calibrate

import (
	"maps"
	"math"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// repeatable are the nodes that one run can pass more than once: those in a cycle, in a
// task that is called in more than one place, or in one that such a node calls. It also
// returns a node that a task calls itself by, None where there is none.
func repeatable(g *cfg.Graph) (repeated map[cfg.NodeID]bool, recursive cfg.NodeID) {
	var edges []graph.Edge
	callers := make(map[cfg.NodeID]int)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if !n.Live {
			continue
		}
		for _, e := range n.Out {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
		}
		if n.Callee != cfg.None {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(n.Callee)})
			callers[n.Callee]++
		}
	}
	d := graph.New(len(g.Nodes), edges)
	scc := d.SCC()
	out := make(map[cfg.NodeID]bool)
	recursive = cfg.None
	var roots []int32
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Live && scc.Cyclic[scc.Of[i]] {
			out[cfg.NodeID(i)] = true
			if n.Callee != cfg.None {
				if scc.Of[n.Callee] == scc.Of[i] {
					recursive = cfg.NodeID(i)
				}
				roots = append(roots, int32(n.Callee))
			}
		}
	}
	for callee, n := range callers {
		if n > 1 {
			roots = append(roots, int32(callee))
		}
	}
	for n := range shared(g, callers) {
		roots = append(roots, int32(n))
	}
	for i, reached := range d.Reach(roots...) {
		if reached {
			out[cfg.NodeID(i)] = true
		}
	}
	return out, recursive
}

// shared are the nodes that belong to more than one task that is called, or to one and
// to the flow itself: jumps lead there from several.
func shared(g *cfg.Graph, callers map[cfg.NodeID]int) map[cfg.NodeID]bool {
	if len(callers) == 0 {
		return nil
	}
	var edges []graph.Edge
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Live {
			for _, e := range n.Out {
				if k := g.Nodes[e.To].Kind; k != cfg.End && k != cfg.Return {
					edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
				}
			}
		}
	}
	d := graph.New(len(g.Nodes), edges)
	times := make([]int, len(g.Nodes))
	count := func(root cfg.NodeID) {
		for i, reached := range d.Reach(int32(root)) {
			if reached {
				times[i]++
			}
		}
	}
	if g.Entry != cfg.None {
		count(g.Entry)
	}
	for callee := range callers {
		count(callee)
	}
	out := map[cfg.NodeID]bool{}
	for i, n := range times {
		if n > 1 {
			out[cfg.NodeID(i)] = true
		}
	}
	return out
}

// repeats turns counts of runs into passes: with V the mean passes of a node under the
// model and H the probability that a run passes it at all, a run that passes it does so
// V / H times. It returns by how much the passes moved, at most, as a share.
func (r *ratios) repeats(a *calls.Analysis, c NodeCounts, repeated map[cfg.NodeID]bool, passes map[cfg.NodeID]float64) float64 {
	before := maps.Clone(passes)
	for n := range repeated {
		count, counted := c.Nodes[n]
		if !counted || count == 0 {
			continue
		}
		if ratio, ok := r.of(a, n); ok {
			passes[n] = count * min(max(ratio, 1), mostRepeats)
		}
	}
	share(c, repeated, passes)
	moved := 0.0
	for n, was := range before {
		moved = max(moved, math.Abs(passes[n]-was)/max(c.Runs, was))
	}
	return moved
}

// ratios are the passes of nodes in a run that comes to them. They are computed again
// only where the passes have moved.
type ratios struct {
	g    *cfg.Graph
	only []cfg.NodeID // of each node, the one before it that it shares its ratio with, or None
	last map[cfg.NodeID]ratio
}

type ratio struct{ visits, value float64 }

// newRatios finds the nodes that every run passes as often as the one before.
func newRatios(g *cfg.Graph) *ratios {
	r := &ratios{g: g, only: make([]cfg.NodeID, len(g.Nodes)), last: map[cfg.NodeID]ratio{}}
	into := make([]int, len(g.Nodes))
	for i := range g.Nodes {
		r.only[i] = cfg.None
		for _, e := range g.Nodes[i].Out {
			into[e.To]++
		}
		if callee := g.Nodes[i].Callee; callee != cfg.None {
			into[callee]++
		}
	}
	for i := range g.Nodes {
		if n := &g.Nodes[i]; len(n.Out) == 1 && n.Callee == cfg.None && n.Head == cfg.NoLoop {
			if to := n.Out[0].To; into[to] == 1 && to != g.Entry && to != g.Handler {
				r.only[to] = cfg.NodeID(i)
			}
		}
	}
	return r
}

// of is the ratio of a node, false where the model never comes to it.
func (r *ratios) of(a *calls.Analysis, n cfg.NodeID) (float64, bool) {
	for range len(r.g.Nodes) {
		before := r.only[n]
		if before == cfg.None || a.Model.EndShare(before) > 0 || r.g.Nodes[before].MayEnd || r.g.Nodes[before].Kind == cfg.Start {
			break
		}
		n = before
	}
	visits := a.Visits(n)
	if !(visits > 0) {
		return 0, false
	}
	if was, ok := r.last[n]; ok && math.Abs(visits-was.visits) <= 2e-4*was.visits {
		return was.value, true
	}
	reached := a.Reached(n)
	if !(reached > 0) {
		return 0, false
	}
	r.last[n] = ratio{visits, visits / reached}
	return visits / reached, true
}

// mostRepeats bounds the passes of a node in one run: the platform's cap on actions.
const mostRepeats = float64(calls.ActionCap)

// share gives the executions of a data action to its sites: those that one run passes
// once have their counts, the others what is left, in proportion to what they are
// expected to have. This is the step of expectation in the EM algorithm (Dempster,
// Laird, Rubin, Journal of the Royal Statistical Society B 39, 1977, pp. 1-38), whose
// step of maximisation is the fit.
func share(c NodeCounts, repeated map[cfg.NodeID]bool, passes map[cfg.NodeID]float64) {
	for _, group := range c.Groups {
		left, expected, least := group.Executions, 0.0, 0.0
		for _, n := range group.Nodes {
			if repeated[n] {
				expected += passes[n]
				least += c.Nodes[n]
			} else {
				left -= passes[n]
			}
		}
		if expected <= 0 {
			continue
		}
		left = max(left, least) // every run that passes a site executes it once at least
		for _, n := range group.Nodes {
			if repeated[n] {
				passes[n] = max(passes[n]*left/expected, c.Nodes[n])
			}
		}
	}
}
