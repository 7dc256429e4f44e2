package unfold

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// choice is what is known of a variable while those to follow are chosen.
type choice struct {
	asked    int  // conditions and counts that read it
	twice    bool // a condition reads it more than once
	counts   bool // a loop's count is computed from it
	settable bool // something gives it a value that may be known
	sources  []source
	needed   bool
}

// source is what a variable is computed from: another variable, or an expression at
// a node.
type source struct {
	other dataflow.Var
	value *flow.Value
	at    cfg.NodeID
}

// choose finds the variables to follow: those that a condition or a loop's count
// reads, and those that they are computed from. A variable whose value is never
// known is followed only where two conditions ask for it.
func (p *program) choose() {
	all := make([]choice, p.d.Vars())
	p.info = make([]dataflow.VarInfo, len(all))
	for v := range all {
		p.info[v] = p.d.VarInfo(dataflow.Var(v))
	}
	p.vars = p.vars[:0]
	p.findClocks()
	p.findAsked(all)
	if !slices.ContainsFunc(all, func(c choice) bool { return c.asked > 0 }) {
		return
	}
	p.findSources(all)
	var queue []dataflow.Var
	need := func(v dataflow.Var) {
		if !all[v].needed && p.followable(v) {
			all[v].needed = true
			queue = append(queue, v)
		}
	}
	for v := range all {
		if c := &all[v]; c.asked > 1 || c.asked > 0 && (c.settable || c.counts) {
			need(dataflow.Var(v))
		}
	}
	spread := func() {
		for ; len(queue) > 0; queue = queue[1:] {
			for _, from := range all[queue[0]].sources {
				p.eachRead(from, need)
			}
		}
	}
	if spread(); slices.ContainsFunc(all, func(c choice) bool { return c.needed }) {
		for v := range all { // a condition may contradict itself: no reason by itself to follow anything
			if all[v].twice {
				need(dataflow.Var(v))
			}
		}
		spread()
	}
	p.number = make([]variable, len(all))
	for v := range all {
		p.number[v] = untracked
		switch {
		case !all[v].needed:
		case len(p.vars) < min(p.budget.Variables, 64):
			p.number[v] = variable(len(p.vars))
			p.vars = append(p.vars, dataflow.Var(v))
		default:
			p.cut = true
		}
	}
	if !slices.ContainsFunc(all, func(c choice) bool { return c.needed && (c.settable || c.counts || c.asked > 1) }) {
		p.vars = p.vars[:0]
	}
}

// followable reports whether a variable changes only where the flow writes it.
func (p *program) followable(v dataflow.Var) bool {
	x := &p.info[v]
	return !p.dropped[v] && (!x.System || x.Stable)
}

// findAsked counts the conditions and loop counts that read each variable.
func (p *program) findAsked(all []choice) {
	ask := func(n cfg.NodeID, v *flow.Value, count bool) {
		if v == nil || !expr.MayRead(v) {
			return
		}
		for _, ref := range expr.References(expr.Of(v)) {
			if x := p.d.Refers(n, ref); x != dataflow.NoVar {
				all[x].asked++
				all[x].counts = all[x].counts || count && (computed(expr.Of(v)) || p.lengths.Counts(n, v))
			}
		}
	}
	for i := range p.g.Nodes {
		n := &p.g.Nodes[i]
		if n.Kind != cfg.Act || !n.Live {
			continue
		}
		values, _, _ := branches(n.Action)
		for _, v := range values {
			ask(cfg.NodeID(i), v, false)
			if v != nil && expr.MayRead(v) {
				p.findTwice(all, cfg.NodeID(i), expr.Of(v))
			}
		}
		if n.Action.Kind.Name == "switch" && len(values) > 0 {
			ask(cfg.NodeID(i), n.Action.Value("expression"), false)
		}
		if n.Head != cfg.NoLoop {
			ask(cfg.NodeID(i), n.Action.Value("loopCount"), true)
		}
	}
}

// findTwice finds the variables that a condition reads more than once.
func (p *program) findTwice(all []choice, n cfg.NodeID, e *expr.Node) {
	seen := make(map[dataflow.Var]bool)
	expr.Walk(e, func(m *expr.Node) bool {
		if m.Kind == expr.Reference {
			if x := p.d.Refers(n, m); x != dataflow.NoVar {
				all[x].twice = all[x].twice || seen[x]
				seen[x] = true
			}
		}
		return true
	})
}

// findSources finds what each variable is computed from, and whether it can have a
// value that is known.
func (p *program) findSources(all []choice) {
	visit := func(n cfg.NodeID) func(dataflow.Effect) {
		return func(e dataflow.Effect) {
			if e.Kind == dataflow.ForgetAll {
				return
			}
			c := &all[e.Var]
			switch e.Kind {
			case dataflow.Begin:
				c.settable = c.settable || initial(&p.info[e.Var]) != nil
			case dataflow.CountUp:
				c.settable = true
			case dataflow.Copy:
				if e.Other != dataflow.NoVar {
					c.settable, c.sources = true, append(c.sources, source{other: e.Other})
				}
			case dataflow.Assign, dataflow.Parameter:
				c.settable = true
				at := n
				if e.Kind == dataflow.Parameter {
					at = e.From
				}
				if e.Value == nil || !expr.MayRead(e.Value) {
					return
				}
				c.sources = append(c.sources, source{dataflow.NoVar, e.Value, at})
			}
		}
	}
	p.eachEffect(visit)
	for v := range all {
		if !p.info[v].Local && !p.info[v].System && initial(&p.info[v]) != nil {
			all[v].settable = true
		}
	}
}

// eachRead calls visit with each variable that a source reads.
func (p *program) eachRead(s source, visit func(dataflow.Var)) {
	if s.value == nil {
		visit(s.other)
		return
	}
	for _, ref := range expr.References(expr.Of(s.value)) {
		if x := p.d.Refers(s.at, ref); x != dataflow.NoVar {
			visit(x)
		}
	}
}

// eachEffect visits the effects of all nodes and edges.
func (p *program) eachEffect(visit func(cfg.NodeID) func(dataflow.Effect)) {
	for i := range p.g.Nodes {
		n := cfg.NodeID(i)
		p.d.AtNode(n, visit(n))
		for k := range p.g.Nodes[i].Out {
			p.d.OnEdge(n, k, visit(n))
		}
	}
}

// initial is the value that a variable begins with, nil where that is not known:
// inputs, secure variables, those without a declaration or without a value.
func initial(x *dataflow.VarInfo) *constant {
	d := x.Declared
	if d == nil || d.IsInput || d.IsSecure || !d.Initial.IsSet() {
		return nil
	}
	return constantOf(expr.Fold(expr.Of(d.Initial)), d.Type)
}

// computed reports whether a loop's count is more than a variable or a list's
// length: its value may be bounded although no variable is known.
func computed(n *expr.Node) bool {
	return n.Kind == expr.Operator || n.Kind == expr.Call && !n.Is("Count")
}
