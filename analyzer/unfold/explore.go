package unfold

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
)

// outcome says how an exploration went.
type outcome uint8

const (
	finished  outcome = iota
	exhausted         // more states than the budget allows, or a knot
	recursive         // tasks call themselves
)

// deepest is how deep calls may stand in one another.
const deepest = 40

// state is a point of a run: before its node, with what is known there.
type state struct {
	node  cfg.NodeID
	frame *frame
	store *store
}

// way is an edge of a state to another one.
type way struct {
	to   int32
	edge int32 // of the state's node; -1 where there is none for it
	kind cfg.EdgeKind
	name string // the output
}

// explorer goes through the states of a program, breadth first.
type explorer struct {
	p      *program
	stores stores
	frames frames
	number map[state]int32
	states []state
	ways   []way            // of all states, in their order
	first  []int32          // of each state's ways
	heads  map[*frame]int32 // the head of each loop that stays one
	roots  [2]int32         // entry and error handler; -1 where there is none
	hops   []hop
	knot   cfg.LoopID // a loop whose passes lead to one another
	stop   outcome
	asked  int  // parts of conditions
	coarse bool // the rounds of some loop are too many to be told apart

	nothing store // that knows nothing
}

func newExplorer(p *program) *explorer {
	n := len(p.g.Nodes)
	return &explorer{
		p: p, frames: make(frames), number: make(map[state]int32, n), heads: make(map[*frame]int32),
		states: make([]state, 0, n), ways: make([]way, 0, 2*n), first: make([]int32, 1, n+1),
		roots: [2]int32{-1, -1}, knot: cfg.NoLoop,
	}
}

// waysOf are the ways out of state i.
func (x *explorer) waysOf(i int) []way { return x.ways[x.first[i]:x.first[i+1]] }

// run explores all states.
func (x *explorer) run() outcome {
	x.root(0, x.p.g.Entry, x.atStart())
	if h := x.p.g.Handler; h != cfg.None {
		x.root(1, h, x.anywhere())
	}
	for i := 0; i < len(x.states) && x.stop == finished; i++ {
		x.step(x.states[i])
		x.first = append(x.first, int32(len(x.ways)))
		if len(x.states) > x.p.budget.States {
			return exhausted
		}
	}
	if x.stop == finished && x.knotted() {
		return exhausted
	}
	return x.stop
}

// root makes the state that a run, or the handling of an error, begins in.
func (x *explorer) root(which int, n cfg.NodeID, s *store) {
	x.enter(way{edge: -1}, n, cfg.None, nil, s)
	x.roots[which] = x.ways[0].to
	x.ways = x.ways[:0] // it stands for no way of a state
}

// atStart is what is known when a run begins.
func (x *explorer) atStart() *store {
	s := &store{}
	for v, dv := range x.p.vars {
		info := &x.p.info[dv]
		switch c := initial(info); {
		case info.Local:
			s = s.with(variable(v), notStarted, false)
		case c != nil && !info.System:
			s = s.with(variable(v), c, true)
		}
	}
	return s
}

// anywhere is what is known wherever an error may have happened: the variables that
// nothing writes.
func (x *explorer) anywhere() *store {
	var written bits
	for n := range x.p.g.Nodes {
		written |= x.p.writes(cfg.NodeID(n))
	}
	return x.atStart().without(written)
}

// visit returns the number of a state, made if it is new.
func (x *explorer) visit(s state) int32 {
	s.store = x.stores.intern(s.store)
	i, ok := x.number[s]
	if !ok {
		i = int32(len(x.states))
		x.number[s] = i
		x.states = append(x.states, s)
	}
	return i
}

// step finds the ways out of a state.
func (x *explorer) step(s state) {
	node := &x.p.g.Nodes[s.node]
	switch {
	case node.Kind == cfg.End:
		return
	case node.Kind == cfg.Return:
		x.comeBack(s)
		return
	}
	after := s.store
	for _, e := range x.p.atNode[s.node] {
		if !e.entering() {
			after = x.p.apply(e, after)
		}
	}
	switch {
	case node.Head != cfg.NoLoop:
		x.turn(s, after)
	case node.Callee != cfg.None:
		x.call(s, after)
	default:
		x.branch(s, after)
	}
}

// branch leaves a node by each output that values allow.
func (x *explorer) branch(s state, after *store) {
	c := x.p.conditions[s.node]
	if c == nil {
		for k := range x.p.g.Nodes[s.node].Out {
			x.leave(s, k, s.frame, after)
		}
		return
	}
	if x.asked += c.cost; x.asked > x.p.budget.Asked {
		x.stop = exhausted
		return
	}
	left := after
	for i, cond := range c.cases {
		rest, answered := cond, c.alone[i]
		if c.reads[i] == 0 || left.bearsOn(c.reads[i]) {
			rest = residual(cond, left)
			answered = decide(rest, left)
		}
		held := left
		if answered == undecided {
			if held = x.p.assume(rest, left, true); held == nil {
				answered = no
			}
		}
		if answered != no {
			x.leaveBy(s, c.output[i], held)
		}
		if answered == undecided {
			if left = x.p.assume(rest, left, false); left == nil {
				answered = yes
			}
		}
		if answered == yes {
			return
		}
	}
	x.leaveBy(s, c.other, left)
}

func (x *explorer) leaveBy(s state, output string, after *store) {
	for k, e := range x.p.g.Nodes[s.node].Out {
		if e.Output == output {
			x.leave(s, k, s.frame, after)
		}
	}
}

// leave takes an edge of a state's node.
func (x *explorer) leave(s state, k int, in *frame, after *store) {
	e := x.p.g.Nodes[s.node].Out[k]
	for _, effect := range x.p.edge(s.node, k) {
		after = x.p.apply(effect, after)
	}
	x.enter(way{edge: int32(k), kind: e.Kind, name: e.Output}, e.To, s.node, in, after)
}

// enter comes to node n from another one and adds the way there.
func (x *explorer) enter(w way, n, from cfg.NodeID, in *frame, s *store) {
	switch x.p.g.Nodes[n].Kind {
	case cfg.End:
		x.arrive(w, n, nil, &x.nothing)
		return
	case cfg.Return:
		x.arrive(w, n, in.caller(), s)
		return
	}
	in = in.within(x.p.g, n)
	if !slices.ContainsFunc(x.p.atNode[n], effect.entering) {
		x.pass(w, n, in, s)
		return
	}
	for _, s := range x.begin(n, from, s) {
		x.pass(w, n, in, s)
	}
}

// pass comes to node n with its container entered.
func (x *explorer) pass(w way, n cfg.NodeID, in *frame, s *store) {
	if x.p.g.Nodes[n].Head != cfg.NoLoop {
		x.enterLoop(w, n, in, s)
		return
	}
	x.arrive(w, n, in, s)
}

// arrive adds the way to a state, which knows what is still read from there on.
func (x *explorer) arrive(w way, n cfg.NodeID, in *frame, s *store) {
	w.to = x.visit(state{n, in, s.only(x.p.live[n])})
	x.ways = append(x.ways, w)
}

// begin returns what may be known once a container has been entered at n. A local
// variable that had a value may keep it or begin afresh.
func (x *explorer) begin(n, from cfg.NodeID, s *store) []*store {
	out := []*store{s}
	for _, e := range x.p.atNode[n] {
		switch {
		case e.kind == dataflow.Begin:
			out = begun(e, out, x.p.live[n])
		case e.kind == dataflow.Parameter && e.from == from:
			for i := range out {
				out[i] = x.p.assign(e, residual(e.value, s), out[i])
			}
		}
	}
	return out
}

// begun lets a local variable begin in each of the stores.
func begun(e effect, stores []*store, live bits) []*store {
	var out []*store
	for _, s := range stores {
		held, ok := s.value(e.v)
		fresh := s.with(e.v, e.begin, true)
		switch {
		case !ok && !s.about.has(e.v): // nothing is known, and so it stays
			out = append(out, s)
		case !ok && e.begin != nil: // what was found out about its value holds for the old one only
			out = append(out, fresh, s)
		case !live.has(e.v) || held == notStarted:
			out = append(out, fresh)
		case !ok || e.begin == nil || held.key == e.begin.key:
			out = append(out, fresh)
		default:
			out = append(out, fresh, s)
		}
	}
	return out
}

// call enters what a node calls.
func (x *explorer) call(s state, after *store) {
	if s.frame != nil && s.frame.calls >= deepest {
		x.stop = recursive
		return
	}
	f := x.frames.intern(frame{parent: s.frame, kind: calling, node: s.node, loop: cfg.NoLoop})
	x.enter(way{edge: -1}, x.p.g.Nodes[s.node].Callee, s.node, f, after)
}

// comeBack goes on after a call that returns, by the outputs of its name.
func (x *explorer) comeBack(s state) {
	if s.frame == nil {
		return // nobody called: the run is over
	}
	node := s.frame.node
	out, known := x.p.g.Nodes[node].Out, s.store.without(x.p.restored(node))
	back := state{node, s.frame.parent, known}
	for _, k := range cfg.ReturnEdges(out, x.p.g.Nodes[s.node].Output) {
		x.leave(back, k, s.frame.parent, known)
	}
}
