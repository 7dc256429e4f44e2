package calls

import "archlint/analyzer/markov"

// solveVisits finds how often each vertex of r is passed on average for one entry
// at the source. Components are solved in topological order, a cyclic one as a Markov
// chain of its own.
func (c *chain) solveVisits(r *region) {
	in := make([]float64, len(r.verts)) // passes that come from other components
	c.visits = make([]float64, len(r.verts))
	in[r.source] = 1
	for comp := r.scc.Of[r.source]; int(comp) < r.scc.Len(); comp++ {
		members := r.scc.Members(comp)
		if r.scc.Cyclic[comp] {
			c.solveCycle(r, comp, in)
		} else {
			c.visits[members[0]] = in[members[0]]
		}
		for _, v := range members {
			lo, hi := r.g.Edges(v)
			for i := lo; i < hi; i++ {
				if to := r.g.To(i); r.scc.Of[to] != comp {
					in[to] += c.visits[v] * c.p[i]
				}
			}
		}
	}
}

// solveCycle solves x = in + P'x for the vertices of one component.
func (c *chain) solveCycle(r *region, comp int32, in []float64) {
	members := r.scc.Members(comp)
	local := make([]float64, len(members))
	for i, v := range members {
		local[i] = in[v]
	}
	c.cycles[comp] = newCycle(r, members, c.p, c.work.means)
	local, ok := c.cycles[comp].Visits(local)
	c.work.done += c.cycles[comp].Work()
	c.work.unsettled = c.work.unsettled || !ok
	for i, v := range members {
		c.visits[v] = local[i]
	}
}

// newCycle is the chain of the vertices of one component of r.
func newCycle(r *region, members []int32, p []float64, most markov.Work) *markov.Chain {
	index := make(map[int32]int32, len(members))
	for i, v := range members {
		index[v] = int32(i)
	}
	var edges []markov.Edge
	for i, v := range members {
		lo, hi := r.g.Edges(v)
		for k := lo; k < hi; k++ {
			if j, ok := index[r.g.To(k)]; ok {
				edges = append(edges, markov.Edge{From: int32(i), To: j, Share: p[k]})
			}
		}
	}
	return markov.NewWithin(len(members), edges, most)
}
