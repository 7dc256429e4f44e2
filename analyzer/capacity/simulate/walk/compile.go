package walk

import (
	"archlint/analyzer/cfg"
	"slices"
)

// compiled is a flow in the form that walks fastest.
type compiled struct {
	entry cfg.NodeID
	nodes []node
}

// node is a place with all that happens there.
type node struct {
	kind    cfg.NodeKind
	action  int32 // data action, -1
	seconds float64
	next    []Target
	callee  cfg.NodeID
	output  string           // of a Return
	returns map[string][]int // of a call of a task: its edges, by the output that the task ends by

	loop   int32   // counter of the loop that it is the head of, -1
	rounds float64 // on average
	task   bool    // a loop that never ends by itself
	leave  float64 // share of its rounds after which a condition of its own ends it
	final  bool    // the interaction ends here, whoever called the flow

	edges                     []edge
	total                     float64 // of the shares
	gone                      float64 // share of the passes in which the person hangs up here
	success, failure, timeout int32   // edges of a data action by outcome, -1
	body                      int32   // edge into a loop's body, -1
}

type edge struct {
	to     cfg.NodeID
	share  float64
	output string
	again  bool // back to a loop's head for the next round
}

// compile takes the flow apart; its loops count from that counter on.
func compile(f Flow, counter int) compiled {
	c := compiled{entry: f.Graph.Entry, nodes: make([]node, len(f.Graph.Nodes))}
	for i := range f.Graph.Nodes {
		c.nodes[i] = compileNode(f, cfg.NodeID(i), counter)
	}
	c.linkReturns(f.Graph)
	return c
}

func compileNode(f Flow, id cfg.NodeID, counter int) node {
	g := f.Graph
	from := &g.Nodes[id]
	n := node{
		kind: from.Kind, action: int32(f.Action(id)), callee: from.Callee, output: from.Output,
		final: from.Final, loop: -1, success: -1, failure: -1, timeout: -1, body: -1,
	}
	if f.Seconds != nil && n.action < 0 {
		n.seconds = max(f.Seconds(id), 0)
	}
	if f.Next != nil {
		n.next = f.Next(id)
	}
	if from.Head != cfg.NoLoop {
		n.loop = int32(counter) + int32(from.Head)
		n.rounds, n.task = rounds(f, from.Head), g.Loops[from.Head].Task
		n.leave = f.Model.LeaveShare(g, from.Head)
	}
	if !from.MayEnd { // those who wait in a queue leave it after their stay, and flows that are called end by themselves
		n.gone = f.Model.EndShare(id)
	}
	n.link(f, id)
	return n
}

// linkReturns sets the edges on which the calls of tasks go on.
func (c *compiled) linkReturns(g *cfg.Graph) {
	var outputs []string
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Return && !slices.Contains(outputs, n.Output) {
			outputs = append(outputs, n.Output)
		}
	}
	for i := range c.nodes {
		if c.nodes[i].callee == cfg.None {
			continue
		}
		c.nodes[i].returns = make(map[string][]int, len(outputs))
		for _, o := range outputs {
			c.nodes[i].returns[o] = cfg.ReturnEdges(g.Nodes[i].Out, o)
		}
	}
}

// rounds is how often a loop goes round under the branch model.
func rounds(f Flow, l cfg.LoopID) float64 {
	loop := &f.Graph.Loops[l]
	if f.Model.Count != nil {
		if n, ok := f.Model.Count(loop.Head); ok {
			if loop.Until && n >= 1 { // its condition ends it: see LeaveShare
				return mostRounds(loop)
			}
			return n
		}
	}
	if loop.Count != nil {
		return float64(*loop.Count)
	}
	return f.Model.Rounds
}

// mostRounds is how many rounds a loop with a condition of its own can run.
func mostRounds(loop *cfg.Loop) float64 {
	if loop.Count != nil {
		return float64(*loop.Count)
	}
	return maxSteps
}

// link sets the edges with their shares, and finds those that outcomes take.
func (n *node) link(f Flow, id cfg.NodeID) {
	from := &f.Graph.Nodes[id]
	outputs := make([]string, len(from.Out))
	for i, e := range from.Out {
		outputs[i] = e.Output
	}
	shares := f.Model.Shares(id, outputs)
	for i, e := range from.Out {
		n.edges = append(n.edges, edge{to: e.To, share: shares[i], output: e.Output, again: e.Kind == cfg.Back || e.Kind == cfg.Wrap})
		n.total += shares[i]
		switch e.Output {
		case "success":
			n.success = int32(i)
		case "failure":
			n.failure = int32(i)
		case "timeout":
			n.timeout = int32(i)
		case "loop":
			n.body = int32(i)
		}
	}
}
