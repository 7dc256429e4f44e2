package unfold

import (
	"math"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// length is the greatest length of the list whose elements an expression counts, where
// it is given.
func (p *program) length(n cfg.NodeID, e *expr.Node) (int64, bool) {
	if p.lengths == nil || !e.Is("Count") || len(e.Args) != 1 || e.Args[0].Kind != expr.Reference {
		return 0, false
	}
	return p.lengths(n, e.Args[0].Name)
}

// Counts reports whether an expression that stands at a node counts the elements of a
// list whose greatest length is given.
func (given Lengths) Counts(n cfg.NodeID, v *flow.Value) bool {
	if given == nil || v == nil || !expr.MayRead(v) {
		return false
	}
	p, found := &program{lengths: given}, false
	expr.Walk(expr.Of(v), func(e *expr.Node) bool {
		_, ok := p.length(n, e)
		found = found || ok
		return !found
	})
	return found
}

// Most is the greatest number of rounds of a loop whose count is computed from lists
// alone, whatever variables hold; ok is false where nothing bounds it.
func (given Lengths) Most(g *cfg.Graph, d *dataflow.Flow, l cfg.LoopID) (most int64, ok bool) {
	head := g.Loops[l].Head
	a := g.Nodes[head].Action
	if a == nil || g.Loops[l].Task || !given.Counts(head, a.Value("loopCount")) {
		return 0, false
	}
	p := &program{g: g, d: d, lengths: given, bound: make(map[*flow.Value]*expr.Node)}
	b, _ := rangeOf(p.expression(head, a.Value("loopCount")), &store{})
	if b.hi >= 1<<40 {
		return 0, false
	}
	return max(int64(math.Ceil(b.hi)), 0), true
}
