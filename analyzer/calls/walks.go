package calls

import (
	"archlint/analyzer/graph"
)

// walks gives, for vertices of one region, the least number of actions of a
// run up to and including the vertex, and of a closed walk from the vertex back
// to itself. Between two runs of a node lies at least one closed walk, so that
// within a budget it runs at most 1 + (budget - first) / round times; and a run
// that takes the shortest way there and then the shortest walk over and over
// reaches just that. This is capBound for a single node, for all at once.
type walks struct {
	r     *region
	cost  []int64 // of each vertex; none where it cannot be passed
	first []int64
	round []int64 // none: on no cycle
}

// newWalks solves r; least are the costs of its vertices, children included.
func newWalks(r *region, cost []int64, first []int64) *walks {
	w := &walks{r: r, cost: cost, first: first, round: filled(len(r.verts), none)}
	var todo [][]int32
	for c, members := range r.scc.Members {
		if r.scc.Cyclic[c] && r.open[members[0]] {
			todo = append(todo, members)
		}
	}
	for len(todo) > 0 {
		members := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], w.split(members)...)
	}
	return w
}

// most returns the greatest number of times v runs within the budget.
func (w *walks) most(v int32, budget int64) int64 {
	switch {
	case w.first[v] == none || w.first[v] > budget:
		return 0
	case w.round[v] <= 0:
		return 1
	}
	return 1 + (budget-w.first[v])/w.round[v]
}

// split settles the closed walks through one vertex of a strongly connected
// set: the one with most ways in, as a menu that everything goes back to. Walks
// that avoid it lie in the components that are left, which are returned.
func (w *walks) split(members []int32) [][]int32 {
	sub := w.induced(members)
	pivot := mostEntered(sub)
	forth := w.shortest(sub, members, pivot)
	back := w.shortest(sub.Transpose(), members, pivot)
	for i, v := range members {
		if forth[i] == none || back[i] == none {
			continue
		}
		// Both ways count both ends; a walk passes each end once.
		total := forth[i] + back[i] - w.cost[members[pivot]] - w.cost[v]
		if int32(i) == pivot {
			total = w.throughPivot(sub, members, pivot, back)
		}
		if total != none && (w.round[v] == none || total < w.round[v]) {
			w.round[v] = total
		}
	}
	return w.without(sub, members, pivot)
}

// throughPivot is the least closed walk that starts at the pivot itself.
func (w *walks) throughPivot(sub *graph.Directed, members []int32, pivot int32, back []int64) int64 {
	best := none
	for _, to := range sub.Succ(pivot) {
		total := back[to] // from there back to the pivot, the pivot counted once
		if to == pivot {
			total = w.cost[members[pivot]]
		}
		if total != none && (best == none || total < best) {
			best = total
		}
	}
	return best
}

func (w *walks) induced(members []int32) *graph.Directed {
	index := make(map[int32]int32, len(members))
	for i, v := range members {
		index[v] = int32(i)
	}
	var edges []graph.Edge
	for i, v := range members {
		if w.cost[v] == none {
			continue
		}
		for _, to := range w.r.g.Succ(v) {
			if j, ok := index[to]; ok && w.cost[to] != none {
				edges = append(edges, graph.Edge{From: int32(i), To: j})
			}
		}
	}
	return graph.New(len(members), edges)
}

func mostEntered(g *graph.Directed) int32 {
	in := make([]int32, g.Len())
	best := int32(0)
	for v := int32(0); int(v) < g.Len(); v++ {
		for _, to := range g.Succ(v) {
			in[to]++
		}
	}
	for v := range in {
		if in[v] > in[best] {
			best = int32(v)
		}
	}
	return best
}

// shortest returns the least cost of a path from one vertex to each, both ends
// counted.
func (w *walks) shortest(g *graph.Directed, members []int32, from int32) []int64 {
	dist := filled(g.Len(), none)
	dist[from] = w.cost[members[from]]
	order := g.ReversePostorder(from)
	for changed := true; changed; {
		changed = false
		for _, v := range order {
			for _, to := range g.Succ(v) {
				if d := dist[v] + w.cost[members[to]]; dist[to] == none || d < dist[to] {
					dist[to], changed = d, true
				}
			}
		}
	}
	return dist
}

// without returns the cyclic components that remain when the pivot is gone.
func (w *walks) without(sub *graph.Directed, members []int32, pivot int32) [][]int32 {
	var edges []graph.Edge
	for v := int32(0); int(v) < sub.Len(); v++ {
		for _, to := range sub.Succ(v) {
			if v != pivot && to != pivot {
				edges = append(edges, graph.Edge{From: v, To: to})
			}
		}
	}
	var rest [][]int32
	scc := graph.New(sub.Len(), edges).SCC()
	for c, part := range scc.Members {
		if !scc.Cyclic[c] {
			continue
		}
		vs := make([]int32, len(part))
		for i, v := range part {
			vs[i] = members[v]
		}
		rest = append(rest, vs)
	}
	return rest
}
