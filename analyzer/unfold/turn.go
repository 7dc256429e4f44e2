package unfold

import (
	"math"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
)

// enterLoop comes to the head of a loop, from outside or for the next round.
func (x *explorer) enterLoop(w way, head cfg.NodeID, in *frame, s *store) {
	l := x.p.g.Nodes[head].Head
	if in != nil && in.kind != calling && in.loop == l {
		x.nextRound(w, head, in, s)
		return
	}
	f := frame{parent: in, loop: l, most: -1}
	if !x.p.g.Loops[l].Task {
		f.least, f.most = x.rounds(l, s)
	}
	switch unfolds := x.unfolds(l, f.most) || x.ranges(l, f); {
	case unfolds && !x.p.g.Loops[l].Task:
		f.kind = turning
	case unfolds: // a loop task is told apart by what is known at its start
		f.kind, f.entry = staying, x.stores.intern(s.only(x.p.live[head]))
		s = f.entry
	default:
		f.kind, f.entry = staying, x.stores.intern(s.without(x.p.loops[l].writes).only(x.p.live[head]))
		s = f.entry
	}
	x.comeToHead(w, head, x.frames.intern(f), s)
}

// unfolds reports whether the rounds of a loop are told apart: something that is
// followed changes in them, and there are not too many.
func (x *explorer) unfolds(l cfg.LoopID, most int64) bool {
	use := &x.p.loops[l]
	if x.p.retain[l] || use.writes&x.p.live[x.p.g.Loops[l].Head] == 0 && !x.p.readsIndex(l) {
		return false
	}
	tooMany := most*int64(use.size+1) > int64(x.p.budget.States)
	x.coarse = x.coarse || tooMany
	return !tooMany
}

// ranges reports whether the rounds of a loop are told apart because some of them are
// certain and others are not, which a loop that stays one cannot say.
func (x *explorer) ranges(l cfg.LoopID, f frame) bool {
	const some = 8 // of these loops may use up the budget
	return !x.p.retain[l] && 0 < f.least && f.least < f.most && some*f.most*int64(x.p.loops[l].size+1) <= int64(x.p.budget.States)
}

// readsIndex reports whether a round can depend on the index of its loop.
func (p *program) readsIndex(l cfg.LoopID) bool {
	use := &p.loops[l]
	if use.index == untracked {
		return false
	}
	for _, e := range p.g.Nodes[p.g.Loops[l].Head].Out {
		if e.Output == "loop" && p.live[e.To].has(use.index) {
			return true
		}
	}
	return false
}

// nextRound comes back to the head of the loop that in is a frame of.
func (x *explorer) nextRound(w way, head cfg.NodeID, in *frame, s *store) {
	switch {
	case in.kind == turning:
		next := *in
		next.round = min(in.round+1, x.p.farthest(in.loop, in.most))
		x.comeToHead(w, head, x.frames.intern(next), s)
	case !x.p.g.Loops[in.loop].Task || !x.unfolds(in.loop, -1):
		w.to = x.heads[in]
		x.ways = append(x.ways, w)
	default:
		if x.stores.intern(s.only(x.p.live[head])) == in.entry {
			w.to = x.heads[in]
			x.ways = append(x.ways, w)
			return
		}
		x.enterLoop(w, head, in.parent, s)
		x.hops = append(x.hops, hop{in, x.states[x.ways[len(x.ways)-1].to].frame})
	}
}

// farthest is the number of the last round of a loop that is told apart from those
// after it: of one whose count is unknown, the first that no condition on the index
// can tell from the next.
func (p *program) farthest(l cfg.LoopID, most int64) int64 {
	if most >= 0 {
		return most
	}
	if !p.readsIndex(l) {
		return 1 // the first round enters the loop, the others do not
	}
	return p.loops[l].far
}

func (x *explorer) comeToHead(w way, head cfg.NodeID, f *frame, s *store) {
	w.to = x.visit(state{head, f, s.only(x.p.live[head])})
	if f.kind == staying {
		x.heads[f] = w.to
	}
	x.ways = append(x.ways, w)
}

// rounds is the least and the greatest number of rounds of a loop that is entered, most
// < 0 where nothing bounds it.
func (x *explorer) rounds(l cfg.LoopID, s *store) (least, most int64) {
	if c := x.p.g.Loops[l].Count; c != nil {
		return *c, *c
	}
	rest := residual(x.p.loops[l].count, s)
	if n, ok := numberOf(rest); ok && n == math.Trunc(n) && math.Abs(n) < 1<<40 {
		return max(int64(n), 0), max(int64(n), 0)
	}
	if rest.Kind == expr.NotSet {
		return 0, -1
	}
	b, ok := rangeOf(rest, s)
	if !ok || b.hi >= 1<<40 {
		return 0, -1
	}
	least, most = 0, max(int64(math.Ceil(b.hi)), 0)
	if b.lo > 0 {
		least = min(int64(math.Floor(b.lo)), most)
	}
	return least, most
}

// turn leaves the head of a loop: for a round, or because the rounds are over.
func (x *explorer) turn(s state, after *store) {
	f := s.frame
	l := &x.p.g.Loops[f.loop]
	goes, ends := true, true
	if !l.Task {
		goes = f.most != 0
		if f.kind == turning {
			goes = f.most < 0 || f.round < f.most
			ends = f.round >= f.least || l.Until
		}
	}
	for k, e := range x.p.g.Nodes[s.node].Out {
		switch {
		case l.Task:
			x.leave(s, k, f, after)
		case e.Output == "loop":
			if goes {
				for _, known := range x.p.counted(f, after) {
					x.leave(s, k, f, known)
				}
			}
		case e.Output != "done" || ends:
			for _, known := range x.p.indexAfter(f, e, after) {
				x.leave(s, k, f.parent, known)
			}
		}
	}
}

// counted gives a loop's index its value in a round: the vendor's index is "the current
// loop count, starting at 0 for the first loop" and incremented by 1 each time (Resource
// Center, loop actions). Where the round before wrote the variable as well, it is not
// documented whether that is undone or counted from: both are possible.
func (p *program) counted(f *frame, s *store) []*store {
	use := &p.loops[f.loop]
	if use.index == untracked {
		return []*store{s}
	}
	if f.kind != turning || !p.readsIndex(f.loop) {
		return []*store{s.without(bits(0).with(use.index))}
	}
	out := []*store{p.setIndex(f, use.index, f.round, s)}
	if use.clash && f.round > 0 {
		out = append(out, p.increment(use.index, s))
	}
	return out
}

// increment adds 1 to a variable.
func (p *program) increment(v variable, s *store) *store {
	next := &expr.Node{Kind: expr.Operator, Name: "+", Args: []*expr.Node{reference(v), integer(1)}}
	return p.assign(effect{kind: dataflow.Assign, v: v}, residual(next, s), s)
}

// setIndex gives a loop's index a number; of the rounds that are not told apart, that is
// the least.
func (p *program) setIndex(f *frame, index variable, number int64, s *store) *store {
	if f.most < 0 && f.round == p.farthest(f.loop, f.most) {
		return s.without(bits(0).with(index)).knowing(fact{
			key: expr.Key(reference(index)), vars: bits(0).with(index), kind: isBetween,
			num: between{lo: float64(number), hi: math.Inf(1)},
		})
	}
	return s.with(index, constantOf(integer(number), ""), true)
}

// indexAfter is what may be known once a loop has ended by edge e. Whether its index then
// is what the last round left or the number of the next one is not documented, nor whether
// a loop without a round sets it.
func (p *program) indexAfter(f *frame, e cfg.Edge, s *store) []*store {
	use := &p.loops[f.loop]
	switch {
	case use.index == untracked || !p.live[e.To].has(use.index):
		return []*store{s}
	case f.kind != turning || e.Output != "done":
		return []*store{s.without(bits(0).with(use.index))}
	}
	next := p.setIndex(f, use.index, f.round, s)
	switch {
	case f.round == 0:
		return []*store{s, next}
	case use.clash:
		return []*store{s, next, p.increment(use.index, s)}
	}
	return []*store{p.setIndex(f, use.index, f.round-1, s), next}
}

// hop is a way from one pass of a loop task to another one.
type hop struct{ from, to *frame }

// knotted reports whether passes of a loop task that are told apart lead to one
// another in a circle, and notes the loop.
func (x *explorer) knotted() bool {
	next := make(map[*frame][]*frame)
	for _, h := range x.hops {
		next[h.from] = append(next[h.from], h.to)
	}
	const open, closed = 1, 2
	mark := make(map[*frame]int)
	var circle func(f *frame) bool
	circle = func(f *frame) bool {
		mark[f] = open
		for _, to := range next[f] {
			if mark[to] == open || mark[to] == 0 && circle(to) {
				x.knot = f.loop
				return true
			}
		}
		mark[f] = closed
		return false
	}
	for _, h := range x.hops {
		if mark[h.from] == 0 && circle(h.from) {
			return true
		}
	}
	return false
}
