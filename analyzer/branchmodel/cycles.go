package branchmodel

import (
	"math"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/graph"
)

// cycleRounds are mean rounds of a cycle that jumps make: how often a run passes its head
// that comes to it at all.
type cycleRounds struct {
	head   cfg.NodeID
	rounds float64
}

// cyclic are the nodes of each cycle of a graph, by number, -1 for none.
func cyclic(g *cfg.Graph) []int32 {
	var edges []graph.Edge
	for i := range g.Nodes {
		for _, e := range g.Nodes[i].Out {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
		}
	}
	scc := graph.New(len(g.Nodes), edges).SCC()
	out := make([]int32, len(g.Nodes))
	for i := range out {
		if out[i] = -1; scc.Cyclic[scc.Of[i]] {
			out[i] = scc.Of[i]
		}
	}
	return out
}

// bindCycle ties rounds to a cycle that jumps make, whose head the profile names.
func (b *binder) bindCycle(flowName string, l config.LoopRounds, in func(*cfg.Node) bool, out *ties) bool {
	of := cyclic(b.g)
	inCycle := make(map[*cfg.Node]bool)
	for i := range b.g.Nodes {
		inCycle[&b.g.Nodes[i]] = of[i] >= 0
	}
	id, _ := b.find(l.Loop, in, func(n *cfg.Node) bool { return inCycle[n] }, "loop")
	if id == cfg.None {
		return false
	}
	if l.Rounds < 1 {
		out.wrong[l.At] = l.At.Error("%s of flow %q heads a cycle of jumps, which begins once at least: give 1 round or more", l.Loop, flowName)
		return true
	}
	b.cycles = append(b.cycles, cycleRounds{id, l.Rounds})
	out.loops = append(out.loops, l.At)
	return true
}

// goRound sets how often runs go round a cycle: with f a factor for all shares of its
// branches that leave it, the passes of the head in a run that comes to it fall in f, so
// that bisection finds the factor. Shares that the profile gives stay; where all do,
// nothing can change.
func (b *Profiled) goRound(g *cfg.Graph, c cycleRounds) {
	of := cyclic(g)
	with := func(factor float64) calls.Model {
		m := b.Model
		m.Share = func(n cfg.NodeID, output string) (float64, bool) {
			if of[n] == of[c.head] && !b.given[n] {
				if p := leavingShares(g, n, of, b.Model, factor); p != nil {
					share, ok := p[output]
					return share, ok
				}
			}
			if b.Model.Share == nil {
				return 0, false
			}
			return b.Model.Share(n, output)
		}
		return m
	}
	rounds := func(logFactor float64) float64 {
		a := calls.New(g, with(math.Exp(logFactor)))
		if reached := a.Reached(c.head); reached > 0 {
			return a.Visits(c.head) / reached
		}
		return 0
	}
	low, high := -12.0, 12.0
	for range 40 {
		middle := (low + high) / 2
		if rounds(middle) > c.rounds {
			low = middle
		} else {
			high = middle
		}
	}
	fixed := make(map[cfg.NodeID]map[string]float64)
	for n := range g.Nodes {
		if id := cfg.NodeID(n); of[n] == of[c.head] && !b.given[id] {
			if p := leavingShares(g, id, of, b.Model, math.Exp((low+high)/2)); p != nil {
				fixed[id] = p
			}
		}
	}
	before := b.Model.Share
	b.Model.Share = func(n cfg.NodeID, output string) (float64, bool) {
		if p, ok := fixed[n]; ok {
			share, ok := p[output]
			return share, ok
		}
		if before == nil {
			return 0, false
		}
		return before(n, output)
	}
}

// leavingShares are the shares of a node's outputs with those that leave its cycle times
// a factor; nil where runs do not part there between staying and leaving.
func leavingShares(g *cfg.Graph, id cfg.NodeID, of []int32, m calls.Model, factor float64) map[string]float64 {
	n := &g.Nodes[id]
	if !branches(n) {
		return nil
	}
	outputs := make([]string, len(n.Out))
	stay, leave := 0.0, 0.0
	for i, e := range n.Out {
		outputs[i] = e.Output
	}
	p := m.Shares(id, outputs)
	for i, e := range n.Out {
		if of[e.To] == of[id] {
			stay += p[i]
		} else {
			leave += p[i]
		}
	}
	if stay <= 0 || leave <= 0 {
		return nil
	}
	shares := make(map[string]float64, len(p))
	for i, e := range n.Out {
		if of[e.To] != of[id] {
			p[i] *= factor
		}
		shares[e.Output] = p[i] / (stay + leave*factor)
	}
	return shares
}
