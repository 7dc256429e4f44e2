package cfg

import (
	"fmt"

	"archlint/analyzer/flow"
)

// Check returns the first way in which g contradicts itself or its flow, or
// nil: every edge ends at a node, every node but the ends leads on, every
// output in service is lowered exactly once, loops nest, and the actions of
// the tree are the Act nodes of the graph. Tests run it on every graph.
func (g *Graph) Check() error {
	for i := range g.Nodes {
		if err := g.checkNode(NodeID(i)); err != nil {
			return fmt.Errorf("node %d (%s): %w", i, g.describe(NodeID(i)), err)
		}
	}
	for i, loop := range g.Loops {
		if loop.Parent >= LoopID(i) {
			return fmt.Errorf("loop %d: parent %d does not come before it", i, loop.Parent)
		}
		if g.Nodes[loop.Head].Head != LoopID(i) || g.Nodes[loop.Head].Loop != loop.Parent {
			return fmt.Errorf("loop %d: its head does not know it", i)
		}
	}
	return g.checkTree()
}

func (g *Graph) checkNode(id NodeID) error {
	n := &g.Nodes[id]
	for _, e := range n.Out {
		if e.To < 0 || int(e.To) >= len(g.Nodes) {
			return fmt.Errorf("edge %q leads to no node", e.Output)
		}
		if e.Kind == Back && g.Nodes[e.To].Head == NoLoop {
			return fmt.Errorf("edge %q goes back to a node that heads no loop", e.Output)
		}
	}
	if ends := n.Kind == End || n.Kind == Return; ends != (len(n.Out) == 0) {
		return fmt.Errorf("has %d ways on", len(n.Out))
	}
	if n.Kind != Act {
		return nil
	}
	for _, o := range n.Action.Outputs {
		if got, want := count(n.Out, o.Name), wanted(n.Action, o); got != want {
			return fmt.Errorf("output %q has %d edges, want %d", o.Name, got, want)
		}
	}
	return nil
}

func wanted(a *flow.Action, o *flow.Output) int {
	switch a.Kind.Control {
	case flow.Ends, flow.EndsTask, flow.LoopNext, flow.LoopExit, flow.PreviousMenu, flow.RepeatMenu:
		return 0
	case flow.JumpsTo:
		if a.Target != nil {
			return 0
		}
	}
	same := 0
	if a.Kind.Control == flow.Transfers && o.Name == "failure" && o.State == flow.OutOfService {
		same++ // failing is always possible, written or not
	}
	for _, other := range a.Outputs {
		if other.Name == o.Name && (other.State != flow.OutOfService || a.Kind.Control == flow.Loops && o.Name == "loop") {
			same++
		}
	}
	return same
}

func count(out []Edge, name string) int {
	n := 0
	for _, e := range out {
		if e.Output == name {
			n++
		}
	}
	return n
}

// checkTree holds the graph against the tree: the same actions, each once.
func (g *Graph) checkTree() error {
	nodes := 0
	for i := range g.Nodes {
		if g.Nodes[i].Kind == Act && g.Nodes[i].Module == nil {
			nodes++
		}
	}
	actions := 0
	g.Flow.Walk(func(*flow.Action, *flow.Container) { actions++ })
	if nodes != actions {
		return fmt.Errorf("the tree has %d actions, the graph %d", actions, nodes)
	}
	return nil
}

func (g *Graph) describe(id NodeID) string {
	n := &g.Nodes[id]
	switch {
	case n.Kind == Hand:
		return "hand over by " + n.Action.Name
	case n.Action != nil:
		return n.Action.Kind.Name + " " + n.Action.Name
	case n.Container != nil:
		return n.Kind.String() + " " + n.Container.Name
	default:
		return n.Kind.String() + n.Output
	}
}
