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
