package graph

// Components are the strongly connected components of a graph, numbered in
// topological order: an edge between two components leads from the smaller
// number to the greater.
type Components struct {
	Of     []int32 // component of each vertex
	Cyclic []bool  // more than one vertex, or one with an edge to itself

	members *Directed
}

// Len returns the number of components.
func (c *Components) Len() int { return len(c.Cyclic) }

// Members returns the vertices of component i, ascending. The caller must not
// change the slice.
func (c *Components) Members(i int32) []int32 { return c.members.Succ(i) }

// SCC returns g's strongly connected components by Tarjan's algorithm, with
// its own stack, in O(vertices + edges).
func (g *Directed) SCC() Components {
	n := g.Len()
	numbers := make([]int32, 3*n)
	t := tarjan{
		g: g, index: numbers[:n], low: numbers[n : 2*n : 2*n], stack: numbers[2*n : 2*n : 3*n],
		onStack: make([]bool, n), of: make([]int32, n), calls: make([]frame, 0, min(n, fewFrames)),
	}
	for v := int32(0); int(v) < n; v++ {
		if t.index[v] == 0 {
			t.run(v)
		}
	}
	return t.components()
}

type tarjan struct {
	g       *Directed
	index   []int32 // discovery number from 1; 0 is undiscovered
	low     []int32
	onStack []bool
	of      []int32
	stack   []int32
	calls   []frame // where the walk is, from its root on
	next    int32
	count   int32
}

type frame struct{ v, edge int32 } // edge is the next to look at

// fewFrames is how deep most walks get.
const fewFrames = 64

func (t *tarjan) discover(v int32) {
	t.next++
	t.index[v], t.low[v] = t.next, t.next
	t.stack = append(t.stack, v)
	t.onStack[v] = true
	t.calls = append(t.calls, frame{v: v})
}

func (t *tarjan) run(root int32) {
	t.discover(root)
	for len(t.calls) > 0 {
		f := &t.calls[len(t.calls)-1]
		if succ := t.g.Succ(f.v); int(f.edge) < len(succ) {
			w := succ[f.edge]
			f.edge++
			if t.index[w] == 0 {
				t.discover(w)
			} else if t.onStack[w] {
				t.low[f.v] = min(t.low[f.v], t.index[w])
			}
			continue
		}
		v := f.v
		t.calls = t.calls[:len(t.calls)-1]
		if len(t.calls) > 0 {
			p := t.calls[len(t.calls)-1].v
			t.low[p] = min(t.low[p], t.low[v])
		}
		if t.low[v] == t.index[v] {
			t.close(v)
		}
	}
}

// close pops the component whose root is v.
func (t *tarjan) close(v int32) {
	for {
		w := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.onStack[w] = false
		t.of[w] = t.count
		if w == v {
			t.count++
			return
		}
	}
}

// components turns Tarjan's order (sinks first) round.
func (t *tarjan) components() Components {
	c := Components{Of: t.of, Cyclic: make([]bool, t.count)}
	r := newRows(int(t.count))
	for v := range c.Of {
		c.Of[v] = t.count - 1 - c.Of[v]
		r.count(c.Of[v])
	}
	r.open()
	for v, i := range c.Of {
		r.put(i, int32(v))
	}
	c.members = r.graph()
	for i := range c.Cyclic {
		c.Cyclic[i] = len(c.Members(int32(i))) > 1
	}
	for v := int32(0); int(v) < t.g.Len(); v++ {
		for _, w := range t.g.Succ(v) {
			if w == v {
				c.Cyclic[c.Of[v]] = true
			}
		}
	}
	return c
}
