package flowfacts

import (
	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// wayBases says of the ways out of a flow, those that not every run passes as often, what
// their expected number rests on.
func (a *analysed) wayBases(part *interaction.Flow, bound *branchmodel.Profiled) map[cfg.NodeID]string {
	var out map[cfg.NodeID]string
	var skewed *calls.Analysis
	for _, way := range part.Ways {
		if c := part.PassedAt(way.Node); c.Min == c.Max {
			continue
		}
		word := facts.Assumed
		if bound.Says() {
			if skewed == nil {
				skewed = a.under(bound.Skewed(a.graph))
			}
			if !differs(skewed, a.calls, way.Node) {
				word = facts.Given
			}
		}
		if out == nil {
			out = make(map[cfg.NodeID]string)
		}
		out[way.Node] = word
	}
	return out
}
