package unfold

import (
	"math"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// variable is the number of a variable in a program: of those that are followed
// alone.
type variable int32

const untracked variable = -1

// program is a flow as the exploration sees it: its effects and conditions, cut
// down to the variables that decide something.
type program struct {
	g      *cfg.Graph
	d      *dataflow.Flow
	budget Budget

	lengths Lengths
	clocks  clocks

	vars    []dataflow.Var // of each variable that is followed
	locals  bits           // those of tasks and states
	cycles  []int32        // see findCycles; nil until a call returns
	number  []variable     // of each variable of the flow
	info    []dataflow.VarInfo
	dropped map[dataflow.Var]bool // variables that took too many values
	cut     bool                  // others decide something, or do so in an expression too long to be followed
	retain  map[cfg.LoopID]bool   // loops whose rounds are not told apart

	conditions map[cfg.NodeID]*branching
	atNode     [][]effect
	onEdge     [][][]effect
	loops      []loopUse
	live       []bits  // what is still read after the entrance of each node
	far        float64 // numbers beyond it, on either side, are not told apart
	bound      map[*flow.Value]*expr.Node
}

// effect is a dataflow.Effect on variables that are followed.
type effect struct {
	kind  dataflow.EffectKind
	v     variable
	from  cfg.NodeID
	other variable
	value *expr.Node // with its references bound
	begin *constant  // of Begin: the initial value, nil if unknown
}

// branching is a node whose outputs depend on values.
type branching struct {
	cases  []*expr.Node // conditions, in the order in which they are asked
	output []string     // the output of each
	other  string       // the output if none holds
	reads  []bits       // the variables of each condition
	alone  []answer     // what each condition comes to where nothing is known of these
	cost   int          // of asking them all
}

// newProgram reads what the flow does to its variables, and finds those to follow.
func newProgram(g *cfg.Graph, d *dataflow.Flow, lengths Lengths, b Budget) *program {
	p := emptyProgram(g, d, lengths, b)
	p.prepare()
	return p
}

func emptyProgram(g *cfg.Graph, d *dataflow.Flow, lengths Lengths, b Budget) *program {
	return &program{
		g: g, d: d, budget: b, lengths: lengths, dropped: make(map[dataflow.Var]bool), retain: make(map[cfg.LoopID]bool),
		bound: make(map[*flow.Value]*expr.Node),
	}
}

// prepare finds the variables to follow, and restricts effects and conditions to
// them.
func (p *program) prepare() {
	p.conditions, p.cut = nil, false
	p.choose()
	if !p.worthwhile() {
		return
	}
	p.locals = 0
	for v, of := range p.vars {
		if p.info[of].Local {
			p.locals = p.locals.with(variable(v))
		}
	}
	p.readEffects()
	p.readConditions()
	p.readLoops()
	p.findLive()
	p.far = p.farNumber()
}

// worthwhile reports whether there is anything to follow, or a loop of no rounds.
func (p *program) worthwhile() bool {
	return len(p.vars) > 0 || slices.ContainsFunc(p.g.Loops, func(l cfg.Loop) bool { return l.Count != nil && *l.Count == 0 })
}

// forget lets go of the variable that took the most values in an exploration that
// did not end, and reports whether one was left. A loop whose rounds met one
// another is not told apart by rounds any more instead.
func (p *program) forget(x *explorer) bool {
	if x.knot != cfg.NoLoop {
		p.retain[x.knot] = true
	} else if v, ok := x.busiest(); ok {
		p.dropped[p.vars[v]] = true
	} else {
		return false
	}
	p.bound = make(map[*flow.Value]*expr.Node)
	p.prepare()
	return p.worthwhile()
}

// of returns what a variable of the flow is among those that are followed.
func (p *program) of(v dataflow.Var) variable {
	if v == dataflow.NoVar || int(v) >= len(p.number) {
		return untracked
	}
	return p.number[v]
}

// expression is a value's expression with its references bound at node n: to
// "v<number>" if the variable is followed, to something unknown if it is not.
func (p *program) expression(n cfg.NodeID, v *flow.Value) *expr.Node {
	if v == nil {
		return unknown
	}
	if known, ok := p.bound[v]; ok {
		return known
	}
	e := expr.Of(v)
	if p.clocks.asked {
		e = p.d.Folded(n, v)
	}
	bound := expr.Fold(p.bind(n, e))
	if size, _ := measure(bound); size > longestExpression {
		p.cut = p.cut || variablesIn(bound) != 0
		bound = unknown
	}
	p.bound[v] = bound
	return bound
}

// longestExpression is how many operators and operands an expression may have that is
// followed.
const longestExpression = 250

// measure counts the nodes of an expression, and how deep "and" and "or" stand in one
// another in it.
func measure(n *expr.Node) (size, depth int) {
	if n == nil {
		return 0, 0
	}
	size = 1
	parts := n.Args
	if n.IsOp("and") || n.IsOp("or") {
		parts = chain(n, n.Name)
		size = len(parts)
	}
	for _, a := range parts {
		s, d := measure(a)
		size, depth = size+s, max(depth, d)
	}
	return size, depth + 1
}

var unknown = &expr.Node{Kind: expr.Unknown}

func (p *program) bind(n cfg.NodeID, e *expr.Node) *expr.Node {
	if e == nil {
		return unknown
	}
	switch {
	case e.Kind == expr.Reference:
		of := p.d.Refers(n, e)
		if v := p.of(of); v != untracked && !p.isClock(of) {
			return reference(v)
		}
		return unknown
	case e.Kind == expr.Call && dataflow.Volatile(e):
		return unknown
	case len(e.Args) == 0:
		return e
	}
	if asked := p.deadline(n, e); asked != nil {
		return asked
	}
	args := make([]*expr.Node, len(e.Args))
	for i, a := range e.Args {
		args[i] = p.bind(n, a)
	}
	c := *e
	c.Args = args
	if most, ok := p.length(n, e); ok {
		return &expr.Node{Kind: expr.Call, Name: "Min", Args: []*expr.Node{&c, integer(most)}}
	}
	return &c
}

// branches returns the conditions by which a is left, and whether there are any.
func branches(a *flow.Action) (values []*flow.Value, outputs []string, other string) {
	switch {
	case a.Kind.Name == "decision":
		if v := a.Value("condition"); v != nil {
			return []*flow.Value{v}, []string{"yes"}, "no"
		}
	case a.Kind.Name == "switch":
		for i := range a.Cases {
			outputs = append(outputs, flow.CaseOutput(i))
		}
		return a.Cases, outputs, "default"
	}
	return nil, nil, ""
}

// readConditions binds the conditions of the nodes that are left by them. A node
// that shows no output for one of the answers is left as it is.
func (p *program) readConditions() {
	p.conditions = make(map[cfg.NodeID]*branching)
	for i := range p.g.Nodes {
		n := &p.g.Nodes[i]
		if n.Kind != cfg.Act || len(n.Out) < 2 {
			continue
		}
		values, outputs, other := branches(n.Action)
		if len(values) == 0 || !shows(n, append(slices.Clone(outputs), other)) {
			continue
		}
		b := &branching{output: outputs, other: other}
		matched := n.Action.Value("expression")
		for _, v := range values {
			cond := p.expression(cfg.NodeID(i), v)
			if n.Action.Kind.Name == "switch" && matched != nil { // cases are values, not conditions
				cond = p.matches(p.expression(cfg.NodeID(i), matched), cond)
			}
			b.add(cond)
		}
		p.conditions[cfg.NodeID(i)] = b
	}
}

func (b *branching) add(cond *expr.Node) {
	size, depth := measure(cond)
	b.cost += size * depth
	b.cases, b.reads = append(b.cases, cond), append(b.reads, variablesIn(cond))
	b.alone = append(b.alone, decide(cond, &store{}))
}

// matches is the condition that a case of a switch stands for which compares values. A
// literal without a type has that of what it is compared with.
func (p *program) matches(value, of *expr.Node) *expr.Node {
	typ := value.Type
	if v := referred(value); v != untracked {
		if d := p.info[p.vars[v]].Declared; d != nil {
			typ = types[d.Type]
		}
	}
	if of.Kind == expr.Literal && of.Type == "" {
		of = &expr.Node{Kind: expr.Literal, Type: typ, Text: of.Text}
	}
	return expr.Fold(&expr.Node{Kind: expr.Operator, Name: "==", Args: []*expr.Node{value, of}})
}

// shows reports whether a node has an edge for each of the outputs, and no other.
func shows(n *cfg.Node, outputs []string) bool {
	for _, e := range n.Out {
		if !slices.Contains(outputs, e.Output) {
			return false
		}
	}
	for _, o := range outputs {
		if !slices.ContainsFunc(n.Out, func(e cfg.Edge) bool { return e.Output == o }) {
			return false
		}
	}
	return true
}

// farNumber is a number far beyond all that the flow names: a counter that has come
// so far without an exit goes on.
func (p *program) farNumber() float64 {
	greatest := 25.0
	look := func(n *expr.Node) {
		expr.Walk(n, func(m *expr.Node) bool {
			if x, ok := numberOf(m); ok {
				greatest = max(greatest, math.Abs(x))
			}
			return true
		})
	}
	for _, c := range p.conditions {
		for _, cond := range c.cases {
			look(cond)
		}
	}
	effects := func(all []effect) {
		for _, e := range all {
			look(e.value)
			if e.begin != nil {
				look(e.begin.node)
			}
		}
	}
	for n := range p.atNode {
		effects(p.atNode[n])
		for _, all := range p.onEdge[n] {
			effects(all)
		}
	}
	for _, v := range p.vars {
		if c := initial(&p.info[v]); c != nil {
			look(c.node)
		}
	}
	return 4 * greatest
}
