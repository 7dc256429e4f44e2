package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// mostEarlier is how many marks of nodes are kept, a byte each; beyond it they are made again.
const mostEarlier = 1 << 25

// before returns the nodes that control can come from to node n: a value that
// is written elsewhere, such as on another output of n, cannot stand in n's
// place.
func (f *Flow) before(n int32) []bool {
	if f.backwards == nil {
		f.backwards = backwards(f.g)
		f.together = f.backwards.SCC()
		f.earlier = make(map[int32][]bool)
	}
	of := f.together.Of[n] // nodes that lead to one another have the same before them
	if f.earlier[of] == nil {
		if (len(f.earlier)+1)*len(f.g.Nodes) > mostEarlier {
			clear(f.earlier)
		}
		f.earlier[of] = f.backwards.Reach(n)
	}
	return f.earlier[of]
}

// Leads reports whether control that leaves a node by an output can come to another.
func (f *Flow) Leads(from cfg.NodeID, output string, to cfg.NodeID) bool {
	before := f.before(int32(to))
	for _, e := range f.g.Nodes[from].Out {
		if e.Output == output && (e.To == to || before[e.To]) {
			return true
		}
	}
	return false
}

// backwards is the graph with every edge turned round, calls drawn as edges to
// what is called and from its returns to what follows any call of it.
func backwards(g *cfg.Graph) *graph.Directed {
	var edges []graph.Edge
	var follow []cfg.NodeID // what follows calls
	for i := range g.Nodes {
		for _, e := range g.Nodes[i].Out {
			edges = append(edges, graph.Edge{From: int32(e.To), To: int32(i)})
		}
		if c := g.Nodes[i].Callee; c != cfg.None {
			edges = append(edges, graph.Edge{From: int32(c), To: int32(i)})
			for _, e := range g.Nodes[i].Out {
				follow = append(follow, e.To)
			}
		}
	}
	for i := range g.Nodes {
		if g.Nodes[i].Kind != cfg.Return {
			continue
		}
		for _, to := range follow {
			edges = append(edges, graph.Edge{From: int32(to), To: int32(i)})
		}
	}
	return graph.New(len(g.Nodes), edges)
}
