package flowfacts

import (
	"archlint/analyzer/branchmodel"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// wayBases says of the ways out of a flow, those that not every run passes as often, what
// their expected number rests on.
func (a *analysed) wayBases(part *interaction.Flow, bound *branchmodel.Profiled, counted bool) map[cfg.NodeID]string {
	var out map[cfg.NodeID]string
	for _, way := range part.Ways {
		if c := part.PassedAt(way.Node); c.Min == c.Max {
			continue
		}
		word := facts.Assumed
		if bound.Says() {
			switch {
			case differs(a.skewedBy(bound), a.calls, way.Node):
			case counted || bound.FittedTo() != nil:
				word = facts.Fitted
			default:
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
