package calls

import (
	"math"

	"archlint/analyzer/cfg"
	"archlint/analyzer/markov"
)

// NewWithin is New with other limits of work.
func NewWithin(g *cfg.Graph, m Model, walks, near, prices, cycles int) *Analysis {
	return newAnalysis(g, m, limits{procs: defaultLimits().procs, walks: walks, near: near, prices: prices, cycles: cycles,
		means: markov.Usual()})
}

// NewMeansWithin is New with other limits of work for means.
func NewMeansWithin(g *cfg.Graph, m Model, most markov.Work) *Analysis {
	limits := defaultLimits()
	limits.means = most
	return newAnalysis(g, m, limits)
}

// NewMerged is New with calls drawn as jumps.
func NewMerged(g *cfg.Graph, m Model) *Analysis {
	limits := defaultLimits()
	limits.procs = math.MinInt
	return newAnalysis(g, m, limits)
}

// RegionsKept is how many regions are still held once the moments of a run are known.
func (a *Analysis) RegionsKept(at map[cfg.NodeID]*Moments) int {
	s := newSpread(a.expectation(), Adds{At: at})
	s.field(a.expectation().p.proc(a.Graph.Entry).top)
	return len(s.solved)
}

// WaysShown calls both with what a witness shows of the shortest way to each vertex:
// as listed from its end, and as shortened from the whole way, of at most so many steps.
func (a *Analysis) WaysShown(most int, both func(listed, shortened []Step)) {
	a.rebuild()
	a.shown = most
	for _, root := range a.roots() {
		pr := a.p.proc(root)
		if pr == nil {
			continue
		}
		w := a.walksOf(pr.top)
		for v := range int32(len(pr.top.verts)) {
			if w.first[v] != none {
				both(a.wayTo(w, v), a.shorten(a.along(pr.top, w.way(v), -1)))
			}
		}
	}
}
