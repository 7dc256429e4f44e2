package cfg

import "archlint/analyzer/flow"

// markEnds marks the nodes at which runs, or whole interactions, may end.
func (l *lowering) markEnds() {
	for i := range l.g.Nodes {
		n := &l.g.Nodes[i]
		n.MayEnd = l.mayEnd(n) || l.g.agentMayAnswer(n)
		n.Final = n.Kind == Act && endsInteraction(n.Action.Kind)
	}
}

// mayEnd reports whether what a node runs may end the interaction out of sight:
// an action of unknown kind, another vendor's bot, a flow that does not always
// come back, or a module or task that the export does not hold.
func (l *lowering) mayEnd(n *Node) bool {
	if n.Kind != Act {
		return false
	}
	switch kind := n.Action.Kind; kind.Control {
	case flow.CallsFlow:
		return kind.Foreign || l.opts.Returns == nil || !l.opts.Returns(n.Action)
	case flow.Calls, flow.CallsModule:
		return n.Callee == None
	default:
		return kind.Opaque || kind.Foreign
	}
}

// endsInteraction reports whether actions of a kind end the interaction. Those
// that only leave the flow come back to the flow that called it.
func endsInteraction(k *flow.Kind) bool { return k.Control == flow.Ends && !k.ComesBack }
