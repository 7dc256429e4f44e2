// Package cfg turns the tree of a flow into its control-flow graph: who can
// come after whom, and by which output.
//
// The tree is block-structured. An output that leads nowhere does not end the
// run: control goes on after the action's block, at the head of the enclosing
// loop action, or at the start of a loop task. Lowering makes these implied
// joins explicit, once for both file formats, so that no later package knows
// of blocks.
//
// What the graph does not contain: conditions (an edge says that an output
// exists, not when it is taken), run-time errors (Handler says where they
// lead), hang-ups, and the platform's cap on executed actions. Where an agent's
// answer or something unknown may end a run, nodes are marked and have no edge. Called tasks are not inlined: a call is one node with a
// Callee, and a called task leaves by Return nodes.
package cfg

import "archlint/analyzer/flow"

// NodeID is an index into Graph.Nodes. None is no node.
type NodeID int32

// LoopID is an index into Graph.Loops. NoLoop is none.
type LoopID int32

// The absent node and the absent loop.
const (
	None   NodeID = -1
	NoLoop LoopID = -1
)

// NodeKind tells nodes apart.
type NodeKind uint8

// The kinds of node.
const (
	Act    NodeKind = iota // one action of the flow
	Start                  // the entrance of a task, state or loop task; costs nothing
	Menu                   // the entrance of a menu; the platform counts it as an action
	Fork                   // made by lowering: one of several places, which one is not written
	Hand                   // made by lowering: a transfer has succeeded, the interaction leaves the flow
	Return                 // the end of a called task, by one of its outputs; ends a run that nobody called
	End                    // the end of the run
)

// String returns the kind's name.
func (k NodeKind) String() string {
	return [...]string{"act", "start", "menu", "fork", "hand", "return", "end"}[k]
}

// Node is a point that control passes.
type Node struct {
	Kind      NodeKind
	Action    *flow.Action    `pack:"-"` // of Act nodes; of Hand nodes: the transfer
	Container *flow.Container `pack:"-"` // the container it stands in, nil for Return and End
	Module    *flow.Flow      `pack:"-"` // the common module it stands in, nil in the flow itself
	Output    string          // of Return nodes: the declared output of the task
	Loop      LoopID          // innermost loop whose body holds the node
	Head      LoopID          // the loop that the node is the head of, or NoLoop
	Callee    NodeID          // the Start that the node calls, or None
	// Cost is what passing the node counts towards the platform's cap of 10,000
	// executed actions: 1 for an action or a menu's entrance, else 0. Coming
	// back to a loop's head for the next round is not known to count and is
	// taken not to, which is the safe side for greatest counts.
	Cost int64
	Out  []Edge
	// MayEnd is set where the run may end although no edge shows it: see mayEnd.
	// It bears on least counts alone.
	MayEnd bool
	// Final is set on actions that end the whole interaction and not only the run
	// of the flow: one that called the flow does not go on either.
	Final bool
	// Live is set when some run can get here from the entry or the error handler.
	Live bool
}

// EdgeKind says why control passes an edge.
type EdgeKind uint8

// The kinds of edge.
const (
	Next EdgeKind = iota // the next action, an output's block, or what follows the block
	Jump                 // to another container
	Back                 // to the head of a loop action
	Wrap                 // from the end of a loop task or a recurring state to its start
	Exit                 // the run ends, or returns to the caller
)

// String returns the kind's name.
func (k EdgeKind) String() string {
	return [...]string{"next", "jump", "back", "wrap", "exit"}[k]
}

// Edge is one way on. Output is the output of the node by which it is taken,
// "" where there is only one way on.
type Edge struct {
	To     NodeID
	Output string
	Kind   EdgeKind
}

// Loop is a loop action, or the loop that a loop task or a recurring state is
// by itself. Its body is the nodes whose Loop chain leads to it; control gets
// in through its head alone.
type Loop struct {
	Head   NodeID // the action's node, or the container's Start
	Parent LoopID
	Depth  int  // 1 for an outermost loop
	Task   bool // a loop task or recurring state: it never ends by itself
	// Count is the number of rounds, nil when it is not constant.
	Count *int64
	// Until is set where conditions of the loop's own end it: Count is only the most.
	Until bool
}

// Graph is the control-flow graph of one flow.
type Graph struct {
	Flow  *flow.Flow `pack:"-"`
	Nodes []Node
	Loops []Loop
	Entry NodeID // the Start or Menu that a run begins at; None when the flow names none
	End   NodeID
	// Handler is where run-time errors go on, or None when they end the run.
	Handler NodeID

	byAction    map[*flow.Action]NodeID
	byContainer map[*flow.Container]NodeID
}

// ByAction returns the node of a, or None.
func (g *Graph) ByAction(a *flow.Action) NodeID {
	if id, ok := g.byAction[a]; ok {
		return id
	}
	return None
}

// ByContainer returns the entrance of c, or None.
func (g *Graph) ByContainer(c *flow.Container) NodeID {
	if id, ok := g.byContainer[c]; ok {
		return id
	}
	return None
}

// InLoop reports whether node n is the head of l or stands in its body,
// however deep.
func (g *Graph) InLoop(n NodeID, l LoopID) bool {
	if g.Nodes[n].Head == l {
		return true
	}
	for in := g.Nodes[n].Loop; in != NoLoop; in = g.Loops[in].Parent {
		if in == l {
			return true
		}
	}
	return false
}
