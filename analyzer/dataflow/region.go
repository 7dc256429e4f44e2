package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
)

// region is a view with what it calls, as a graph of its own: calls lead into
// their callees and come back by their ways out. The head is where a round
// begins and ends. Inside, vertices have numbers of their own.
type region struct {
	*Flow
	view   View
	head   int32
	body   map[int32]bool  // the view's own vertices, of the whole graph
	list   []int32         // the region's vertices, of the whole graph, ascending
	local  map[int32]int32 // their numbers here
	out    [][]arc
	into   [][]arc
	byNode [][]arc // by the node whose output an arc is
	exits  []arc
	opaque bool // something of an unknown kind runs in it
}

// arc is an edge of a region, from and to by the region's numbers. One that
// leaves the region, or ends the run, is an exit; to is then -1.
type arc struct {
	from, to int32
	node     int32 // the node whose output it is: where a call comes back, the call
	output   string
	outside  int32 // of exits: the vertex of the whole graph, or the end
}

func (a arc) isExit() bool { return a.to < 0 }

func (f *Flow) newRegion(v View) *region {
	r := &region{Flow: f, view: v, body: make(map[int32]bool), local: make(map[int32]int32)}
	in := make(map[int32]bool)
	var work []int32
	add := func(n int32) {
		if !in[n] && n != int32(f.g.End) {
			in[n] = true
			work = append(work, n)
		}
	}
	for _, n := range v.Body {
		in[int32(n)], r.body[int32(n)] = true, true
	}
	for _, n := range v.Body {
		if c := f.super.callee(int32(n)); c != cfg.None {
			add(int32(c))
		}
	}
	for len(work) > 0 { // what is called, as far as it goes
		n := work[len(work)-1]
		work = work[:len(work)-1]
		lo, hi := f.super.succ(n)
		for k := lo; k < hi; k++ {
			add(f.super.to[k])
		}
		if c := f.super.callee(n); c != cfg.None {
			add(int32(c))
		}
	}
	for n := range in {
		r.list = append(r.list, n)
	}
	slices.Sort(r.list)
	for i, n := range r.list {
		r.local[n] = int32(i)
	}
	r.head = r.local[int32(v.Head)]
	r.connect()
	return r
}

// connect makes the arcs.
func (r *region) connect() {
	s := r.super
	r.out, r.into, r.byNode = make([][]arc, len(r.list)), make([][]arc, len(r.list)), make([][]arc, len(r.list))
	for i, n := range r.list {
		lo, hi := s.succ(n)
		if a := r.action(int32(i)); a != nil && a.Kind.Opaque {
			r.opaque = true
		}
		if c := s.callee(n); c != cfg.None {
			r.arc(arc{from: int32(i), node: int32(i)}, int32(c))
		}
		for k := lo; k < hi; k++ {
			a := arc{from: int32(i), node: int32(i), output: s.edge(n, k).Output}
			if len(s.matched[k]) == 0 {
				r.arc(a, s.to[k])
				continue
			}
			for _, way := range s.matched[k] {
				if from, ok := r.local[way]; ok {
					a.from = from
					r.arc(a, s.to[k])
				}
			}
		}
	}
	for _, arcs := range r.out {
		for _, a := range arcs {
			if a.isExit() {
				r.exits = append(r.exits, a)
			}
		}
	}
}

func (r *region) arc(a arc, to int32) {
	a.to, a.outside = -1, to
	if i, ok := r.local[to]; ok {
		a.to, a.outside = i, -1
		r.into[i] = append(r.into[i], a)
	}
	r.out[a.from] = append(r.out[a.from], a)
	r.byNode[a.node] = append(r.byNode[a.node], a)
}

// canReach tells of each vertex whether target can be reached from it in one
// round, that is without passing the head. The target is reached from itself.
func (r *region) canReach(target int32) []bool {
	seen := make([]bool, len(r.list))
	seen[target] = true
	work := []int32{target}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if n == r.head {
			continue
		}
		for _, a := range r.into[n] {
			if !seen[a.from] {
				seen[a.from] = true
				work = append(work, a.from)
			}
		}
	}
	return seen
}

// rounds tells of each vertex whether it lies on a cycle through the head,
// without the arcs that are left out.
func (r *region) rounds(left func(arc) bool) []bool {
	forward, on := make([]bool, len(r.list)), make([]bool, len(r.list))
	forward[r.head] = true
	work := []int32{r.head}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, a := range r.out[n] {
			if !a.isExit() && !forward[a.to] && !left(a) {
				forward[a.to] = true
				work = append(work, a.to)
			}
		}
	}
	work = append(work, r.head)
	for first := true; len(work) > 0; first = false {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if n == r.head && !first {
			continue
		}
		for _, a := range r.into[n] {
			if forward[a.from] && !on[a.from] && !left(a) {
				on[a.from] = true
				work = append(work, a.from)
			}
		}
	}
	return on
}

func none(arc) bool { return false }

// choice is a node that has a say in something: by some of its outputs it can
// come, by others it cannot.
type choice struct {
	node    int32 // by the region's number
	outputs []string
}

// deciders returns the nodes that decide whether a round reaches target.
func (r *region) deciders(target int32) []choice {
	reach := r.canReach(target)
	var found []choice
	for n := range r.list {
		if int32(n) == target || !reach[n] {
			continue
		}
		c := choice{node: int32(n)}
		against := false
		for _, a := range r.byNode[n] {
			if !a.isExit() && a.to != r.head && reach[a.to] {
				c.outputs = append(c.outputs, a.output)
			} else {
				against = true
			}
		}
		if against && len(c.outputs) > 0 {
			found = append(found, c)
		}
	}
	return found
}

// exitChoices calls decides with every node and the exits (as sets over the
// numbers base...) that it has a say in, with the outputs that lead to one of
// them which another output does not lead to.
func (r *region) exitChoices(decides func(n int32, base int, exits *set, outputs []string)) {
	number := make(map[arc]int, len(r.exits))
	for i, a := range r.exits {
		number[a] = i
	}
	for base := 0; base < len(r.exits); base += chunkSize {
		reach := r.reachExits(number, base)
		for n := range r.list {
			all, some := full(), set{}
			ways := make([]set, len(r.byNode[n]))
			for i, a := range r.byNode[n] {
				ways[i] = r.exitsOf(a, reach, number, base)
				all.intersect(&ways[i])
				some.union(&ways[i])
			}
			some.minus(&all)
			if some == (set{}) || len(ways) < 2 {
				continue
			}
			var outputs []string
			for i, a := range r.byNode[n] {
				ways[i].intersect(&some)
				if ways[i] != (set{}) {
					outputs = append(outputs, a.output)
				}
			}
			decides(int32(n), base, &some, outputs)
		}
	}
}

// reachExits returns the exits of a chunk that each vertex can reach in one
// round.
func (r *region) reachExits(number map[arc]int, base int) []set {
	reach := make([]set, len(r.list))
	var work []int32
	for _, a := range r.exits[base:min(base+chunkSize, len(r.exits))] {
		reach[a.from].add(number[a] - base)
		work = append(work, a.from)
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if n == r.head {
			continue
		}
		for _, a := range r.into[n] {
			if reach[a.from].union(&reach[n]) {
				work = append(work, a.from)
			}
		}
	}
	return reach
}

// exitsOf returns the exits that can be reached over a.
func (r *region) exitsOf(a arc, reach []set, number map[arc]int, base int) set {
	switch {
	case a.isExit():
		var s set
		if i := number[a] - base; i >= 0 && i < chunkSize {
			s.add(i)
		}
		return s
	case a.to == r.head:
		return set{}
	}
	return reach[a.to]
}
