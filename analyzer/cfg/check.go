package cfg

import (
	"fmt"

	"archlint/analyzer/flow"
)

// Check returns the first way in which g contradicts itself or its flow, or
// nil: every edge ends at a node, every node but the ends leads on, every
// output in service is lowered exactly once, loops nest and are entered by
// their heads alone, what is Live can be reached and nothing else, and the
// actions, data action calls and containers of the tree are those of the
// graph, each once. Tests run it on every graph (see internal/cfgtest).
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
	if err := g.checkLive(); err != nil {
		return err
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
		if in := g.Nodes[e.To].Loop; in != NoLoop && !g.InLoop(id, in) {
			return fmt.Errorf("edge %q enters loop %d past its head", e.Output, in)
		}
	}
	if ends := n.Kind == End || n.Kind == Return; ends != (len(n.Out) == 0) {
		return fmt.Errorf("has %d ways on", len(n.Out))
	}
	if n.Final && (n.Kind != Act || len(n.Out) != 1 || n.Out[0].To != g.End) {
		return fmt.Errorf("ends the interaction and leads on")
	}
	if n.Kind != Act {
		return nil
	}
	for _, o := range n.Action.Outputs {
		if got, want := count(n.Out, o.Name), edgesWanted(n.Action, o, !g.Flow.Type.Info().TransferEnds); got != want {
			return fmt.Errorf("output %q has %d edges, want %d", o.Name, got, want)
		}
	}
	return nil
}

// checkLive compares Live with the nodes that runs can reach, found by iteration.
func (g *Graph) checkLive() error {
	reached := make([]bool, len(g.Nodes))
	for _, id := range []NodeID{g.Entry, g.Handler} {
		if id != None {
			reached[id] = true
		}
	}
	for changed := true; changed; {
		changed = false
		reach := func(id NodeID) {
			if id != None && !reached[id] {
				reached[id], changed = true, true
			}
		}
		for i := range g.Nodes {
			if !reached[i] {
				continue
			}
			reach(g.Nodes[i].Callee)
			for _, e := range g.Nodes[i].Out {
				reach(e.To)
			}
		}
	}
	for i := range g.Nodes {
		if g.Nodes[i].Live != reached[i] {
			return fmt.Errorf("node %d (%s): live %v, reached %v", i, g.describe(NodeID(i)), g.Nodes[i].Live, reached[i])
		}
	}
	return nil
}

func edgesWanted(a *flow.Action, o *flow.Output, mayFail bool) int {
	switch a.Kind.Control {
	case flow.Ends, flow.EndsState, flow.EndsTask, flow.LoopNext, flow.LoopExit, flow.PreviousMenu, flow.RepeatMenu:
		return 0
	case flow.JumpsTo:
		if a.Target != nil {
			return 0
		}
	}
	same := 0
	if mayFail && a.Kind.Control == flow.Transfers && o.Name == "failure" && o.State == flow.OutOfService {
		same++ // failing is possible, written or not
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

// checkTree holds the graph against the tree, and against those of the modules
// that it calls: the same actions and containers, each once.
func (g *Graph) checkTree() error {
	acts := make(map[*flow.Action]int)
	units := map[*flow.Flow]bool{g.Flow: true}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Kind == Act {
			acts[n.Action]++
		}
		if n.Module != nil {
			units[n.Module] = true
		}
	}
	actions := 0
	for unit := range units {
		var err error
		unit.Walk(func(a *flow.Action, c *flow.Container) {
			actions++
			switch n := g.ByAction(a); {
			case acts[a] != 1:
				err = fmt.Errorf("action %s stands %d times in the graph", a.Path, acts[a])
			case n == None || g.Nodes[n].Action != a || g.Nodes[n].Container != c:
				err = fmt.Errorf("action %s is node %d, which is another one", a.Path, n)
			}
		})
		for _, c := range unit.Containers {
			if n := g.ByContainer(c); n == None || g.Nodes[n].Container != c {
				err = fmt.Errorf("container %s has no entrance", c.Path)
			}
		}
		if err != nil {
			return err
		}
	}
	if len(acts) != actions {
		return fmt.Errorf("the trees have %d actions, the graph %d", actions, len(acts))
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
