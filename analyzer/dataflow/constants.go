package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// findConstants finds the variables that hold one value for a whole run: those with an
// initial value that nothing writes. Inputs are written by the caller, secure variables
// out of sight.
func (f *Flow) findConstants() {
	f.constants = make([]*expr.Node, len(f.vars.all))
	for v := range f.vars.all {
		if d := f.vars.all[v].declared; d != nil && !d.IsInput && !d.IsSecure && d.Initial.IsSet() {
			if n := expr.Fold(expr.Of(d.Initial)); n.Kind == expr.Literal {
				f.constants[v] = n
			}
		}
	}
	for i := range f.code.defs {
		if d := &f.code.defs[i]; d.origin != initial {
			f.constants[d.v] = nil
		}
	}
	for i := range f.g.Nodes {
		if a := f.g.Nodes[i].Action; a != nil && a.Kind.Opaque { // which may write anything
			clear(f.constants)
			return
		}
	}
}

// Folded returns the expression of a setting of node n, with the variables put in that
// hold one value for a whole run, and everything computed that can be.
func (f *Flow) Folded(n cfg.NodeID, v *flow.Value) *expr.Node {
	e := expr.Of(v)
	if v == nil || !expr.MayRead(v) {
		return expr.Fold(e)
	}
	return expr.Fold(f.put(int32(n), e))
}

func (f *Flow) put(n int32, e *expr.Node) *expr.Node {
	if e.Kind == expr.Reference {
		if v := f.code.refer(n, e); v != noVar && int(v) < len(f.constants) && f.constants[v] != nil {
			return f.constants[v]
		}
		return e
	}
	if len(e.Args) == 0 {
		return e
	}
	c := *e
	c.Args = make([]*expr.Node, len(e.Args))
	for i, a := range e.Args {
		c.Args[i] = f.put(n, a)
	}
	return &c
}
