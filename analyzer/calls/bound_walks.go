package calls

import (
	"slices"

	"archlint/analyzer/graph"
)

// walks gives, for vertices of one region, the least number of actions of a
// run up to and including the vertex, and of a closed walk from the vertex back
// to itself. Between two runs of a node lies at least one closed walk, so that
// within a budget it runs at most 1 + (budget - first) / round times; and a run
// that takes the shortest way there and then the shortest walk over and over
// reaches just that. This is capBound for a single node, for all at once.
type walks struct {
	r      *region
	cost   []int64 // of each vertex; none where it cannot be passed
	first  []int64
	before []int32 // on the shortest way from the source
	round  []int64 // none: on no cycle
	knots  []*knot // where each vertex's round was found
	looked int     // vertices and edges that were looked at
	left   int     // vertices that may still be looked at
	near   int     // vertices that are looked at for one round after that
	looser bool    // some rounds may be shorter than they are

	trail *trail // what witnesses show of the ways, once one is asked for

	index []int32 // scratch of induced: positions in members, from 1
	edges []graph.Edge
}

// knot is a strongly connected set with the shortest ways from one of its
// vertices, the pivot, and back to it. Vertices are positions in members.
type knot struct {
	members     []int32
	pivot       int32
	forth, back []int32 // the vertex before, on the way from the pivot; after, on the way to it
	again       int32   // where the pivot's own round goes first
}

// walks solves r; cost are those of its vertices, children included.
func (p *program) walks(r *region, cost []int64) *walks {
	w := &walks{r: r, cost: cost, left: p.work.walks, near: p.work.near, round: filled(len(r.verts), none), knots: make([]*knot, len(r.verts))}
	w.first, w.before = r.g.Shortest(cost, r.source)
	rank := filled32(len(r.verts), -1)
	for i, v := range r.order {
		rank[v] = int32(i)
	}
	var todo []tangle
	for c := range int32(r.scc.Len()) {
		members := r.scc.Members(c)
		if r.scc.Cyclic[c] && r.open[members[0]] {
			todo = append(todo, tangle{members: members})
		}
	}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], w.split(t, rank)...)
	}
	p.work.met = p.work.met || w.looser
	p.work.done += w.looked
	return w
}

// tangle is a strongly connected set to be split at one of its vertices: where
// it is entered, which takes apart loops in one another, or, if that did not take
// it apart, where most ways lead to, as a menu that everything goes back to.
type tangle struct {
	members []int32
	hub     bool
}

// most returns the greatest number of times v runs within the budget.
func (w *walks) most(v int32, budget int64) int64 {
	switch {
	case w.first[v] == none || w.first[v] > budget:
		return 0
	case w.round[v] <= 0 && w.looser && w.knots[v] == nil: // some round, about which nothing is known
		return 1 + budget - w.first[v]
	case w.round[v] <= 0:
		return 1
	}
	return 1 + (budget-w.first[v])/w.round[v]
}

// way lists the vertices of the shortest way from the source to v.
func (w *walks) way(v int32) []int32 {
	var path []int32
	for ; v >= 0; v = w.before[v] {
		path = append(path, v)
	}
	slices.Reverse(path)
	return path
}

// around lists the vertices of the shortest closed walk from v back to it, v
// first and not repeated; nil where it is not known.
func (w *walks) around(v int32) []int32 {
	k := w.knots[v]
	if k == nil {
		return nil
	}
	at := int32(slices.Index(k.members, v))
	walk := []int32{v}
	if at == k.pivot {
		for at = k.again; at != k.pivot; at = k.back[at] {
			walk = append(walk, k.members[at])
		}
		return walk
	}
	for to := k.back[at]; to >= 0; to = k.back[to] {
		walk = append(walk, k.members[to])
	}
	var forth []int32
	for from := k.forth[at]; from >= 0 && from != k.pivot; from = k.forth[from] {
		forth = append(forth, k.members[from])
	}
	slices.Reverse(forth)
	return append(walk, forth...)
}

// split settles the closed walks through one vertex of a strongly connected
// set. Walks that avoid it lie in the sets that are left, which are returned.
func (w *walks) split(t tangle, rank []int32) []tangle {
	if w.left -= len(t.members); w.left < 0 {
		w.giveUp(t.members)
		return nil
	}
	sub, cost := w.induced(t.members)
	w.looked += len(t.members) + len(w.edges)
	k := &knot{members: t.members, pivot: entrance(t.members, rank), again: -1}
	if t.hub {
		k.pivot = mostEntered(sub)
	}
	forth, before := sub.Shortest(cost, k.pivot)
	back, after := sub.Transpose().Shortest(cost, k.pivot)
	k.forth, k.back = before, after
	for i, v := range t.members {
		if forth[i] == none || back[i] == none {
			continue
		}
		// Both ways count both ends; a walk passes each end once.
		total := forth[i] + back[i] - cost[k.pivot] - cost[i]
		if int32(i) == k.pivot {
			total = k.throughPivot(sub, cost, back)
		}
		if total != none && (w.round[v] == none || total < w.round[v]) {
			w.round[v], w.knots[v] = total, k
		}
	}
	return w.without(sub, t, k.pivot)
}

// giveUp looks only near each of the members for its round, which may be taken for
// shorter than it is and never for longer: walks through what was taken out before
// are known, and the others stay among the members.
func (w *walks) giveUp(members []int32) {
	w.looser = true
	sub, cost := w.induced(members)
	rounds := sub.Rounds(cost, w.near)
	w.looked += len(members) * w.near
	for i, v := range members {
		round, _ := rounds.Least(int32(i))
		if round != none && (w.round[v] == none || round < w.round[v]) {
			w.round[v], w.knots[v] = round, nil
		}
	}
}

// throughPivot is the least closed walk that starts at the pivot itself.
func (k *knot) throughPivot(sub *graph.Directed, cost, back []int64) int64 {
	best := none
	for _, to := range sub.Succ(k.pivot) {
		total := back[to] // from there back to the pivot, the pivot counted once
		if to == k.pivot {
			total = cost[k.pivot]
		}
		if total != none && (best == none || total < best) {
			best, k.again = total, to
		}
	}
	return best
}

// induced is the graph of the members alone, with their costs.
func (w *walks) induced(members []int32) (*graph.Directed, []int64) {
	if w.index == nil {
		w.index = make([]int32, len(w.r.verts))
	}
	cost := make([]int64, len(members))
	for i, v := range members {
		w.index[v], cost[i] = int32(i)+1, w.cost[v]
	}
	w.edges = w.edges[:0]
	for i, v := range members {
		if w.cost[v] == none {
			continue
		}
		for _, to := range w.r.g.Succ(v) {
			if j := w.index[to]; j > 0 && w.cost[to] != none {
				w.edges = append(w.edges, graph.Edge{From: int32(i), To: j - 1})
			}
		}
	}
	for _, v := range members {
		w.index[v] = 0
	}
	return graph.New(len(members), w.edges), cost
}

// entrance is the member that comes first in the region's order.
func entrance(members []int32, rank []int32) int32 {
	best := int32(0)
	for i, v := range members {
		if rank[v] >= 0 && rank[v] < rank[members[best]] {
			best = int32(i)
		}
	}
	return best
}

func mostEntered(g *graph.Directed) int32 {
	in, last := make([]int32, g.Len()), filled32(g.Len(), -1)
	best := int32(0)
	for v := int32(0); int(v) < g.Len(); v++ {
		for _, to := range g.Succ(v) {
			if last[to] != v { // several outputs to one place are one way there
				in[to], last[to] = in[to]+1, v
			}
		}
	}
	for v := range in {
		if in[v] > in[best] {
			best = int32(v)
		}
	}
	return best
}

// without returns the cyclic components that remain when the pivot is gone.
func (w *walks) without(sub *graph.Directed, t tangle, pivot int32) []tangle {
	w.edges = w.edges[:0]
	for v := int32(0); int(v) < sub.Len(); v++ {
		for _, to := range sub.Succ(v) {
			if v != pivot && to != pivot {
				w.edges = append(w.edges, graph.Edge{From: v, To: to})
			}
		}
	}
	var rest []tangle
	scc := graph.New(sub.Len(), w.edges).SCC()
	for c := range int32(scc.Len()) {
		part := scc.Members(c)
		if !scc.Cyclic[c] {
			continue
		}
		left := tangle{members: make([]int32, len(part)), hub: !t.hub && len(part) > len(t.members)/2}
		for i, v := range part {
			left.members[i] = t.members[v]
		}
		rest = append(rest, left)
	}
	return rest
}
