package graph

// Components are the strongly connected components of a graph, numbered in
// topological order: an edge between two components leads from the smaller
// number to the greater.
type Components struct {
	Of      []int32   // component of each vertex
	Members [][]int32 // vertices of each component, ascending by discovery
	Cyclic  []bool    // more than one vertex, or one with an edge to itself
}

// SCC returns g's strongly connected components by Tarjan's algorithm, with
// its own stack, in O(vertices + edges).
func (g *Directed) SCC() Components {
	n := g.Len()
	t := tarjan{
		g: g, index: make([]int32, n), low: make([]int32, n),
		onStack: make([]bool, n), of: make([]int32, n),
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
	next    int32
	count   int32
}

type frame struct {
	v    int32
	edge int
}

func (t *tarjan) discover(v int32) frame {
	t.next++
	t.index[v], t.low[v] = t.next, t.next
	t.stack = append(t.stack, v)
	t.onStack[v] = true
	return frame{v: v}
}

func (t *tarjan) run(root int32) {
	calls := []frame{t.discover(root)}
	for len(calls) > 0 {
		f := &calls[len(calls)-1]
		if succ := t.g.Succ(f.v); f.edge < len(succ) {
			w := succ[f.edge]
			f.edge++
			if t.index[w] == 0 {
				calls = append(calls, t.discover(w))
			} else if t.onStack[w] {
				t.low[f.v] = min(t.low[f.v], t.index[w])
			}
			continue
		}
		v := f.v
		calls = calls[:len(calls)-1]
		if len(calls) > 0 {
			p := calls[len(calls)-1].v
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
	c := Components{
		Of:      t.of,
		Members: make([][]int32, t.count),
		Cyclic:  make([]bool, t.count),
	}
	for v := range c.Of {
		c.Of[v] = t.count - 1 - c.Of[v]
		c.Members[c.Of[v]] = append(c.Members[c.Of[v]], int32(v))
	}
	for i, members := range c.Members {
		c.Cyclic[i] = len(members) > 1
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
