package flowfacts

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/expr"
	"archlint/analyzer/unfold"
)

// count counts the actions of a flow. Where values settle something, loops get the
// rounds that follow from them, and the flow is unfolded; the unfolding is nil otherwise.
func (a *analysed) count(m calls.Model) {
	g, d, lengths := a.graph, a.data, a.lengths
	for l := range g.Loops {
		head := &g.Nodes[g.Loops[l].Head]
		if g.Loops[l].Count == nil && head.Action != nil && !g.Loops[l].Task {
			if n, ok := expr.IntOf(d.Folded(g.Loops[l].Head, head.Action.Value("loopCount"))); ok {
				n = max(n, 0)
				g.Loops[l].Count = &n
			}
		}
	}
	a.unfolded, a.effort = unfold.Of(g, d, lengths, unfold.Usual())
	u := a.unfolded
	if u == nil {
		fromLists(g, d, lengths)
		a.calls = calls.New(g, meanRounds(g, d, m, lengths))
		return
	}
	for l, r := range u.Rounds {
		if loop := &g.Loops[l]; loop.Count == nil && r.Settled {
			most := r.Most
			loop.Count, loop.Until = &most, loop.Until || r.Least < r.Most
		}
	}
	a.calls = calls.NewUnfolded(g, &u.Unfolded, meanRounds(g, d, m, lengths))
}
