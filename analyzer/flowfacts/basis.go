package flowfacts

import (
	"math"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

// setBases says of every call what its expected number rests on.
func (a *analysed) setBases(found []facts.Call, bound *branchmodel.Profiled, counts *FlowFit) {
	for i, n := range a.sites {
		c := &found[i]
		if counts != nil {
			a.setCounts(c, n, counts)
		}
		switch {
		case c.Basis == facts.Measured:
		case c.PerRun.Min == c.PerRun.Max:
			c.Basis = facts.Given // the flow itself leaves no choice
		case !bound.Says():
			c.Basis = facts.Assumed
		default:
			c.Basis = facts.Given
			switch to := bound.FittedTo(); {
			case differs(a.skewedBy(bound), a.calls, n):
				c.Basis = facts.Assumed
			case counts != nil:
				c.Basis = facts.Fitted
			case to != nil:
				c.Basis, c.BasisExecutions, c.BasisDays = facts.Fitted, to.Executions, to.Days
			}
		}
	}
}

// setCounts takes what was counted of a call itself. It is measured where the model
// gives its count; where it does not, since values tie steps to one another in a way
// that shares cannot, the model's figure stands and is fitted.
func (a *analysed) setCounts(c *facts.Call, n cfg.NodeID, counts *FlowFit) {
	mean, ok := counts.Fit.Means[n]
	if !ok {
		return
	}
	c.BasisExecutions, c.BasisDays = counts.Runs, int64(counts.Days)
	low, high := min(mean.Low, c.PerRun.Expected), max(mean.High, c.PerRun.Expected)
	c.ExpectedLow, c.ExpectedHigh = &low, &high
	if off := math.Abs(mean.Value - c.PerRun.Expected); mean.Counted && off <= 0.02*mean.Value+1/counts.Runs {
		c.Basis = facts.Measured
	}
}

// skewedBy is the analysis under the skewed model, once.
func (a *analysed) skewedBy(bound *branchmodel.Profiled) *calls.Analysis {
	if a.skewed == nil {
		a.skewed = a.under(bound.Skewed(a.graph))
	}
	return a.skewed
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
