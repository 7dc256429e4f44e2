package flowfacts

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/unfold"
)

// fromLists gives loops the counts that follow from given lengths of lists alone.
func fromLists(g *cfg.Graph, d *dataflow.Flow, lengths unfold.Lengths) {
	for l := range g.Loops {
		if g.Loops[l].Count != nil {
			continue
		}
		if most, ok := lengths.Most(g, d, cfg.LoopID(l)); ok {
			g.Loops[l].Count, g.Loops[l].Until = &most, true
		}
	}
}

// meanRounds lets loops whose count is computed from given lengths of lists run as
// often on average as they run at most, unless the model knows better.
func meanRounds(g *cfg.Graph, d *dataflow.Flow, m calls.Model, lengths unfold.Lengths) calls.Model {
	if lengths == nil {
		return m
	}
	mean, made := make(map[cfg.NodeID]float64), computedFrom(g, d, lengths)
	for l := range g.Loops {
		loop := &g.Loops[l]
		if loop.Count != nil && loop.Until && !loop.Task && made(loop.Head) {
			mean[loop.Head] = float64(*loop.Count)
		}
	}
	known := m.Count
	m.Count = func(head cfg.NodeID) (float64, bool) {
		if known != nil {
			if n, ok := known(head); ok {
				return n, true
			}
		}
		n, ok := mean[head]
		return n, ok
	}
	return m
}

// computedFrom reports of the head of a loop whether its count is computed from a given
// length, in the loop itself or in what one of its variables is set to.
func computedFrom(g *cfg.Graph, d *dataflow.Flow, lengths unfold.Lengths) func(cfg.NodeID) bool {
	set := make(map[dataflow.Var]bool)
	for i := range g.Nodes {
		n := cfg.NodeID(i)
		d.AtNode(n, func(e dataflow.Effect) {
			if e.Kind == dataflow.Assign && lengths.Counts(n, e.Value) {
				set[e.Var] = true
			}
		})
	}
	return func(head cfg.NodeID) bool {
		count := g.Nodes[head].Action.Value("loopCount")
		if lengths.Counts(head, count) {
			return true
		}
		for _, ref := range expr.References(expr.Of(count)) {
			if set[d.Refers(head, ref)] {
				return true
			}
		}
		return false
	}
}
