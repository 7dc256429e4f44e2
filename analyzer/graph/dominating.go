package graph

// dominating finds immediate dominators by the algorithm of Lengauer and Tarjan ("A
// Fast Algorithm for Finding Dominators in a Flowgraph", 1979), the simple version
// with path compression: near-linear on every graph, also on a ring that is left
// from everywhere, on which an iteration over sets of dominators is quadratic.
//
// Vertices are known by their numbers in a depth-first search from the root; all
// slices but number are indexed by them.
type dominating struct {
	number   []int32 // of each vertex; -1 where the root does not lead to it
	vertices []int32 // by number
	parent   []int32 // in the search
	semi     []int32 // semidominator
	idom     []int32
	ancestor []int32 // in the forest of what was looked at so far; -1 for its roots
	label    []int32 // the vertex with the least semidominator on the way to the root of its tree
	bucket   [][]int32
	path     []int32 // scratch of compress
	pred     *Directed
}

func newDominating(g *Directed, root int32) *dominating {
	d := &dominating{number: make([]int32, g.Len()), pred: g.Transpose()}
	for v := range d.number {
		d.number[v] = -1
	}
	d.search(g, root)
	n := len(d.vertices)
	d.semi, d.label, d.ancestor, d.idom = make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	d.bucket = make([][]int32, n)
	for v := range d.semi {
		d.semi[v], d.label[v], d.ancestor[v] = int32(v), int32(v), -1
	}
	return d
}

// search numbers the vertices in the order in which a depth-first search meets them.
func (d *dominating) search(g *Directed, root int32) {
	type edge struct{ to, from int32 }
	stack := []edge{{root, 0}}
	for len(stack) > 0 {
		e := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if d.number[e.to] >= 0 {
			continue
		}
		v := int32(len(d.vertices))
		d.number[e.to] = v
		d.vertices, d.parent = append(d.vertices, e.to), append(d.parent, e.from)
		for _, next := range g.Succ(e.to) {
			if d.number[next] < 0 {
				stack = append(stack, edge{next, v})
			}
		}
	}
}

// idoms returns the immediate dominator of each vertex of the graph.
func (d *dominating) idoms(root int32) []int32 {
	for v := int32(len(d.vertices)) - 1; v > 0; v-- {
		for _, p := range d.pred.Succ(d.vertices[v]) {
			if u := d.number[p]; u >= 0 {
				d.semi[v] = min(d.semi[v], d.semi[d.least(u)])
			}
		}
		d.bucket[d.semi[v]] = append(d.bucket[d.semi[v]], v)
		d.ancestor[v] = d.parent[v]
		d.settle(d.parent[v])
	}
	all := make([]int32, len(d.number))
	for v := range all {
		all[v] = -1
	}
	all[root] = root
	for v := int32(1); int(v) < len(d.vertices); v++ {
		if d.idom[v] != d.semi[v] {
			d.idom[v] = d.idom[d.idom[v]]
		}
		all[d.vertices[v]] = d.vertices[d.idom[v]]
	}
	return all
}

// settle gives the vertices that p semidominates their dominator, or one that has
// the same.
func (d *dominating) settle(p int32) {
	for _, v := range d.bucket[p] {
		d.idom[v] = p
		if u := d.least(v); d.semi[u] < d.semi[v] {
			d.idom[v] = u
		}
	}
	d.bucket[p] = nil
}

// least is the vertex with the least semidominator on the way from the root of v's
// tree, which is left out, to v.
func (d *dominating) least(v int32) int32 {
	if d.ancestor[v] < 0 {
		return v
	}
	d.compress(v)
	return d.label[v]
}

// compress lets the vertices on the way to v point past those above them.
func (d *dominating) compress(v int32) {
	d.path = d.path[:0]
	for ; d.ancestor[d.ancestor[v]] >= 0; v = d.ancestor[v] {
		d.path = append(d.path, v)
	}
	for i := len(d.path) - 1; i >= 0; i-- {
		at := d.path[i]
		above := d.ancestor[at]
		if d.semi[d.label[above]] < d.semi[d.label[at]] {
			d.label[at] = d.label[above]
		}
		d.ancestor[at] = d.ancestor[above]
	}
}
