package flowfacts

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/unfold"
)

// count counts the actions of a flow. Where values settle something, loops get the
// rounds that follow from them, and the flow is unfolded; the result is nil otherwise.
func count(g *cfg.Graph, d *dataflow.Flow, m calls.Model, lengths unfold.Lengths) (*calls.Analysis, *calls.Unfolded, *unfold.Unfolding) {
	for l := range g.Loops {
		head := &g.Nodes[g.Loops[l].Head]
		if g.Loops[l].Count == nil && head.Action != nil && !g.Loops[l].Task {
			if n, ok := expr.IntOf(d.Folded(g.Loops[l].Head, head.Action.Value("loopCount"))); ok {
				n = max(n, 0)
				g.Loops[l].Count = &n
			}
		}
	}
	u := unfold.Of(g, d, lengths, unfold.Usual())
	if u == nil {
		fromLists(g, d, lengths)
		return calls.New(g, meanRounds(g, d, m, lengths)), nil, nil
	}
	for l, r := range u.Rounds {
		if loop := &g.Loops[l]; loop.Count == nil && r.Settled {
			most := r.Most
			loop.Count, loop.Until = &most, loop.Until || r.Least < r.Most
		}
	}
	fine := &calls.Unfolded{Graph: u.Graph, Origin: u.Origin, Turns: u.Turns, Ways: u.Ways}
	return calls.NewUnfolded(g, fine, meanRounds(g, d, m, lengths)), fine, u
}
