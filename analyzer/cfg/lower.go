package cfg

import (
	"strconv"

	"archlint/analyzer/flow"
)

// Options are what lowering cannot know from the flow alone.
type Options struct {
	// Module finds the flow of a common module that is called by reference and
	// not embedded; nil, or a nil result, leaves the call opaque.
	Module func(flow.External) *flow.Flow
	// Count folds a loop count that is not a plain number; nil folds nothing.
	Count func(*flow.Value) (int64, bool)
	// Returns reports whether the flow that an action calls always comes back to
	// its caller; nil: of none is that known.
	Returns func(*flow.Action) bool
}

// Lower returns the control-flow graph of f. It cannot fail: what the tree
// leaves open becomes an edge to the end of the run or an opaque step.
func Lower(f *flow.Flow, opts Options) *Graph {
	l := &lowering{
		opts: opts,
		g: &Graph{
			Flow: f, Entry: None, Handler: None,
			byContainer: make(map[*flow.Container]NodeID),
		},
		returns: make(map[string]NodeID),
	}
	l.makeRoom(f)
	l.g.End = l.add(Node{Kind: End})
	l.number(f, nil)
	for i := 0; i < len(l.lowered); i++ { // grows while modules are found
		l.link(l.lowered[i])
	}
	if f.Entry != nil {
		l.g.Entry = l.g.ByContainer(f.Entry)
	}
	if f.Errors.Target != nil {
		l.g.Handler = l.g.ByContainer(f.Errors.Target)
	}
	l.markEnds()
	l.g.markLive()
	return l.g
}

// makeRoom counts the nodes that f is going to have, near enough: actions and
// containers, where transfers succeed, and a few more.
func (l *lowering) makeRoom(f *flow.Flow) {
	actions, transfers := 0, 0
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		actions++
		if a.Kind.Control == flow.Transfers {
			transfers++
		}
	})
	l.g.Nodes = make([]Node, 0, actions+transfers+len(f.Containers)+8)
	l.g.byAction = make(map[*flow.Action]NodeID, actions)
}

// lowering is the state of one Lower: nodes are numbered first, in document
// order, and linked afterwards, because links lead forwards and backwards.
type lowering struct {
	global   map[*flow.Flow][]*flow.Container // menus with global choices
	position map[*flow.Container]int          // of a container among those of its flow
	opts     Options
	g        *Graph
	lowered  []unit
	returns  map[string]NodeID
	menus    []NodeID // of the unit being linked
	// recurring are the unit's states that run again and again while the
	// interaction waits, once its entry state is done.
	recurring []NodeID
	anyMenu   NodeID // a Fork to all of them, or None until needed
}

// unit is a flow whose containers are part of the graph: the flow itself or a
// common module that it calls.
type unit struct {
	flow   *flow.Flow
	module *flow.Flow // nil for the flow itself
}

func (l *lowering) add(n Node) NodeID {
	id := NodeID(len(l.g.Nodes))
	if n.Kind != Act {
		n.Loop = NoLoop
	}
	n.Head, n.Callee = NoLoop, None
	l.g.Nodes = append(l.g.Nodes, n)
	return id
}

// number gives every container and action of f its node.
func (l *lowering) number(f, module *flow.Flow) {
	l.lowered = append(l.lowered, unit{f, module})
	for _, c := range f.Containers {
		if c.Kind == flow.Menu {
			l.g.byContainer[c] = l.add(Node{Kind: Menu, Container: c, Module: module, Cost: 1})
			for _, ch := range c.Choices {
				l.numberAction(ch.Action, c, module, NoLoop)
			}
			continue
		}
		start := l.add(Node{Kind: Start, Container: c, Module: module})
		l.g.byContainer[c] = start
		in := NoLoop
		if again(c) {
			in = l.addLoop(start, Loop{Task: true, Parent: NoLoop})
		}
		l.numberBlock(c.Body, c, module, in)
	}
}

func (l *lowering) numberBlock(b *flow.Block, c *flow.Container, module *flow.Flow, in LoopID) {
	if b == nil {
		return
	}
	for _, a := range b.Actions {
		l.numberAction(a, c, module, in)
	}
}

func (l *lowering) numberAction(a *flow.Action, c *flow.Container, module *flow.Flow, in LoopID) {
	if a == nil {
		return
	}
	id := l.add(Node{Kind: Act, Action: a, Container: c, Module: module, Loop: in, Cost: 1})
	l.g.byAction[a] = id
	body := in
	if a.Kind.Control == flow.Loops {
		body = l.addLoop(id, Loop{Parent: in, Count: l.count(a.Value("loopCount")), Until: a.Kind.Until})
	}
	for _, o := range a.Outputs {
		if a.Kind.Control == flow.Loops && o.Name != "loop" {
			l.numberBlock(o.Block, c, module, in)
			continue
		}
		l.numberBlock(o.Block, c, module, body)
	}
}

// again reports whether control that falls off the end of c starts it over.
func again(c *flow.Container) bool { return c.Kind == flow.LoopTask || c.Recurring }

func (l *lowering) addLoop(head NodeID, loop Loop) LoopID {
	id := LoopID(len(l.g.Loops))
	loop.Head, loop.Depth = head, 1
	if loop.Parent != NoLoop {
		loop.Depth = l.g.Loops[loop.Parent].Depth + 1
	}
	l.g.Loops = append(l.g.Loops, loop)
	l.g.Nodes[head].Head = id
	return id
}

// count returns a constant loop count; fewer than one round skips the body
// (the platform treats a count below 1 so).
func (l *lowering) count(v *flow.Value) *int64 {
	if v == nil || v.Kind == flow.Unknown {
		return nil
	}
	n, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil {
		folded, ok := int64(0), false
		if l.opts.Count != nil {
			folded, ok = l.opts.Count(v)
		}
		if !ok {
			return nil
		}
		n = folded
	}
	n = max(n, 0)
	return &n
}

// link draws the edges of one unit.
func (l *lowering) link(u unit) {
	l.menus, l.recurring, l.anyMenu = nil, nil, None
	for _, c := range u.flow.Containers {
		if c.Kind == flow.Menu {
			l.menus = append(l.menus, l.g.byContainer[c])
		}
		if c.Recurring {
			l.recurring = append(l.recurring, l.g.byContainer[c])
		}
	}
	for _, c := range u.flow.Containers {
		if c.Kind == flow.Menu {
			l.linkMenu(u, c)
			continue
		}
		start, end := l.g.byContainer[c], l.containerEnd(u, c)
		first := l.linkBlock(u, c.Body, scope{after: end})
		l.edge(start, Edge{To: first.To, Kind: first.Kind})
	}
}

// scope is where a block stands: what follows it, and the loop around it.
type scope struct {
	after Edge   // only To and Kind
	loop  NodeID // the head of the innermost loop action; valid if inLoop
	exit  Edge   // what follows that loop
	in    bool
}

// containerEnd returns where control goes that falls off the end of c.
func (l *lowering) containerEnd(u unit, c *flow.Container) Edge {
	switch {
	case again(c):
		return Edge{To: l.g.byContainer[c], Kind: Wrap}
	case c.Kind == flow.MenuTask && c.Owner != nil && global(c.Owner, nil, c):
		return l.someMenu()
	case c.Kind == flow.MenuTask && c.Owner != nil && l.g.ByContainer(c.Owner) != None:
		return Edge{To: l.g.byContainer[c.Owner], Kind: Jump}
	case c == u.flow.Entry && c.Kind == flow.State && len(l.recurring) > 0:
		return l.recur()
	case c.Kind == flow.State || c.Kind == flow.BotState:
		return Edge{To: l.g.End, Kind: Exit}
	default:
		return l.returnBy("default")
	}
}

// stateEnd returns where control goes when an action in c ends the current state.
func (l *lowering) stateEnd(c *flow.Container) Edge {
	if c.Recurring {
		return Edge{To: l.g.byContainer[c], Kind: Wrap}
	}
	if len(l.recurring) > 0 {
		return l.recur()
	}
	return Edge{To: l.g.End, Kind: Exit}
}

// recur leads to the recurring states: in which order they come is not written.
func (l *lowering) recur() Edge {
	if len(l.recurring) == 1 {
		return Edge{To: l.recurring[0], Kind: Jump}
	}
	fork := l.add(Node{Kind: Fork})
	for _, r := range l.recurring {
		l.edge(fork, Edge{To: r, Kind: Jump})
	}
	return Edge{To: fork, Kind: Jump}
}

func (l *lowering) returnBy(output string) Edge {
	if output == "" {
		output = "default"
	}
	id, ok := l.returns[output]
	if !ok {
		id = l.add(Node{Kind: Return, Output: output})
		l.returns[output] = id
	}
	return Edge{To: id, Kind: Exit}
}

// linkBlock links the actions of b and returns the edge that leads into it.
func (l *lowering) linkBlock(u unit, b *flow.Block, s scope) Edge {
	if b == nil || len(b.Actions) == 0 {
		return s.after
	}
	for i, a := range b.Actions {
		after := s
		if i+1 < len(b.Actions) {
			after.after = Edge{To: l.g.byAction[b.Actions[i+1]]}
		}
		l.linkAction(u, a, after)
	}
	return Edge{To: l.g.byAction[b.Actions[0]]}
}

func (l *lowering) edge(from NodeID, e Edge) {
	l.g.Nodes[from].Out = append(l.g.Nodes[from].Out, e)
}
