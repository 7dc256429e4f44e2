package flowfacts

import (
	"maps"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

func (a *analysed) loopFacts() []facts.Loop {
	out := make([]facts.Loop, len(a.loops))
	for i := range a.loops {
		out[i] = a.loopFact(&a.loops[i], a.loopData[i])
		if p := a.loops[i].Parent; p >= 0 {
			out[i].Parent = &out[p].ID
		}
	}
	return out
}

func (a *analysed) loopFact(l *calls.Loop, d dataflow.Loop) facts.Loop {
	at, node := a.place(l.Head), &a.graph.Nodes[l.Head]
	out := facts.Loop{
		Place: at, ID: at.Node, Name: a.title(l.Head), Form: string(l.Form), Count: l.Count,
		Container: containerName(node), Depth: l.Depth, Irreducible: l.Irreducible,
	}
	if node.Action != nil {
		if v := node.Action.Value("loopCount"); v != nil {
			out.CountText, out.CountKind = v.Text, string(v.Kind)
		}
	}
	a.loopBody(l, &out)
	for _, e := range l.Entries {
		out.Entries = append(out.Entries, a.entry(e))
	}
	for _, x := range l.Exits {
		out.Exits = append(out.Exits, a.exit(l, x))
	}
	a.loopKind(l, d, &out)
	out.Bound = a.bound(l)
	return out
}

// loopBody counts what stands in the loop and adds up what waits in it.
func (a *analysed) loopBody(l *calls.Loop, out *facts.Loop) {
	wait, known := 0.0, true
	for _, n := range l.Body {
		node := &a.graph.Nodes[n]
		if node.Kind != cfg.Act || n == l.Head && l.Form == calls.LoopAction {
			continue
		}
		out.BodyActions++
		if node.Action.DataAction != nil {
			out.Calls = append(out.Calls, a.place(n).Node)
		}
		if node.Action.Kind.Waits {
			if !node.Action.Kind.PassesTime() {
				out.AsksPerson = out.AsksPerson || asks(node.Action)
				continue
			}
			out.HasWait = true
			s, ok := a.seconds(n)
			wait, known = wait+s, known && ok
		}
	}
	eachCalled(a.graph, l.Body, func(n cfg.NodeID) {
		node := &a.graph.Nodes[n]
		if node.Kind != cfg.Act || !node.Action.Kind.PassesTime() {
			return
		}
		out.HasWait = true // in a task that is called
		s, ok := a.seconds(n)
		wait, known = wait+s, known && ok
	})
	if out.HasWait && known {
		out.WaitSeconds = &wait
	}
	if round := a.cycleSeconds(l); round > 0 {
		out.CycleSeconds = &round
	}
}

// asks reports whether an action waits for what the person does.
func asks(a *flow.Action) bool { return len(a.Outputs) > 0 || a.Kind.Name == "waitForInput" }

// cycleSeconds is the shortest time around the loop, as far as it is fixed.
func (a *analysed) cycleSeconds(l *calls.Loop) float64 {
	if l.Form == calls.LoopAction && a.graph.Loops[l.ID].Count != nil && *a.graph.Loops[l.ID].Count < 2 {
		return 0
	}
	return float64(max(a.times[l.Head], 0)) / 1000
}

// entry is a way into a loop. A place that lowering made stands for the action
// before it.
func (a *analysed) entry(e calls.LoopEntry) facts.Entry {
	out := facts.Entry{Into: a.place(e.Into).Node, Output: e.Output}
	if e.From == cfg.None {
		out.Place = a.place(e.Into)
		return out
	}
	out.Place, out.Name, out.Output = a.place(e.From), a.title(e.From), a.outputLabel(e.From, e.Output)
	return out
}

func (a *analysed) exit(l *calls.Loop, x calls.LoopExit) facts.Exit {
	out := facts.Exit{Place: a.place(x.From), Name: a.title(x.From), Output: a.outputLabel(x.From, x.Edge.Output), How: "jump"}
	from := &a.graph.Nodes[x.From]
	switch {
	case x.From == l.Head && x.Edge.Output == "done":
		out.How, out.Output = "count", ""
	case from.Action != nil && from.Action.Kind.Control == flow.LoopExit:
		out.How = "loopExit"
	case x.Edge.Kind == cfg.Exit:
		out.How = "end"
	}
	return out
}

// loopKind adds what data flow knows of the loop.
func (a *analysed) loopKind(l *calls.Loop, d dataflow.Loop, out *facts.Loop) {
	if d.Kind == dataflow.Retry && a.asksEachOnce(l) {
		d.Kind, d.Evidence[0].What = dataflow.Iteration, dataflow.EachOnce
	}
	out.Kind, out.ExitsFixed = string(d.Kind), d.ExitsFixed
	out.ExitReads = a.reads(d.ExitReads)
	out.ExitDependsOn, out.Hoistable = a.names(d.ExitDependsOn), a.names(d.Hoistable)
	if d.Kind == dataflow.Retry && d.Pause.Known {
		out.PauseSeconds = &d.Pause.Seconds
	}
	for _, e := range d.Evidence {
		out.Evidence = append(out.Evidence, facts.Evidence{
			What: string(e.What), Variable: e.Variable,
			Written: a.name(e.Written), Read: a.name(e.Read), Call: a.name(e.Call),
		})
	}
}

// asksEachOnce reports whether a loop goes from one data action to the next, as failover
// by an index does: it calls several, and values let none of them run twice in a run.
func (a *analysed) asksEachOnce(l *calls.Loop) bool {
	if a.unfolded == nil {
		return false
	}
	groups := make(map[[2]string][]cfg.NodeID)
	for _, n := range l.Body {
		if act := a.graph.Nodes[n].Action; a.graph.Nodes[n].Kind == cfg.Act && act.DataAction != nil {
			key := [2]string{act.DataAction.Name, act.DataAction.Integration}
			groups[key] = append(groups[key], n)
		}
	}
	if len(groups) < 2 {
		return false
	}
	byName := func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }
	for _, key := range slices.SortedFunc(maps.Keys(groups), byName) { // in one order, so that the work is always the same
		if a.calls.Group(groups[key]).Max > 1 {
			return false
		}
	}
	return true
}

func (a *analysed) name(n cfg.NodeID) string {
	if n == cfg.None {
		return ""
	}
	return a.place(n).Node
}

func (a *analysed) names(nodes []cfg.NodeID) []string {
	out := make([]string, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, a.name(n))
	}
	return out
}

func (a *analysed) titles(nodes []cfg.NodeID) []string {
	out := make([]string, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, a.title(n))
	}
	return out
}
