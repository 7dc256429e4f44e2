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
	var wrong, right []cfg.NodeID
	for _, e := range f.g.Nodes[call].Out {
		switch {
		case f.isEmptyAndBad(call, e.Output):
			wrong = append(wrong, e.To)
		case good(e.Output):
			right = append(right, e.To)
		}
	}
	if len(wrong) == 0 {
		return Aftermath{}
	}
	if sameSet(wrong, right) {
		return Aftermath{Kind: Rejoins}
	}
	if f.ahead == nil {
		f.ahead = newAhead(f.g)
	}
	if f.ahead.work > f.limits.ahead {
		f.partial = true
		return Aftermath{}
	}
	return f.compared(f.ahead.differences(right, wrong, call))
}

// isEmptyAndBad reports whether a call has nothing behind an output by which it goes wrong.
func (f *Flow) isEmptyAndBad(call cfg.NodeID, output string) bool {
	o := f.g.Nodes[call].Action.Output(output)
	return bad(output) && (o == nil || o.State == flow.Empty)
}

// sameSet reports whether two lists hold the same nodes, as those of a call whose outputs
// are all empty do.
func sameSet(a, b []cfg.NodeID) bool {
	outside := func(all []cfg.NodeID) func(cfg.NodeID) bool {
		return func(n cfg.NodeID) bool { return !slices.Contains(all, n) }
	}
	return !slices.ContainsFunc(a, outside(b)) && !slices.ContainsFunc(b, outside(a))
}

// compared says what the steps tell that only one kind of run comes to.
func (f *Flow) compared(onSuccess, otherwise []cfg.NodeID) Aftermath {
	out, named := Aftermath{Kind: Rejoins}, make(map[*flow.Action]bool)
	for _, n := range onSuccess {
		if a := f.g.Nodes[n].Action; a != nil && noticed(a) && !named[a] {
			named[a] = true // lowering may draw several nodes for an action
			out.Skipped = append(out.Skipped, n)
		}
	}
	for _, n := range otherwise {
		switch a := f.g.Nodes[n].Action; {
		case f.g.Nodes[n].Kind == cfg.Menu || a != nil && !onlyEnds(a):
			out.Kind = Handles
		case a != nil && out.Kind == Rejoins:
			out.Kind = Ends
		}
	}
	return out
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
