package calls

import "archlint/analyzer/cfg"

// Weighing says what a run counts: at nodes, and, at calls that may end the
// interaction, besides by whether they do. 0 where nothing is said.
type Weighing struct {
	At, GoesOn, Ends map[cfg.NodeID]int64
}

// Impossible is the weight of what no run does.
const Impossible = none

// endWeights are the weights at the calls that may end the interaction.
type endWeights struct{ goesOn, ends map[cfg.NodeID]int64 }

// of is what vertex v counts if it stands for what follows such a call.
func (w endWeights) of(v vertex) int64 {
	switch v.kind {
	case goesOn:
		return w.goesOn[v.node]
	case endsHere:
		return w.ends[v.node]
	}
	return 0
}

// Bound is the least and the greatest weight of some runs; Possible is false
// where there are none.
type Bound struct {
	Min, Max int64
	Possible bool
}

// ByEnd are the bounds of runs that come back to a flow that called this one,
// and of those that end the interaction or never come back.
type ByEnd struct{ Returns, Ends Bound }

// Forks reports whether a node is a call that a Weighing may tell both ways of.
func (a *Analysis) Forks(n cfg.NodeID) bool { return forks(&a.Graph.Nodes[n]) }

// Weigh is Weighted by how runs end. Where the flow itself sets no bound, or runs
// are long enough for the cap to matter, the Max of both is that of all runs and
// ok is false. An error can end a run anywhere and with it the interaction.
func (a *Analysis) Weigh(w Weighing) (bounds ByEnd, all Count, ok bool) {
	if u := a.unfolded; u != nil {
		return u.fine.weighByEnd(Weighing{At: each(u, w.At), GoesOn: each(u, w.GoesOn), Ends: each(u, w.Ends)})
	}
	return a.weighByEnd(w)
}

func (a *Analysis) weighByEnd(w Weighing) (bounds ByEnd, all Count, ok bool) {
	a.rebuild()
	s := newSums(a.p, a.weights(w.At), a.zero)
	s.ends = endWeights{w.GoesOn, w.Ends}
	s.spread()
	all = a.weigh(s)
	pr := a.p.proc(a.Graph.Entry)
	if pr == nil {
		return ByEnd{Ends: Bound{Possible: true}}, all, true
	}
	bounds = byEnd(pr.top, s.of(pr.top))
	bounds.Ends.Max = all.Max
	if ok = all.BoundedBy != PlatformLimit && a.Graph.Handler == cfg.None; !ok {
		bounds.Returns.Max = all.Max
	}
	return bounds, all, ok
}

// byEnd parts the ways out of a flow: only at the end of a task, or where the run
// itself ends, does it come back.
func byEnd(r *region, sum *summary) ByEnd {
	var b ByEnd
	for k, snk := range r.sinks {
		if !r.open[snk.vertex] || sum.min[k] == none {
			continue
		}
		side := &b.Returns
		if int32(k) == cut || snk.target == over {
			side = &b.Ends
		}
		if !side.Possible {
			*side = Bound{sum.min[k], sum.max[k], true}
			continue
		}
		side.Min, side.Max = min(side.Min, sum.min[k]), max(side.Max, sum.max[k])
	}
	return b
}
