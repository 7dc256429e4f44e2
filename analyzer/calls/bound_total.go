package calls

import (
	"maps"
	"slices"

	"archlint/analyzer/cfg"
)

// Group bounds how often nodes run together. In large flows where only the cap
// bounds them it adds up what it allows each, which may be less tight than Sum.
func (a *Analysis) Group(nodes []cfg.NodeID) Count {
	if u := a.unfolded; u != nil {
		return u.closer(u.fine.Group(u.all(nodes)), nodes, func() Count { return a.group(nodes) })
	}
	return a.group(nodes)
}

func (a *Analysis) group(nodes []cfg.NodeID) Count {
	a.rebuild()
	w := make(map[cfg.NodeID]int64, len(nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	if len(nodes) == 1 {
		return a.countNode(nodes[0])
	}
	if !a.capMatters() || len(a.Graph.Nodes) <= exactSize {
		return a.sumOf(w)
	}
	c, total := a.weighted(w), int64(0)
	for _, n := range nodes {
		total += a.countNode(n).Max
	}
	c.BoundedBy = LoopCount
	if most := min(total, a.Model.Cap+a.Model.CapHandler); most < c.Max {
		c.Max, c.BoundedBy = most, PlatformLimit
	}
	return a.consistent(c)
}

// Sum bounds the weighted number of passes of nodes in one run: of several call
// sites together, or of anything else. Weights must not be negative, and 1 at
// most where the cap on actions has to bound them.
func (a *Analysis) Sum(w map[cfg.NodeID]int64) Count {
	if u := a.unfolded; u != nil {
		return u.closer(u.fine.sumOf(each(u, w)), slices.Collect(maps.Keys(w)), func() Count { return a.sumOf(w) })
	}
	return a.sumOf(w)
}

func (a *Analysis) sumOf(w map[cfg.NodeID]int64) Count {
	a.rebuild()
	last := a.summed(a.weights(w))
	if last.count == nil {
		c := a.sum(last.sums)
		last.count = &c
	}
	return *last.count
}

func (a *Analysis) sum(s *sums) Count {
	c := Count{BoundedBy: Acyclic, Expected: a.expected(s.w)}
	var byCap bool
	c.Max, byCap = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 { return s.atRoot(pr).max },
		func(pr *proc, root cfg.NodeID) int64 {
			return capBound(a.p, []*proc{pr}, s.w, a.cost, a.budget(root))
		},
		func() int64 { return a.together(s.w) },
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil {
		c.Min = s.atRoot(pr).min
	}
	c.BoundedBy = boundedBy(byCap, a.looped(s))
	return a.consistent(c)
}

func (a *Analysis) weights(w map[cfg.NodeID]int64) weights {
	ws := make(weights, len(a.Graph.Nodes))
	for n, x := range w {
		ws[n] = x
	}
	return ws
}

// summed is a weighting with its results: a bound on how often nodes run together is
// usually followed by the run that attains it.
type summed struct {
	*sums
	count *Count // what Sum says
}

func (a *Analysis) summed(ws weights) *summed {
	if a.last == nil || !slices.Equal(a.last.w, ws) {
		a.last = &summed{sums: newSums(a.p, ws, a.zero)}
	}
	return a.last
}

func (a *Analysis) looped(s *sums) bool {
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil && s.looped(pr) {
			return true
		}
	}
	return false
}

// boundedBy says what a greatest count rests on.
func boundedBy(byCap, looped bool) BoundedBy {
	switch {
	case byCap:
		return PlatformLimit
	case looped:
		return LoopCount
	}
	return Acyclic
}

// Weighted is Sum for weights of any size. Where the flow itself sets no bound,
// or runs are long enough for the cap to matter, Max is not meaningful and
// BoundedBy is PlatformLimit.
func (a *Analysis) Weighted(w map[cfg.NodeID]int64) Count {
	if u := a.unfolded; u != nil {
		return u.fine.weighted(each(u, w))
	}
	return a.weighted(w)
}

func (a *Analysis) weighted(w map[cfg.NodeID]int64) Count {
	a.rebuild()
	return a.weigh(a.summed(a.weights(w)).sums)
}

func (a *Analysis) weigh(s *sums) Count {
	c := Count{Expected: a.expected(s.w)}
	c.Max, _ = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 { return s.atRoot(pr).max },
		func(*proc, cfg.NodeID) int64 { return inf },
		nil,
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil {
		c.Min = s.atRoot(pr).min
	}
	c.BoundedBy = boundedBy(c.Max >= huge || a.capMatters(), a.looped(s))
	if a.work.merged {
		c.Min = 0
	}
	return c
}

// lowest is the least count over the ways to end.
func lowest(sum *summary) int64 {
	best := inf
	for _, n := range sum.min {
		if n != none {
			best = min(best, n)
		}
	}
	if best == inf {
		return 0
	}
	return best
}

// consistent keeps the mean inside the bounds: the branch model knows nothing
// of the platform's cap. Nothing is known of the least counts of merged procedures.
func (a *Analysis) consistent(c Count) Count {
	if a.work.merged {
		c.Min = 0
	}
	c.Min = min(c.Min, c.Max)
	c.Expected = min(max(c.Expected, float64(c.Min)), float64(c.Max))
	return c
}
