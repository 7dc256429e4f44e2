package cfg

// agentMayAnswer reports whether an interaction in a queue waits at the node, so that an
// agent may answer there and end the run of the in-queue flow. A menu waits for a choice,
// and a recurring state comes after the waiting time between two passes.
func (g *Graph) agentMayAnswer(n *Node) bool {
	if !g.Flow.Type.Info().InQueue {
		return false
	}
	switch n.Kind {
	case Act:
		return n.Action.Kind.HoldsInQueue()
	case Menu:
		return true
	case Start:
		return n.Container.Recurring
	default:
		return false
	}
}
