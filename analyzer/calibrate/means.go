package calibrate

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// means are the passes of the counted nodes in one run.
func (f *Fit) means(
	g *cfg.Graph, c Counts, repeated map[cfg.NodeID]bool, passes map[cfg.NodeID]float64, m calls.Model, analyse func(calls.Model) *calls.Analysis,
) {
	f.Means = make(map[cfg.NodeID]Mean, len(passes))
	for n, count := range c.Nodes {
		mean := Mean{Value: passes[n] / c.Runs}
		if !repeated[n] && !c.Executions {
			mean.Counted = true
			mean.Low, mean.High = wilson(clamp(count/c.Runs), c.Runs)
		}
		f.Means[n] = mean
	}
}
