package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// opKind says what a step does to facts.
type opKind uint8

const (
	opUse    opKind = iota // reads v: uses[i]
	opDef                  // writes v: defs[i]
	opWeak                 // may write v: defs[i]
	opCheck                // a condition looks at v
	opSet                  // from here on v is known to be set
	opUnset                // from here on v is known not to be set, or to be empty
	opIs                   // from here on a flag has a known value: flags[i]
	opOK                   // the data action at node i succeeded
	opFailed               // ... failed
	opTimed                // ... timed out
	opWait                 // time passes on purpose, or a person is waited for
	opCall                 // a data action runs, at node i
	opOpaque               // something of an unknown kind runs
)

// op is one step of what happens at a node or on an edge.
type op struct {
	kind opKind
	v    varID
	i    int32
}

// role says what a use is for.
type role uint8

const (
	asInput     role = iota // an argument
	asCondition             // decides an output
	asCount                 // a loop's count
	asSetting               // any other setting
	asAlso                  // a setting that is not kept, such as a prompt
	asReturn                // handed back to a task's caller
)

// use is one place that reads a variable. defs are the definitions that reach
// it, unchecked those that reach it without a condition having looked.
type use struct {
	node      int32
	v         varID
	role      role
	name      string // of the setting
	value     *flow.Value
	harmless  bool // asks only whether the variable is set, or is guarded by that
	defs      []int32
	unchecked []int32
}

// origin says where a definition's value comes from.
type origin uint8

const (
	initial  origin = iota // the declared initial value, or what a run begins with
	assigned               // an expression; the uses say of what
	index                  // a loop's counter
	answered               // the person's answer
	result                 // an action's answer
	detail                 // an action's error details
)

// def is one place that writes a variable. uses are those of its expression.
type def struct {
	node   int32
	v      varID
	origin origin
	name   string // of the output or setting
	value  *flow.Value
	uses   []int32
	// constant is set on an assignment that reads nothing.
	constant bool
	hasValue bool // of initial: there is a value other than NOT_SET
	// loose is set on an assignment after which v need not hold what the expression
	// says: only a field or an element of it is written, or another task than the called
	// one ended the call.
	loose bool
}

// code is what every vertex and edge does.
type code struct {
	g      *cfg.Graph
	vars   *variables
	super  *super
	uses   []use
	defs   []def
	atRun  []int32   // definitions that hold when a run begins
	node   [][]op    // of each vertex, before it is left
	acts   [][]op    // the same without the uses, which change nothing
	edge   [][]op    // of each edge, while it is taken
	usedAt [][]int32 // vertices that use each variable
	began  map[varID]bool
	flags  []telling // questions about a variable's value that outputs answer
}

func newCode(g *cfg.Graph, vars *variables, s *super) *code {
	c := &code{
		g: g, vars: vars, super: s,
		node: make([][]op, s.size), edge: make([][]op, len(s.to)),
		began: make(map[varID]bool),
	}
	c.makeRoom()
	for n := range g.Nodes {
		node := &g.Nodes[n]
		switch {
		case node.Action != nil:
			c.action(int32(n), node.Action)
		case node.Kind == cfg.Menu && node.Container != nil && node.Container.Menu != nil:
			c.read(int32(n), "repeat", node.Container.Menu.Repeat, asSetting)
		}
	}
	owned := make(map[*flow.Container][]varID)
	for id := range vars.all { // now that all of them are met
		if box := vars.all[id].owner; box != nil {
			owned[box] = append(owned[box], varID(id))
		}
	}
	for n := range g.Nodes {
		if g.Nodes[n].Kind == cfg.Start {
			c.start(int32(n), owned[g.Nodes[n].Container])
		}
	}
	c.runBegins()
	c.index()
	return c
}

// makeRoom guesses the numbers of uses and definitions.
func (c *code) makeRoom() {
	values, answers := 0, len(c.vars.all)
	for i := range c.g.Nodes {
		if a := c.g.Nodes[i].Action; a != nil {
			values += len(a.Inputs) + len(a.Values) + len(a.Cases)
			answers += len(a.Results) + len(a.Failures)
		}
	}
	c.uses, c.defs = make([]use, 0, values), make([]def, 0, answers+answers/2)
}

// index sorts the steps out for the solver.
func (c *code) index() {
	c.acts = make([][]op, len(c.node))
	c.usedAt = make([][]int32, len(c.vars.all))
	for n, ops := range c.node {
		for _, o := range ops {
			if o.kind == opUse {
				c.usedAt[o.v] = append(c.usedAt[o.v], int32(n))
			} else {
				c.acts[n] = append(c.acts[n], o)
			}
		}
	}
}

func (c *code) add(n int32, o op) { c.node[n] = append(c.node[n], o) }

// onEdges adds o to the edges of n whose output satisfies the condition.
func (c *code) onEdges(n int32, o op, when func(output string) bool) {
	lo, hi := c.super.succ(n)
	for k := lo; k < hi; k++ {
		if when(c.super.edge(n, k).Output) {
			c.edge[k] = append(c.edge[k], o)
		}
	}
}

func (c *code) newDef(d def) int32 {
	c.defs = append(c.defs, d)
	return int32(len(c.defs) - 1)
}

// start gives a container's own variables their initial values. It does so
// without taking away what they held: whether a task that is started again
// begins afresh is not documented.
func (c *code) start(n int32, owned []varID) {
	var ops []op
	for _, id := range owned {
		d := c.newDef(initialDef(n, id, &c.vars.all[id]))
		ops = append(ops, op{opWeak, id, d})
		c.began[id] = true
	}
	c.node[n] = append(ops, c.node[n]...)
}

func initialDef(n int32, id varID, v *variable) def {
	d := def{node: n, v: id, origin: initial}
	if v.declared != nil {
		d.value = v.declared.Initial
		d.hasValue = d.value.IsSet()
	}
	return d
}

// runBegins makes the definitions of what a run starts with.
func (c *code) runBegins() {
	for id := range c.vars.all {
		if !c.began[varID(id)] {
			c.atRun = append(c.atRun, c.newDef(initialDef(-1, varID(id), &c.vars.all[id])))
		}
	}
}
