package unfold

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// restored are the variables that may have another value after a call at node n than what
// it calls left in them. Whether each call of a task has variables of its own is not
// documented: where what is called can run the calling task again, its caller may find
// those of tasks as they were before.
func (p *program) restored(n cfg.NodeID) bits {
	if p.locals == 0 {
		return 0
	}
	if p.cycles == nil {
		p.cycles = p.findCycles()
	}
	if callee := p.g.Nodes[n].Callee; p.cycles[n] == p.cycles[callee] {
		return p.locals
	}
	return 0
}

// findCycles gives each node the strongly connected component that it stands in, over
// calls and ways on.
func (p *program) findCycles() []int32 {
	edges := make([]graph.Edge, 0, 2*len(p.g.Nodes))
	for i := range p.g.Nodes {
		for _, e := range p.g.Nodes[i].Out {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
		}
		if callee := p.g.Nodes[i].Callee; callee != cfg.None {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(callee)})
		}
	}
	return graph.New(len(p.g.Nodes), edges).SCC().Of
}
