package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Aftermath tells how a run goes on by the empty failure and timeout outputs of a call.
type Aftermath struct {
	// Kind is "" where no bad output is empty.
	Kind AftermathKind
	// Skipped are the steps that only a run comes to in which the call succeeded and that
	// the person notices, in node order: what is said, asked, or hands the person over.
	Skipped []cfg.NodeID
}

// AftermathKind is what stands on the way of a call that went wrong.
type AftermathKind string

// The kinds of aftermath.
const (
	// Rejoins: there are no steps on the way that a success does not come to as well.
	Rejoins AftermathKind = "rejoins"
	// Handles: steps of its own do something, since every way of success leaves before.
	Handles AftermathKind = "handles"
	// Ends: the steps of its own only end the run.
	Ends AftermathKind = "ends"
)

// aftermath compares what a run comes to after a success and after another outcome.
func (f *Flow) aftermath(call cfg.NodeID) Aftermath {
	action := f.g.Nodes[call].Action
	empty := func(output string) bool {
		o := action.Output(output)
		return bad(output) && (o == nil || o.State == flow.Empty)
	}
	var wrong, right []cfg.NodeID
	for _, e := range f.g.Nodes[call].Out {
		switch {
		case empty(e.Output):
			wrong = append(wrong, e.To)
		case good(e.Output):
			right = append(right, e.To)
		}
	}
	if len(wrong) == 0 {
		return Aftermath{}
	}
	onSuccess, otherwise := f.ahead(right, call), f.ahead(wrong, call)
	out, named := Aftermath{Kind: Rejoins}, make(map[*flow.Action]bool)
	for i := range f.g.Nodes {
		a := f.g.Nodes[i].Action
		switch {
		case onSuccess[i] == otherwise[i]:
		case onSuccess[i]:
			if a != nil && noticed(a) && !named[a] {
				named[a] = true // lowering may draw several nodes for an action
				out.Skipped = append(out.Skipped, cfg.NodeID(i))
			}
		case f.g.Nodes[i].Kind == cfg.Menu || a != nil && !onlyEnds(a):
			out.Kind = Handles
		case a != nil && out.Kind == Rejoins:
			out.Kind = Ends
		}
	}
	return out
}

// ahead returns the nodes that control can come to from the given ones without running
// the call again. A transfer is taken to succeed: what follows one that fails is meant for
// the failure, and no way that a success takes.
func (f *Flow) ahead(from []cfg.NodeID, call cfg.NodeID) []bool {
	seen := make([]bool, len(f.g.Nodes))
	todo := slices.Clone(from)
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n == cfg.None || n == call || int(n) >= len(seen) || seen[n] {
			continue
		}
		seen[n] = true
		node := &f.g.Nodes[n]
		todo = append(todo, node.Callee)
		for _, e := range node.Out {
			if !gone(node.Action, e.Output) {
				todo = append(todo, e.To)
			}
		}
		if node.Kind == cfg.Return {
			for _, caller := range f.super.callers[f.super.proc[n]] {
				for _, e := range f.g.Nodes[caller].Out {
					todo = append(todo, e.To)
				}
			}
		}
	}
	return seen
}

// gone reports whether the output is that of a transfer which failed.
func gone(a *flow.Action, output string) bool {
	return a != nil && a.Kind.Control == flow.Transfers && bad(output)
}

// onlyEnds reports whether the action does nothing but end the run or the loop's round.
func onlyEnds(a *flow.Action) bool {
	switch a.Kind.Control {
	case flow.Ends, flow.LoopNext, flow.LoopExit:
		return true
	}
	return keepsRecords(a)
}

// noticed reports whether the person notices the action: it says or asks something, or hands
// the person over.
func noticed(a *flow.Action) bool {
	return a.Kind.Talks || a.Kind.Waits && a.Kind.Lasts == "" || a.Kind.Control == flow.Transfers
}

// keepsRecords reports whether the action is for reports only.
func keepsRecords(a *flow.Action) bool {
	switch a.Kind.Name {
	case "addFlowMilestone", "initializeFlowOutcome", "setFlowOutcome":
		return true
	}
	return false
}
