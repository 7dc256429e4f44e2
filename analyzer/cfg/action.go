package cfg

import "archlint/analyzer/flow"

// linkAction draws the edges that leave a.
func (l *lowering) linkAction(u unit, a *flow.Action, s scope) {
	id := l.g.byAction[a]
	switch a.Kind.Control {
	case flow.Ends:
		l.leave(u, id, a, s, Edge{To: l.g.End, Kind: Exit})
	case flow.EndsState:
		l.leave(u, id, a, s, l.stateEnd(l.g.Nodes[id].Container))
	case flow.EndsTask:
		l.leave(u, id, a, s, l.returnBy(a.TaskOutput))
	case flow.LoopNext:
		l.leave(u, id, a, s, l.loopNext(s))
	case flow.LoopExit:
		l.leave(u, id, a, s, l.loopExit(s))
	case flow.PreviousMenu, flow.RepeatMenu:
		l.leave(u, id, a, s, l.menuFor(id, a))
	case flow.JumpsTo:
		l.linkJump(u, id, a, s)
	case flow.Loops:
		l.linkLoop(u, id, a, s)
	case flow.Transfers:
		l.edge(id, Edge{To: l.handOver(id), Output: "success", Kind: Exit})
		if !l.linkOutputs(u, id, a, s) && !l.g.Flow.Type.Info().TransferEnds {
			l.edge(id, named(s.after, "failure"))
		}
	case flow.Calls, flow.CallsModule:
		l.g.Nodes[id].Callee = l.callee(u, a)
		l.linkSteps(u, id, a, s)
	default:
		l.linkSteps(u, id, a, s)
		l.linkIntents(u, id, a, s)
	}
}

// handOver adds the place where a transfer has succeeded: the run ends there,
// and the interaction goes on elsewhere.
func (l *lowering) handOver(id NodeID) NodeID {
	from := l.g.Nodes[id]
	hand := l.add(Node{Kind: Hand, Action: from.Action, Container: from.Container, Module: from.Module})
	l.edge(hand, Edge{To: l.g.End, Kind: Exit})
	return hand
}

// leave draws the one way on of an action that takes no output. Blocks that a
// file hangs under it all the same are linked, but nothing leads into them.
func (l *lowering) leave(u unit, id NodeID, a *flow.Action, s scope, e Edge) {
	for _, o := range a.Outputs {
		l.linkBlock(u, o.Block, s)
	}
	l.edge(id, e)
}

// linkSteps draws an edge an output, or one edge on when there is no output.
func (l *lowering) linkSteps(u unit, id NodeID, a *flow.Action, s scope) {
	if !l.linkOutputs(u, id, a, s) {
		l.edge(id, s.after)
	}
}

// linkOutputs draws an edge for every output that is in service and reports
// whether there was one.
func (l *lowering) linkOutputs(u unit, id NodeID, a *flow.Action, s scope) bool {
	any := false
	for _, o := range a.Outputs {
		into := l.linkBlock(u, o.Block, s)
		if o.State == flow.OutOfService {
			continue
		}
		any = true
		l.edge(id, named(into, o.Name))
	}
	return any
}

func named(e Edge, output string) Edge {
	e.Output = output
	return e
}

// linkLoop draws a loop action: its body comes back to the head, and the head
// leaves when the rounds are done. Outputs besides "loop" are further exits.
func (l *lowering) linkLoop(u unit, id NodeID, a *flow.Action, s scope) {
	body := scope{after: Edge{To: id, Kind: Back}, loop: id, exit: s.after, in: true}
	for _, o := range a.Outputs {
		if o.Name == "loop" {
			l.edge(id, named(l.linkBlock(u, o.Block, body), "loop"))
			continue
		}
		into := l.linkBlock(u, o.Block, s)
		if o.State != flow.OutOfService {
			l.edge(id, named(into, o.Name))
		}
	}
	l.edge(id, named(s.after, "done"))
}

func (l *lowering) loopNext(s scope) Edge {
	if !s.in {
		return s.after // outside a loop the platform rejects it; go on
	}
	return Edge{To: s.loop, Kind: Back}
}

func (l *lowering) loopExit(s scope) Edge {
	if !s.in {
		return s.after
	}
	return s.exit
}

// linkJump goes to the target. A dangling jump is invalid on the platform: it
// ends the run, or takes an output where the file gives it some.
func (l *lowering) linkJump(u unit, id NodeID, a *flow.Action, s scope) {
	if to := l.g.ByContainer(a.Target); a.Target != nil && to != None {
		l.leave(u, id, a, s, Edge{To: to, Kind: Jump})
		return
	}
	if !l.linkOutputs(u, id, a, s) {
		l.edge(id, Edge{To: l.g.End, Kind: Exit})
	}
}

// menuFor returns where "previous menu" and "repeat menu" lead. The menu that
// led here is known only at run time, so "previous" is any menu, and so is the
// one that a global choice was taken in.
func (l *lowering) menuFor(id NodeID, a *flow.Action) Edge {
	c := l.g.Nodes[id].Container
	if c.Kind == flow.MenuTask && c.Owner != nil {
		c = c.Owner
	}
	if a.Kind.Control == flow.RepeatMenu && c.Kind == flow.Menu && !global(c, l.g.Nodes[id].Action, l.g.Nodes[id].Container) {
		return Edge{To: l.g.byContainer[c], Kind: Jump}
	}
	return l.someMenu()
}

// global reports whether an action belongs to a choice that every menu offers:
// the choice's own action, or one in the task that the choice runs.
func global(menu *flow.Container, a *flow.Action, in *flow.Container) bool {
	for _, ch := range menu.Choices {
		if ch.Action != nil && ch.Global && (ch.Action == a || in.Kind == flow.MenuTask && ch.Action.Target == in) {
			return true
		}
	}
	return false
}

// callee returns the entrance of what a calls. A common module that is not
// embedded is looked up and lowered into this graph once.
func (l *lowering) callee(u unit, a *flow.Action) NodeID {
	if a.Target != nil {
		if id := l.g.ByContainer(a.Target); id != None {
			return id
		}
		for _, m := range u.flow.Modules {
			if m.Entry == a.Target {
				return l.module(m)
			}
		}
		return None
	}
	if a.Kind.Control != flow.CallsModule || l.opts.Module == nil || u.module != nil {
		return None // a module may not call another one
	}
	for _, x := range a.External {
		if x.Kind == "commonModule" {
			if m := l.opts.Module(x); m != nil {
				return l.module(m)
			}
		}
	}
	return None
}

func (l *lowering) module(m *flow.Flow) NodeID {
	if m.Entry == nil {
		return None
	}
	if id := l.g.ByContainer(m.Entry); id != None {
		return id
	}
	l.number(m, m)
	return l.g.ByContainer(m.Entry)
}

// linkIntents lets a bot's question lead to the reusable tasks of its intents:
// the platform's table of them names no place, so every action that takes free
// input may recognise one. The task comes back after the question.
func (l *lowering) linkIntents(u unit, id NodeID, a *flow.Action, s scope) {
	if !a.Kind.Recognises {
		return
	}
	for _, in := range u.flow.IntentTasks {
		l.viaCall(id, in.Task, "intent:"+in.Intent, s.after)
	}
	l.viaCall(id, u.flow.KnowledgeTask, "knowledge:followUp", s.after)
}

func (l *lowering) viaCall(from NodeID, task *flow.Container, output string, after Edge) {
	if task == nil {
		return
	}
	to := l.g.ByContainer(task)
	if to == None {
		return
	}
	fork := l.add(Node{Kind: Fork, Container: l.g.Nodes[from].Container, Module: l.g.Nodes[from].Module})
	l.g.Nodes[fork].Loop = l.g.Nodes[from].Loop
	l.g.Nodes[fork].Callee = to
	l.edge(fork, after)
	l.edge(from, Edge{To: fork, Output: output})
}
