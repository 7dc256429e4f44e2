// Package graph holds directed graphs over dense indices and the few
// algorithms on them that the analyses need: strongly connected components,
// reverse postorder, dominators, reachability. It knows nothing of flows.
//
// Vertices are 0..Len-1. Edges keep the order in which they were added, and
// every algorithm is deterministic in that order.
package graph

// Directed is a directed multigraph in compressed rows. The zero value has no
// vertices; make one with New.
type Directed struct {
	first []int32 // first[v]..first[v+1] are v's edges
	to    []int32
}

// Edge leads from one vertex to another.
type Edge struct{ From, To int32 }

// New returns the graph of n vertices and the given edges, in O(n + edges).
// Edges whose ends are out of range are left out.
func New(n int, edges []Edge) *Directed {
	inside := func(e Edge) bool {
		return e.From >= 0 && int(e.From) < n && e.To >= 0 && int(e.To) < n
	}
	r := newRows(n)
	for _, e := range edges {
		if inside(e) {
			r.count(e.From)
		}
	}
	r.open()
	for _, e := range edges {
		if inside(e) {
			r.put(e.From, e.To)
		}
	}
	return r.graph()
}

// FromRows returns the graph in which vertex v leads to to[first[v]:first[v+1]].
// It keeps the slices; first has one element more than there are vertices.
func FromRows(first, to []int32) *Directed { return &Directed{first: first, to: to} }

// rows are filled in two goes over the edges, one that counts and one that puts.
// first is one longer than a graph's while they are: first[v+1] is where v's next
// edge belongs, which at the end is where the next vertex's edges begin.
type rows struct{ first, to []int32 }

func newRows(n int) rows { return rows{first: make([]int32, n+2)} }

func (r *rows) count(v int32) { r.first[v+2]++ }

func (r *rows) open() {
	for v := 2; v < len(r.first); v++ {
		r.first[v] += r.first[v-1]
	}
	r.to = make([]int32, r.first[len(r.first)-1])
}

func (r *rows) put(v, to int32) {
	r.to[r.first[v+1]] = to
	r.first[v+1]++
}

func (r *rows) graph() *Directed { return &Directed{first: r.first[:len(r.first)-1], to: r.to} }

// Len returns the number of vertices.
func (g *Directed) Len() int { return len(g.first) - 1 }

// Succ returns the vertices that v leads to, once per edge. The caller must
// not change the slice.
func (g *Directed) Succ(v int32) []int32 { return g.to[g.first[v]:g.first[v+1]] }

// Edges returns the range lo..hi of numbers of v's edges: edge i leads to
// To(i). Edges that were added in ascending order of From keep their order, so
// that a caller can hold what it knows of an edge in a slice beside the graph.
func (g *Directed) Edges(v int32) (lo, hi int32) { return g.first[v], g.first[v+1] }

// To returns the vertex that edge i leads to.
func (g *Directed) To(i int32) int32 { return g.to[i] }

// Transpose returns g with every edge turned round.
func (g *Directed) Transpose() *Directed {
	r := newRows(g.Len())
	for _, w := range g.to {
		r.count(w)
	}
	r.open()
	for v := int32(0); int(v) < g.Len(); v++ {
		for _, w := range g.Succ(v) {
			r.put(w, v)
		}
	}
	return r.graph()
}

// Reach returns which vertices can be reached from any of the given ones,
// themselves included.
func (g *Directed) Reach(from ...int32) []bool {
	seen := make([]bool, g.Len())
	stack := make([]int32, 0, len(from)+32)
	for _, v := range from {
		if !seen[v] {
			seen[v] = true
			stack = append(stack, v)
		}
	}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, w := range g.Succ(v) {
			if !seen[w] {
				seen[w] = true
				stack = append(stack, w)
			}
		}
	}
	return seen
}
