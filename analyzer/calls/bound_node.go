package calls

import (
	"fmt"

	"archlint/analyzer/cfg"
)

// Node bounds how often one node runs: what Sum says of it alone, at a cost
// that does not grow with the flow for each of many call sites.
func (a *Analysis) Node(n cfg.NodeID) Count {
	if u := a.unfolded; u != nil {
		return u.closer(u.node(n), []cfg.NodeID{n}, func() Count { return a.countNode(n) })
	}
	return a.countNode(n)
}

// countNode is what the graph itself says of a node, kept once it is known.
func (a *Analysis) countNode(n cfg.NodeID) Count {
	a.rebuild()
	c, ok := a.counted[n]
	if !ok {
		c = a.node(n)
		a.counted[n] = c
	}
	return c
}

func (a *Analysis) node(n cfg.NodeID) Count {
	if !a.Graph.Nodes[n].Live {
		return Count{BoundedBy: Acyclic}
	}
	if a.onlyAtRoots(n) {
		return a.atRoots(n)
	}
	if len(a.in.of(n)) != 1 || a.capMatters() && a.exact {
		return a.sumOf(map[cfg.NodeID]int64{n: 1})
	}
	return a.inCalled(n)
}

// onlyAtRoots reports whether n stands in no procedure that is called.
func (a *Analysis) onlyAtRoots(n cfg.NodeID) bool {
	for _, pr := range a.in.of(n) {
		if pr.called || pr.root != a.Graph.Entry && pr.root != a.Graph.Handler {
			return false
		}
	}
	return true
}

func (a *Analysis) atRoots(n cfg.NodeID) Count {
	c := Count{Expected: a.means()[n]}
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
		func() int64 { return a.nodeTogether(n) },
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil && a.holds(pr, n) {
		c.Min = lowest(a.single.of(pr, n))
	}
	c.BoundedBy = boundedBy(byCap, looped)
	return a.consistent(c)
}

func (a *Analysis) holds(pr *proc, n cfg.NodeID) bool {
	for _, in := range a.in.of(n) {
		if in == pr {
			return true
		}
	}
	return false
}

// cappedNode is capBound for a single node.
func (a *Analysis) cappedNode(pr *proc, n cfg.NodeID, budget int64) int64 {
	if v, ok := pr.top.at(n); ok {
		return a.walksOf(pr.top).most(v, budget)
	}
	if !a.exact {
		return min(a.spacing().most(n, budget), a.perVisit(pr, n, budget))
	}
	w := make(weights, len(a.Graph.Nodes))
	w[n] = 1
	return capBound(a.p, []*proc{pr}, w, a.cost, budget)
}

// nodeTogether is together for a single node.
func (a *Analysis) nodeTogether(n cfg.NodeID) int64 {
	if !a.exact {
		return a.Model.Cap + a.Model.CapHandler
	}
	w := make(weights, len(a.Graph.Nodes))
	w[n] = 1
	return a.together(w)
}

// perVisit is how often the outermost loop around n can be entered within the
// budget, times what it counts each time.
func (a *Analysis) perVisit(pr *proc, n cfg.NodeID, budget int64) int64 {
	nest := a.single.nest(pr, n)
	outer, inner := nest[len(nest)-1], nest[len(nest)-2].sum
	most := int64(0)
	for x := range outer.region.exits(outer.vertex) {
		most = max(most, inner.exit(outer.region.verts[x], true))
	}
	return times(a.walksOf(pr.top).most(outer.vertex, budget), most)
}

func (a *Analysis) spacing() *spacing {
	if a.space == nil {
		a.space = a.newSpacing()
	}
	return a.space
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
	w := a.p.walks(r, cost)
	a.walks[r] = w
	return w
}

// inCalled bounds a node of one called task or module. What it adds to a call
// of that is found alone; the rest of the flow sees only this, so that nodes
// which add the same share one solution. Where a node adds the same whichever
// way the call ends, the number of calls is all there is to know of the rest.
func (a *Analysis) inCalled(n cfg.NodeID) Count {
	pr := a.in.of(n)[0]
	adds := a.single.of(pr, n)
	var c Count
	if each, ok := uniform(pr, adds); ok {
		c = a.adding(pr, uniformly(pr, span{1, 1}))
		looped := adds.looped || c.BoundedBy == LoopCount
		c.Min, c.Max = times(c.Min, each.min), times(each.max, c.Max)
		c.BoundedBy = boundedBy(false, looped && c.Max > 0)
	} else {
		c = a.adding(pr, adds)
	}
	if a.capMatters() {
		if most := a.spaced(n); most < c.Max {
			c.Max, c.BoundedBy = most, PlatformLimit
		}
	}
	c.Expected = a.means()[n]
	return a.consistent(c)
}

// uniform returns what a call adds if it is the same for each way out.
func uniform(pr *proc, adds *summary) (span, bool) {
	each := span{none, adds.max[cut]}
	for k, snk := range pr.top.sinks {
		if !pr.top.open[snk.vertex] {
			continue
		}
		if each.min == none {
			each.min = adds.min[k]
		}
		if adds.min[k] != each.min || adds.max[k] != each.max {
			return each, false
		}
	}
	return each, each.min != none
}

// uniformly is a summary that adds each for every way out.
func uniformly(pr *proc, each span) *summary {
	r := pr.top
	sum := &summary{min: filled(len(r.sinks), none), max: filled(len(r.sinks), none)}
	for k, snk := range r.sinks {
		if r.open[snk.vertex] {
			sum.min[k], sum.max[k] = each.min, each.max
		}
	}
	sum.max[cut] = each.max
	return sum
}

// adding bounds, apart from the cap, what calls of pr add that each add adds.
func (a *Analysis) adding(pr *proc, adds *summary) Count {
	key := fmt.Sprint(pr.root, adds.min, adds.max, adds.looped)
	if c, ok := a.known[key]; ok {
		return c
	}
	s := newPreset(a.p, pr, adds, a.zero)
	var c Count
	c.Max, _ = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 { return s.atRoot(pr).max },
		func(*proc, cfg.NodeID) int64 { return inf },
		nil,
	)
	if entry := a.p.proc(a.Graph.Entry); entry != nil {
		c.Min = s.atRoot(entry).min
	}
	c.BoundedBy = boundedBy(false, a.looped(s))
	a.known[key] = c
	return c
}

// spaced is how often n can run in the parts of a run together.
func (a *Analysis) spaced(n cfg.NodeID) int64 {
	total := int64(0)
	for _, root := range a.roots() {
		if a.p.proc(root) != nil {
			total += a.spacing().most(n, a.budget(root))
		}
	}
	return total
}
