package cfg

// markLive sets Live on everything that a run can reach.
func (g *Graph) markLive() {
	var stack []NodeID
	visit := func(id NodeID) {
		if id != None && !g.Nodes[id].Live {
			g.Nodes[id].Live = true
			stack = append(stack, id)
		}
	}
	visit(g.Entry)
	visit(g.Handler)
	for len(stack) > 0 {
		n := &g.Nodes[stack[len(stack)-1]]
		stack = stack[:len(stack)-1]
		visit(n.Callee)
		for _, e := range n.Out {
			visit(e.To)
		}
	}
}
