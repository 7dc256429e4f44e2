package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// region is a view with what it calls, as a graph of its own: calls lead into
// their callees and come back by their ways out. The head is where a round
// begins and ends. Inside, vertices have numbers of their own. A flow has one
// region at a time.
type region struct {
	*Flow
	view   View
	head   int32
	list   []int32 // the region's vertices, of the whole graph, ascending
	out    rows    // the arcs by where they begin,
	into   rows    // by where they end,
	byNode rows    // and by the node whose output they are
	exits  []int32
	opaque bool // something of an unknown kind runs in it
	// decided are the nodes that decide whether a round reaches a vertex, where known.
	decided map[int32][]choice
	traced  map[varID]bool // wide variables that a condition was traced to
	gives   map[*flow.Value]gives
}

// arc is an edge of a region, from and to by the region's numbers. One that
// leaves the region, or ends the run, is an exit; to is then -1.
type arc struct {
	from, to int32
	node     int32 // the node whose output it is: where a call comes back, the call
	exit     int32 // of exits: its number among them
	outside  int32 // of exits: the vertex of the whole graph, or the end
	output   string
}

func (a arc) isExit() bool { return a.to < 0 }

// inRegion says how a vertex of the whole graph belongs to the region at hand.
type inRegion struct {
	number int32 // its number there, from 1; 0: it does not
	body   bool  // it is one of the view's own
}

func (f *Flow) newRegion(v View) *region {
	if f.regional == nil {
		f.regional = make([]inRegion, f.super.size)
	}
	r := &region{Flow: f, view: v, traced: make(map[varID]bool), gives: make(map[*flow.Value]gives), list: make([]int32, 0, len(v.Body)+8)}
	add := func(n int32) {
		if at := &f.regional[n]; at.number == 0 && n != int32(f.g.End) {
			at.number = 1
			r.list = append(r.list, n)
		}
	}
	for _, n := range v.Body {
		f.regional[n] = inRegion{1, true}
		r.list = append(r.list, int32(n))
	}
	for _, n := range v.Body {
		if c := f.super.callee(int32(n)); c != cfg.None {
			add(int32(c))
		}
	}
	for i := len(v.Body); i < len(r.list); i++ { // what is called, as far as it goes
		n := r.list[i]
		lo, hi := f.super.succ(n)
		for k := lo; k < hi; k++ {
			add(f.super.to[k])
		}
		if c := f.super.callee(n); c != cfg.None {
			add(int32(c))
		}
	}
	slices.Sort(r.list)
	for i, n := range r.list {
		f.regional[n].number = int32(i) + 1
	}
	r.head = f.regional[v.Head].number - 1
	r.connect()
	return r
}

// leave makes the flow ready for another region.
func (r *region) leave() {
	for _, n := range r.list {
		r.regional[n] = inRegion{}
	}
}

// local returns the region's number of a vertex of the whole graph, or of none (-1).
func (r *region) local(n int32) (i int32, ok bool) {
	if n < 0 {
		return 0, false
	}
	i = r.regional[n].number - 1
	return i, i >= 0
}

// own reports whether a vertex of the whole graph is one of the view's.
func (r *region) own(n int32) bool { return r.regional[n].body }

// connect makes the arcs.
func (r *region) connect() {
	arcs := r.arcs[:0]
	for i, n := range r.list {
		lo, hi := r.super.succ(n)
		if a := r.action(int32(i)); a != nil && a.Kind.Opaque {
			r.opaque = true
		}
		if c := r.super.callee(n); c != cfg.None {
			arcs = append(arcs, r.arc(int32(i), int32(i), "", int32(c)))
		}
		for k := lo; k < hi; k++ {
			output, to := r.super.edge(n, k).Output, r.super.to[k]
			if len(r.super.matched[k]) == 0 {
				arcs = append(arcs, r.arc(int32(i), int32(i), output, to))
				continue
			}
			for _, way := range r.super.matched[k] {
				if from, ok := r.local(way); ok {
					arcs = append(arcs, r.arc(from, int32(i), output, to))
				}
			}
		}
	}
	r.arcs = arcs // room for the next region
	r.out = r.grouped(func(a *arc) int32 { return a.from })
	r.into = r.grouped(func(a *arc) int32 { return a.to })
	r.byNode = r.grouped(func(a *arc) int32 { return a.node })
	for v := range int32(len(r.list)) {
		r.numberExits(r.out.of(v))
	}
}

// numberExits gives the exits of one vertex their numbers; two that cannot be
// told apart are one.
func (r *region) numberExits(arcs []int32) {
	var seen map[arc]int32
	for _, k := range arcs {
		a := &r.arcs[k]
		if !a.isExit() {
			continue
		}
		if n, known := seen[*a]; known {
			a.exit = n
			continue
		}
		n := int32(len(r.exits))
		r.exits = append(r.exits, k)
		if len(arcs) > 1 {
			if seen == nil {
				seen = make(map[arc]int32)
			}
			seen[*a] = n
		}
		a.exit = n
	}
}

func (r *region) arc(from, node int32, output string, to int32) arc {
	if i, ok := r.local(to); ok {
		return arc{from: from, node: node, output: output, to: i, outside: -1}
	}
	return arc{from: from, node: node, output: output, to: -1, outside: to}
}

// rows are the numbers of arcs, grouped by a vertex.
type rows struct{ first, arcs []int32 }

func (r *rows) of(v int32) []int32 { return r.arcs[r.first[v]:r.first[v+1]] }

// grouped puts the arcs in rows by one of their vertices; those for which that is
// -1 are in none.
func (r *region) grouped(by func(*arc) int32) rows {
	g := rows{first: make([]int32, len(r.list)+2), arcs: make([]int32, len(r.arcs))}
	for k := range r.arcs {
		if v := by(&r.arcs[k]); v >= 0 {
			g.first[v+2]++
		}
	}
	for v := 2; v < len(g.first); v++ {
		g.first[v] += g.first[v-1]
	}
	for k := range r.arcs { // first[v+1] is where v's next arc belongs
		if v := by(&r.arcs[k]); v >= 0 {
			g.arcs[g.first[v+1]] = int32(k)
			g.first[v+1]++
		}
	}
	return g
}

// canReach reports for each vertex whether target can be reached from it in one
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
		for _, k := range r.into.of(n) {
			a := &r.arcs[k]
			if !seen[a.from] {
				seen[a.from] = true
				work = append(work, a.from)
			}
		}
	}
	return seen
}

// rounds reports for each vertex whether it lies on a cycle through the head,
// without the arcs that are left out.
func (r *region) rounds(left func(*arc) bool) []bool {
	forward, on := make([]bool, len(r.list)), make([]bool, len(r.list))
	forward[r.head] = true
	work := []int32{r.head}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, k := range r.out.of(n) {
			a := &r.arcs[k]
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
		for _, k := range r.into.of(n) {
			a := &r.arcs[k]
			if forward[a.from] && !on[a.from] && !left(a) {
				on[a.from] = true
				work = append(work, a.from)
			}
		}
	}
	return on
}

func none(*arc) bool { return false }
