package unfold

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// readEffects keeps the effects on variables that are followed.
func (p *program) readEffects() {
	p.atNode, p.onEdge = make([][]effect, len(p.g.Nodes)), make([][][]effect, len(p.g.Nodes))
	for i := range p.g.Nodes {
		n := cfg.NodeID(i)
		p.d.AtNode(n, func(e dataflow.Effect) { p.atNode[n] = p.keep(p.atNode[n], n, e) })
		p.atNode[n] = append(p.atNode[n], p.waits(n)...)
		for k := range p.g.Nodes[i].Out {
			p.d.OnEdge(n, k, func(e dataflow.Effect) {
				if p.onEdge[n] == nil {
					p.onEdge[n] = make([][]effect, len(p.g.Nodes[n].Out))
				}
				p.onEdge[n][k] = p.keep(p.onEdge[n][k], n, e)
			})
		}
	}
}

// keep adds an effect if it is one on a variable that is followed.
func (p *program) keep(to []effect, n cfg.NodeID, e dataflow.Effect) []effect {
	kept := effect{kind: e.Kind, v: p.of(e.Var), from: e.From, other: untracked}
	if kept.v == untracked && e.Kind != dataflow.ForgetAll {
		return to
	}
	switch e.Kind {
	case dataflow.Begin:
		kept.begin = initial(&p.info[e.Var])
	case dataflow.Copy:
		if kept.other = p.of(e.Other); p.isClock(e.Var) || p.isClock(e.Other) {
			kept.other = untracked
		}
	case dataflow.Assign:
		kept.value = p.valueSet(e.Var, n, e.Value)
	case dataflow.Parameter:
		kept.value = p.valueSet(e.Var, e.From, e.Value)
	}
	return append(to, kept)
}

// valueSet is what an assignment at a node makes of a variable.
func (p *program) valueSet(v dataflow.Var, n cfg.NodeID, value *flow.Value) *expr.Node {
	if p.isClock(v) {
		return p.clockSet(v, n, value)
	}
	return p.expression(n, value)
}

// entering reports whether an effect belongs to the entrance of a container: what
// it does depends on where control comes from.
func (e effect) entering() bool {
	return e.kind == dataflow.Begin || e.kind == dataflow.Parameter
}

// writes returns the variables that passing a node or leaving it may write.
func (p *program) writes(n cfg.NodeID) bits {
	var w bits
	add := func(effects []effect) {
		for _, e := range effects {
			if e.kind == dataflow.ForgetAll {
				w = ^bits(0)
			}
			w = w.with(e.v)
		}
	}
	add(p.atNode[n])
	for _, effects := range p.onEdge[n] {
		add(effects)
	}
	return w
}
