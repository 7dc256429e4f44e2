package dataflow

import "archlint/analyzer/cfg"

// View is a loop to look at: a loop action, a loop task, or a cycle that jumps
// make. Body holds the head; called tasks are not in it, they are looked into.
type View struct {
	Head cfg.NodeID
	Body []cfg.NodeID
	// Waiting is set on what the platform starts over while the interaction
	// waits: a loop task, a recurring state.
	Waiting bool
}

// Views returns the loops of g in their order: loop actions and loop tasks.
// Cycles made by jumps are none of the graph's loops; whoever finds them makes
// their views.
func Views(g *cfg.Graph) []View {
	views := make([]View, len(g.Loops))
	for i, l := range g.Loops {
		views[i] = View{Head: l.Head, Waiting: l.Task}
	}
	for n := range g.Nodes {
		if h := g.Nodes[n].Head; h != cfg.NoLoop {
			views[h].Body = append(views[h].Body, cfg.NodeID(n))
		}
		for l := g.Nodes[n].Loop; l != cfg.NoLoop; l = g.Loops[l].Parent {
			views[l].Body = append(views[l].Body, cfg.NodeID(n))
		}
	}
	return views
}
