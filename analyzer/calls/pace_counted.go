package calls

import (
	"math"

	"archlint/analyzer/cfg"
)

// countedRates says how often the nodes of a procedure can run in a unit of time
// that stand in loops of a constant count: as often as these go round, in the time of
// the shortest cycle around the outermost of them.
type countedRates struct {
	pr     *proc
	cycles *walks // of the top level; nil where the procedure has no such loop
}

// newCountedRates takes the times of all regions from s.
func newCountedRates(pr *proc, s *sums) countedRates {
	if pr == nil || len(pr.loops) == 0 {
		return countedRates{}
	}
	cost := make([]int64, len(pr.top.verts))
	for v, vx := range pr.top.verts {
		cost[v] = s.vertexWeight(vx, false)
	}
	return countedRates{pr, s.p.walks(pr.top, cost)}
}

// of is the rate of a node, infinite where no counted loop bounds it.
func (c countedRates) of(n cfg.NodeID) float64 {
	if c.cycles == nil {
		return math.Inf(1)
	}
	rounds := 1.0
	for _, in := range regionsOf(c.pr, n, nil) {
		if in.region.loop != cfg.NoLoop {
			rounds *= float64(in.region.rounds)
			continue
		}
		if t := c.cycles.round[in.vertex]; t != none {
			return rounds / float64(t)
		}
		break // no cycle goes round the loops
	}
	return math.Inf(1)
}
