package flowfacts

import (
	"math"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

// setBases says of every call what its expected number rests on.
func (a *analysed) setBases(found []facts.Call, bound *branchmodel.Profiled) {
	var skewed *calls.Analysis
	for i, n := range a.sites {
		c := &found[i]
		switch {
		case c.PerRun.Min == c.PerRun.Max:
			c.Basis = facts.Given // the flow itself leaves no choice
		case !bound.Says():
			c.Basis = facts.Assumed
		default:
			if skewed == nil {
				skewed = a.under(bound.Skewed(a.graph))
			}
			c.Basis = facts.Given
			if differs(skewed, a.calls, n) {
				c.Basis = facts.Assumed
			}
		}
	}
}

// differs reports whether two models of one graph pass a node differently often.
func differs(x, y *calls.Analysis, n cfg.NodeID) bool {
	return math.Abs(x.Visits(n)-y.Visits(n)) > 1e-9*(1+math.Abs(y.Visits(n)))
}

// under analyses the same graph under another model.
func (a *analysed) under(m calls.Model) *calls.Analysis {
	if a.unfolded == nil {
		return calls.New(a.graph, meanRounds(a.graph, a.data, m, a.lengths))
	}
	return calls.NewUnfolded(a.graph, &a.unfolded.Unfolded, meanRounds(a.graph, a.data, m, a.lengths))
}
