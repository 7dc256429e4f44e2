package calls

import "archlint/analyzer/markov"

// solveVisits returns how often each vertex of r is passed on average for one
// entry at the source, given the probability of each edge. Components are
// solved in topological order, a cyclic one as a Markov chain of its own.
func solveVisits(r *region, p []float64) []float64 {
	in := make([]float64, len(r.verts)) // passes that come from other components
	visits := make([]float64, len(r.verts))
	in[r.source] = 1
	for c := r.scc.Of[r.source]; int(c) < r.scc.Len(); c++ {
		members := r.scc.Members(c)
		if r.scc.Cyclic[c] {
			solveCycle(r, members, p, in, visits)
		} else {
			visits[members[0]] = in[members[0]]
		}
		for _, v := range members {
			lo, hi := r.g.Edges(v)
			for i := lo; i < hi; i++ {
				if to := r.g.To(i); r.scc.Of[to] != c {
					in[to] += visits[v] * p[i]
				}
			}
		}
	}
	return visits
}

// solveCycle solves x = in + P'x for the vertices of one component.
func solveCycle(r *region, members []int32, p, in, visits []float64) {
	local := make([]float64, len(members))
	for i, v := range members {
		local[i] = in[v]
	}
	local, _ = newCycle(r, members, p).Visits(local)
	for i, v := range members {
		visits[v] = local[i]
	}
}

// newCycle is the chain of the vertices of one component of r.
func newCycle(r *region, members []int32, p []float64) *markov.Chain {
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
	return markov.New(len(members), edges)
}
