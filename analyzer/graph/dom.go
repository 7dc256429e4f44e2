package graph

// Dominators is the dominator tree of a graph from a root.
type Dominators struct {
	// Idom is each vertex's immediate dominator; the root's is itself, an
	// unreachable vertex has -1.
	Idom []int32
	in   []int32 // entry and exit numbers of a walk over the tree
	out  []int32
}

// Dominators returns the dominator tree from root.
func (g *Directed) Dominators(root int32) *Dominators {
	order := g.ReversePostorder(root)
	d := &Dominators{Idom: newDominating(g, root).idoms(root)}
	d.number(order)
	return d
}

// number gives each vertex the interval of its subtree. In reverse postorder a
// dominator comes before what it dominates, so subtree sizes add up backwards
// and places are handed out forwards, without recursion.
func (d *Dominators) number(order []int32) {
	n := len(d.Idom)
	size := make([]int32, n)
	d.in, d.out = make([]int32, n), make([]int32, n)
	for i := len(order) - 1; i >= 0; i-- {
		v := order[i]
		size[v]++
		if p := d.Idom[v]; p != v {
			size[p] += size[v]
		}
	}
	free := make([]int32, n) // next place inside the vertex's interval
	for _, v := range order {
		if p := d.Idom[v]; p != v {
			d.in[v] = free[p]
			free[p] += size[v]
		}
		d.out[v] = d.in[v] + size[v]
		free[v] = d.in[v] + 1
	}
}

// Dominates reports whether every path from the root to b passes a. A vertex
// dominates itself; nothing dominates or is dominated by an unreachable one.
func (d *Dominators) Dominates(a, b int32) bool {
	if d.Idom[a] < 0 || d.Idom[b] < 0 {
		return false
	}
	return d.in[a] <= d.in[b] && d.in[b] < d.out[a]
}
