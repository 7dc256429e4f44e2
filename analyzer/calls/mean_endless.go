package calls

import (
	"archlint/analyzer/cfg"
)

// leaveEndless gives every cycle that nothing leads out of a way out, so that
// it runs the model's rounds on average: only the platform's cap would end it.
// Such vertices already have an edge to the cut that stands for it.
func (e *expectation) leaveEndless(r *region, p []float64) {
	toCut := r.sinks[cut].vertex
	for c := range int32(r.scc.Len()) {
		members := r.scc.Members(c)
		if !r.scc.Cyclic[c] || !e.endless(r, c, p) {
			continue
		}
		leave := int32(-1)
		for _, v := range members {
			lo, hi := r.g.Edges(v)
			for i := lo; i < hi && leave < 0; i++ {
				if r.g.To(i) == toCut && r.labels[i] != hidden {
					leave = v
				}
			}
		}
		if leave < 0 {
			continue
		}
		lo, hi := r.g.Edges(leave)
		stay := 0.0
		isOut := func(i int32) bool { return r.g.To(i) == toCut && r.labels[i] != hidden }
		for i := lo; i < hi; i++ {
			if !isOut(i) {
				stay += p[i]
			}
		}
		out := 1 / max(e.m.Rounds, 1)
		for i := lo; i < hi; i++ {
			if isOut(i) {
				p[i] = out
			} else if stay > 0 {
				p[i] *= (1 - out) / stay
			}
		}
	}
}

// endless reports whether nothing leads out of component c but the cut.
func (e *expectation) endless(r *region, c int32, p []float64) bool {
	for _, v := range r.scc.Members(c) {
		if r.verts[v].node != cfg.None && e.p.g.Nodes[r.verts[v].node].Kind == cfg.Return {
			return false
		}
		lo, hi := r.g.Edges(v)
		for i := lo; i < hi; i++ {
			if r.scc.Of[r.g.To(i)] != c && p[i] > 0 {
				return false
			}
		}
	}
	return true
}
