package dataflow

import (
	"maps"
	"slices"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/graph"
)

// trace is where, inside a region, the value of some uses comes from.
type trace struct {
	results  map[int32]Evidence // by the node that answered
	details  map[int32]Evidence // by the node whose error details they are
	outcomes map[int32]outcome  // by the node whose way out decided
	counter  *Evidence          // a counter of this loop, or what is made of it
	asked    *Evidence          // the person's answer
	element  bool               // an element of a list is taken on the way
	changes  bool               // anything in the region, or by itself, can change it
}

// outcome is by which outputs of a node a flag was set: such that the
// condition leads out, as far as can be told, or such that it stays.
type outcome struct {
	leads []string
	stays []string
	Evidence
}

// maxFlags is how many constant assignments of one trace are asked for what
// decides them; each costs a walk over the region.
const maxFlags = 64

// tracer follows uses back.
type tracer struct {
	*region
	t     *trace
	seen  map[int32]bool
	work  []step
	flags int
	// none are uses that are not followed: no counter stands behind them. limited is set
	// where the trace did not follow everything, or followed it for this root alone.
	none    map[int32]bool
	limited bool
	// leads reports whether a constant assignment makes the condition that reads
	// it lead out, and is nil where there is no such condition.
	leads func(d *def, root int32) bool
}

// step is a use and the use that the trace began with on its account.
type step struct{ use, root int32 }

// traceUses follows the uses back inside the region.
func (r *region) traceUses(uses []int32, leads func(*def, int32) bool) *trace {
	t := &tracer{region: r, seen: make(map[int32]bool), leads: leads, t: &trace{
		results: make(map[int32]Evidence), details: make(map[int32]Evidence), outcomes: make(map[int32]outcome),
	}}
	t.follow(uses)
	return t.t
}

func (t *tracer) follow(uses []int32) {
	for _, u := range uses {
		t.push(u, u)
	}
	for len(t.work) > 0 {
		s := t.work[0]
		t.work = t.work[1:]
		t.use(s)
	}
}

// traceCounter returns the counter of the region that a use depends on, nil if there is
// none. It passes over the uses in none, and adds those that no counter stands behind,
// so that questions about all uses of a region together follow each of them once.
func (r *region) traceCounter(u int32, none map[int32]bool) *Evidence {
	t := &tracer{region: r, seen: make(map[int32]bool), none: none, t: &trace{
		results: make(map[int32]Evidence), details: make(map[int32]Evidence), outcomes: make(map[int32]outcome),
	}}
	t.follow([]int32{u})
	if t.t.counter == nil && !t.limited {
		maps.Copy(none, t.seen)
	}
	return t.t.counter
}

func (t *tracer) push(u, root int32) {
	if !t.seen[u] && !t.none[u] {
		t.seen[u] = true
		t.work = append(t.work, step{u, root})
	}
}

func (t *tracer) use(s step) {
	u := &t.code.uses[s.use]
	given := t.givenBy(u.value)
	t.t.element = t.t.element || given.element
	if v := &t.vars.all[u.v]; v.system && !v.stable {
		t.t.changes = true
	}
	t.t.changes = t.t.changes || given.changes
	if t.wide[u.v] {
		t.useWide(u, s.root)
		return
	}
	for _, d := range u.defs {
		t.def(d, s.root)
	}
}

// useWide goes on with the definitions of a wide variable: with all of them for the
// first condition of the region that comes to it, for which all are noted; later
// ones could only note the same. For what a call passes in, only what the call
// itself writes matters, which tells a cursor. That something changes such a
// variable is taken for granted.
func (t *tracer) useWide(u *use, root int32) {
	t.t.changes, t.limited = true, true
	defs := t.writes[write{u.v, t.code.uses[root].node}]
	if t.leads != nil && !t.traced[u.v] {
		t.traced[u.v], defs = true, u.defs
	}
	for _, d := range defs {
		t.def(d, root)
	}
}

func (t *tracer) def(id, root int32) {
	d := &t.code.defs[id]
	at, inside := t.local(d.node)
	if d.node < 0 || !inside || d.origin == initial {
		return
	}
	t.t.changes = true
	e := Evidence{
		Variable: t.vars.all[t.code.uses[root].v].name, Written: cfg.NodeID(d.node),
		Read: cfg.NodeID(t.code.uses[root].node), Call: cfg.None,
	}
	switch d.origin {
	case index:
		if d.node == int32(t.view.Head) || !t.own(d.node) {
			t.counts(e)
		}
	case answered:
		if t.t.asked == nil {
			t.t.asked = &e
		}
	case result:
		e.Call = cfg.NodeID(d.node)
		keepFirst(t.t.results, d.node, e)
	case detail:
		e.Call = cfg.NodeID(d.node)
		keepFirst(t.t.details, d.node, e)
	case assigned:
		t.assigned(id, at, root, e)
	}
}

func keepFirst(m map[int32]Evidence, n int32, e Evidence) {
	if _, ok := m[n]; !ok {
		m[n] = e
	}
}

func (t *tracer) counts(e Evidence) {
	if t.t.counter == nil {
		t.t.counter = &e
	}
}

// assigned goes on with what the expression reads; of a constant, with what
// decides that it is assigned.
func (t *tracer) assigned(id, at, root int32, e Evidence) {
	d := &t.code.defs[id]
	if t.cyclic(id) && t.ownLevel(at) {
		t.counts(e)
	}
	for _, u := range d.uses {
		t.push(u, root)
	}
	if d.constant && t.flags >= maxFlags {
		t.limited = true
	}
	if !d.constant || t.flags >= maxFlags {
		return
	}
	t.flags++
	leads := t.leads == nil || t.leads(d, root)
	for _, c := range t.deciders(at) {
		t.decided(c, root, leads, e)
	}
}

// decided notes that the way c is left by made the difference.
func (t *tracer) decided(c choice, root int32, leads bool, e Evidence) {
	n := t.list[c.node]
	a := t.action(c.node)
	switch {
	case t.asks(c.node):
		if t.t.asked == nil {
			t.t.asked = &e
		}
	case t.calls(c.node):
		e.Call = cfg.NodeID(n)
		o := t.t.outcomes[n]
		if leads {
			o.leads = append(o.leads, c.outputs...)
		} else {
			o.stays = append(o.stays, c.outputs...)
		}
		o.Evidence = e
		t.t.outcomes[n] = o
	case a != nil && (a.Kind.Name == "decision" || a.Kind.Name == "switch"):
		for _, u := range t.code.usesOf(n, asCondition) {
			t.push(u, root)
		}
	}
}

// gives is what a value's expression gives: an element of a list, or something else each
// time although nothing is assigned.
type gives struct{ element, changes bool }

// givenBy is what a value gives. It is looked at once for all uses that stand in it.
func (r *region) givenBy(v *flow.Value) gives {
	if v == nil || v.Kind == flow.Unknown || v.Kind == flow.Literal {
		return gives{}
	}
	known, ok := r.gives[v]
	if !ok {
		n := expr.Of(v)
		known = gives{element: v.Kind == flow.Expression && takesElement(n), changes: volatile(n)}
		r.gives[v] = known
	}
	return known
}

// takesElement reports whether an expression takes an element of a list.
func takesElement(e *expr.Node) bool {
	found := false
	expr.Walk(e, func(n *expr.Node) bool {
		found = found || n.Kind == expr.Index || n.Kind == expr.Call && takers[strings.ToLower(n.Name)]
		return !found
	})
	return found
}

// takers are the functions that give an element, or a part, of a list.
var takers = map[string]bool{"getat": true, "first": true, "last": true, "slice": true, "skip": true, "take": true, "removeat": true}

// usesOf returns the uses of that role at a node.
func (c *code) usesOf(n int32, r role) []int32 {
	var uses []int32
	for _, o := range c.node[n] {
		if o.kind == opUse && c.uses[o.i].role == r {
			uses = append(uses, o.i)
		}
	}
	return uses
}

// cyclic reports whether an assignment depends on itself: a counter, a list
// that is added to or taken from.
func (f *Flow) cyclic(d int32) bool { return f.cycles[d] }

func (f *Flow) selfDependent() []bool {
	var edges []graph.Edge
	values := int32(len(f.code.defs))
	for d := range f.code.defs {
		for _, u := range f.code.defs[d].uses {
			if v := f.code.uses[u].v; f.wide[v] {
				edges = append(edges, graph.Edge{From: int32(d), To: values + int32(v)})
				continue
			}
			for _, from := range f.code.uses[u].defs {
				edges = append(edges, graph.Edge{From: int32(d), To: from})
			}
		}
		if v := f.code.defs[d].v; f.wide[v] { // one vertex stands for all of its values
			edges = append(edges, graph.Edge{From: values + int32(v), To: int32(d)})
		}
	}
	scc := graph.New(len(f.code.defs)+len(f.vars.all), edges).SCC()
	cyclic := make([]bool, len(f.code.defs))
	for d := range cyclic {
		cyclic[d] = scc.Cyclic[scc.Of[d]]
	}
	return cyclic
}

func sortNodes(m map[int32]bool) []cfg.NodeID {
	nodes := make([]cfg.NodeID, 0, len(m))
	for n := range m {
		nodes = append(nodes, cfg.NodeID(n))
	}
	slices.Sort(nodes)
	return nodes
}
