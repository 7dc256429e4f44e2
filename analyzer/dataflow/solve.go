package dataflow

import (
	"math"
	"slices"
)

// problem is a forward "on some path" problem over facts that steps make true
// or false, each by itself. Facts are numbered 0..size-1 and solved in chunks.
type problem struct {
	size int
	// begin is called before each chunk; facts lo..hi-1 are bits 0.. of sets.
	begin func(lo, hi int)
	// effect adds to kill what o makes false and to gen what it makes true, and
	// reports whether there is anything of it.
	effect func(o op, kill, gen *set) bool
	// atRun is what holds when a run begins.
	atRun func() set
	// watch is called with every step that it asks for and what holds before;
	// at are the vertices of the chunk that have such steps, in any order.
	at      func() []int32
	watches func(o op) bool
	watch   func(n int32, o op, holds *set)
	enough  bool // no further chunk is asked for
}

// summary is what becomes of facts between the entrance of a procedure and a
// vertex: what was made true, and what stays as it was, on some path.
type summary struct {
	gen, pass set
	reached   bool
}

func (s *summary) join(o *summary) bool {
	if !o.reached {
		return false
	}
	changed := !s.reached
	s.reached = true
	if s.gen.union(&o.gen) {
		changed = true
	}
	if s.pass.union(&o.pass) {
		changed = true
	}
	return changed
}

func (s *summary) do(kill, gen *set) {
	s.gen.minus(kill)
	s.pass.minus(kill)
	s.gen.union(gen)
}

// then is s followed by a callee.
func (s *summary) then(callee *summary) summary {
	next := summary{gen: s.gen, pass: s.pass, reached: s.reached && callee.reached}
	next.gen.intersect(&callee.pass)
	next.gen.union(&callee.gen)
	next.pass.intersect(&callee.pass)
	return next
}

// value is what holds at a vertex when holds held at the entrance.
func (s *summary) value(holds *set) set {
	v := *holds
	v.intersect(&s.pass)
	v.union(&s.gen)
	return v
}

// solver solves one chunk after another in the same memory.
type solver struct {
	*Flow
	p       *problem
	at      []summary // before each vertex's own steps
	holds   []set     // at the entrance of each procedure, while a run
	started []bool    // which of these are reached
	dirty   []bool    // by position in the order
	lowest  int       // first dirty position

	kill, gen set // of one step
}

// solve runs p over all its facts.
func (f *Flow) solve(p *problem) {
	if p.size == 0 {
		return
	}
	if f.solver == nil {
		f.solver = &solver{
			Flow: f,
			at:   make([]summary, f.super.size), dirty: make([]bool, len(f.super.order)),
			holds: make([]set, len(f.super.returns)), started: make([]bool, len(f.super.returns)),
		}
	}
	s := f.solver
	s.p = p
	for lo := 0; lo < p.size && !p.enough; lo += chunkSize {
		p.begin(lo, min(lo+chunkSize, p.size))
		s.summaries()
		s.entrances()
		s.report()
	}
}

func (s *solver) mark(v int32) {
	i := s.super.rank[v]
	if i < 0 {
		return
	}
	s.dirty[i] = true
	s.lowest = min(s.lowest, int(i))
}

// summaries computes at, in rounds over the vertices in reverse postorder.
func (s *solver) summaries() {
	clear(s.at)
	s.lowest = math.MaxInt
	for _, v := range s.super.entries {
		s.at[v] = summary{pass: full(), reached: true}
		s.mark(v)
	}
	for s.lowest < len(s.super.order) {
		i := s.lowest
		s.lowest = math.MaxInt
		for ; i < len(s.super.order); i++ {
			if s.dirty[i] {
				s.dirty[i] = false
				s.step(s.super.order[i])
			}
		}
	}
}

// step carries what is known at v over its edges.
func (s *solver) step(v int32) {
	if int(v) >= len(s.g.Nodes) {
		for _, caller := range s.super.callers[s.super.proc[v]] {
			s.mark(int32(caller))
		}
		return
	}
	here := s.at[v]
	s.run(s.code.acts[v], &here)
	lo, hi := s.super.succ(v)
	for k := lo; k < hi; k++ {
		if !s.super.flows(v, s.super.to[k]) {
			continue
		}
		out := s.over(v, k, &here)
		s.run(s.code.edge[k], &out)
		if s.at[s.super.to[k]].join(&out) {
			s.mark(s.super.to[k])
		}
	}
}

// over is what is known on edge k of v: for calls, after the callee.
func (s *solver) over(v, k int32, here *summary) summary {
	ways := s.super.matched[k]
	if len(ways) == 0 {
		return *here
	}
	var out summary
	for _, r := range ways {
		after := here.then(&s.at[r])
		out.join(&after)
	}
	return out
}

func (s *solver) run(ops []op, at *summary) {
	for _, o := range ops {
		s.one(o, at)
	}
}

func (s *solver) one(o op, at *summary) {
	if s.p.effect(o, &s.kill, &s.gen) {
		at.do(&s.kill, &s.gen)
		s.kill, s.gen = set{}, set{}
	}
}

// entrances computes what holds where each procedure is entered: what its
// callers hold, and at the entry what holds when a run begins.
func (s *solver) entrances() {
	clear(s.holds)
	clear(s.started)
	var work []int32
	enter := func(proc int32, with *set) {
		changed := s.holds[proc].union(with) || !s.started[proc]
		s.started[proc] = true
		if changed {
			work = append(work, proc)
		}
	}
	begin := s.p.atRun()
	for _, root := range s.super.entries {
		if root == int32(s.g.Entry) || root == int32(s.g.Handler) || !s.super.live[root] {
			enter(s.super.proc[root], &begin)
		}
	}
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		for _, n := range s.super.calling[p] {
			here := s.at[n]
			if !here.reached || !s.super.flows(n, int32(s.g.Nodes[n].Callee)) {
				continue
			}
			s.run(s.code.acts[n], &here)
			v := here.value(&s.holds[p])
			enter(s.super.proc[s.g.Nodes[n].Callee], &v)
		}
	}
}

// report calls watch with what holds before the steps that it asked for, in
// the order of the vertices.
func (s *solver) report() {
	at := s.p.at()
	slices.SortFunc(at, func(a, b int32) int { return int(s.super.rank[a]) - int(s.super.rank[b]) })
	for _, v := range slices.Compact(at) {
		if s.at[v].reached {
			s.reportAt(v)
		}
	}
}

func (s *solver) reportAt(v int32) {
	here := s.at[v]
	holds := &s.holds[s.super.proc[v]]
	for _, o := range s.code.node[v] {
		if s.p.watches(o) {
			now := here.value(holds)
			s.p.watch(v, o, &now)
		}
		s.one(o, &here)
	}
}
