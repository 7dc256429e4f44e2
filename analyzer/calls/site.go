package calls

import (
	"fmt"

	"archlint/analyzer/cfg"
)

// Node bounds how often one node runs: what Sum says of it alone, at a cost
// that does not grow with the flow for each of many call sites.
func (a *Analysis) Node(n cfg.NodeID) Count {
	if !a.Graph.Nodes[n].Live {
		return Count{BoundedBy: Acyclic}
	}
	if a.onlyAtRoots(n) {
		return a.atRoots(n)
	}
	if a.capMatters() || len(a.in[n]) != 1 {
		return a.Sum(map[cfg.NodeID]int64{n: 1})
	}
	return a.inCalled(n)
}

// onlyAtRoots reports whether n stands in no procedure that is called.
func (a *Analysis) onlyAtRoots(n cfg.NodeID) bool {
	for _, pr := range a.in[n] {
		if pr.called || pr.root != a.Graph.Entry && pr.root != a.Graph.Handler {
			return false
		}
	}
	return true
}

func (a *Analysis) atRoots(n cfg.NodeID) Count {
	c := Count{Expected: a.visits[n]}
	looped, byCap := false, false
	c.Max, byCap = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 {
			if !a.holds(pr, n) {
				return 0
			}
			sum := a.single.of(pr, n)
			looped = looped || sum.looped
			return sum.max[cut]
		},
		func(pr *proc, root cfg.NodeID) int64 { return a.cappedNode(pr, n, a.budget(root)) },
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil && a.holds(pr, n) {
		c.Min = lowest(a.single.of(pr, n))
	}
	c.BoundedBy = boundedBy(byCap, looped)
	return a.consistent(c)
}

func (a *Analysis) holds(pr *proc, n cfg.NodeID) bool {
	for _, in := range a.in[n] {
		if in == pr {
			return true
		}
	}
	return false
}

// cappedNode is capBound for a single node.
func (a *Analysis) cappedNode(pr *proc, n cfg.NodeID, budget int64) int64 {
	if v, ok := pr.top.at[n]; ok {
		return a.walksOf(pr.top).most(v, budget)
	}
	w := make(weights, len(a.Graph.Nodes))
	w[n] = 1
	return capBound(a.p, pr, w, a.cost, budget)
}

func (a *Analysis) walksOf(r *region) *walks {
	if w, ok := a.walks[r]; ok {
		return w
	}
	s := newSums(a.p, a.cost, a.zero)
	cost := make([]int64, len(r.verts))
	for v := range r.verts {
		cost[v] = s.vertexWeight(r.verts[v], false)
	}
	first := s.least(r, func(v int32, _ bool) int64 { return cost[v] })
	w := newWalks(r, cost, first)
	a.walks[r] = w
	return w
}

// inCalled bounds a node of one called task or module. What it adds to a call
// of that is found alone; the rest of the flow sees only this, so that nodes
// which add the same share one solution.
func (a *Analysis) inCalled(n cfg.NodeID) Count {
	pr := a.in[n][0]
	adds := a.single.of(pr, n)
	key := fmt.Sprint(pr.root, adds.min, adds.max, adds.looped)
	c, ok := a.known[key]
	if !ok {
		s := newPreset(a.p, map[*proc]*summary{pr: adds}, a.zero)
		c.Max, _ = a.bounded(
			func(pr *proc, _ cfg.NodeID) int64 { return s.of(pr.top).max[cut] },
			func(*proc, cfg.NodeID) int64 { return inf },
		)
		if pr := a.p.proc(a.Graph.Entry); pr != nil {
			c.Min = lowest(s.of(pr.top))
		}
		c.BoundedBy = boundedBy(false, a.looped(s))
		a.known[key] = c
	}
	c.Expected = a.visits[n]
	return a.consistent(c)
}
