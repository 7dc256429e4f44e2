package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// Var is the number of a variable of a flow, from 0.
type Var int32

// NoVar is the variable that a reference means which names none.
const NoVar = Var(noVar)

// VarInfo describes a variable.
type VarInfo struct {
	Name     string         // as first met, with its scope
	Declared *flow.Variable // nil where the flow does not declare it
	// Local is set on variables of a task or state. They begin when their container
	// does; whether they begin afresh when it is started again is not documented.
	Local bool
	// System is set on built-in values, Stable on those that do not change in a run.
	System, Stable bool
}

// EffectKind says what an effect does to a variable.
type EffectKind uint8

// The kinds of effect.
const (
	Assign    EffectKind = iota // the variable takes the value of an expression
	Copy                        // it takes the value of another variable
	Begin                       // its container starts: its initial value, or what it held before
	Parameter                   // its container is entered from Effect.From: the value of an expression
	CountUp                     // it is a loop's index
	Receive                     // it takes a value that the flow does not hold: an answer, a result
	Forget                      // it may have taken such a value
	ForgetAll                   // an action of unknown kind may have written any variable
)

// Effect is one step of what passing a node or an edge does to variables.
type Effect struct {
	Kind  EffectKind
	Var   Var
	From  cfg.NodeID  // of Parameter: the node that hands the value over
	Other Var         // of Copy
	Value *flow.Value // of Assign and Parameter
}

// Vars returns the number of variables.
func (f *Flow) Vars() int { return len(f.vars.all) }

// VarInfo describes variable v.
func (f *Flow) VarInfo(v Var) VarInfo {
	x := &f.vars.all[v]
	return VarInfo{Name: x.name, Declared: x.declared, Local: x.owner != nil, System: x.system, Stable: x.stable}
}

// Refers returns the variable that a reference at node n means, or NoVar.
func (f *Flow) Refers(n cfg.NodeID, ref *expr.Node) Var { return Var(f.code.refer(int32(n), ref)) }

// AtNode calls visit with what passing node n does, in its order, before the node is left.
func (f *Flow) AtNode(n cfg.NodeID, visit func(Effect)) { f.visit(f.code.node[n], visit) }

// OnEdge calls visit with what leaving node n by its edge k does besides, in its order.
func (f *Flow) OnEdge(n cfg.NodeID, k int, visit func(Effect)) {
	f.visit(f.code.edge[f.super.first[n]+int32(k)], visit)
}

func (f *Flow) visit(ops []op, visit func(Effect)) {
	for _, o := range ops {
		switch o.kind {
		case opDef, opWeak:
			visit(f.effect(o))
		case opOpaque:
			visit(Effect{Kind: ForgetAll, Var: NoVar})
		}
	}
}

func (f *Flow) effect(o op) Effect {
	d := &f.code.defs[o.i]
	e := Effect{Kind: Receive, Var: Var(o.v), From: cfg.NodeID(d.node), Value: d.value}
	switch d.origin {
	case initial:
		e.Kind = Begin
	case index:
		e.Kind = CountUp
	case assigned:
		e.Kind = Assign
		if d.loose {
			e.Kind = Forget
			break
		}
		if o.kind == opWeak {
			e.Kind = Parameter
		} else if from, ok := f.copied(d); ok {
			e.Kind, e.Other = Copy, from
		}
	default:
		if o.kind == opWeak {
			e.Kind = Forget
		}
	}
	return e
}

// copied returns the variable whose value a definition takes as it is: the result of
// a called task, a participant's attribute. Their setting names what is written.
func (f *Flow) copied(d *def) (Var, bool) {
	a := f.g.Nodes[d.node].Action
	if a == nil || a.Kind.Name != "getParticipantData" && f.super.callee(d.node) == cfg.None {
		return NoVar, false
	}
	if len(d.uses) == 0 {
		return NoVar, true
	}
	return Var(f.code.uses[d.uses[0]].v), true
}

// Volatile reports whether an expression gives another value each time although
// nothing is assigned: a clock, a look-up, a random number.
func Volatile(n *expr.Node) bool { return volatile(n) }
