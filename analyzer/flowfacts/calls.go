package flowfacts

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// defaultTimeoutSeconds is what Architect fills in and what a step is taken to
// have when its file gives none: one minute. Sources: formats of both notations
// (every stored step timeout seen is one minute; Archy leaves it out where the
// step uses the action's suggested one), Scripting SDK ArchActionCallData.
const defaultTimeoutSeconds = 60.0

func (a *analysed) callFacts(loops []facts.Loop, around surroundings) []facts.Call {
	out := make([]facts.Call, 0, len(a.sites))
	for _, n := range a.sites {
		out = append(out, a.callFact(n, loops, around))
	}
	return out
}

func (a *analysed) callFact(n cfg.NodeID, loops []facts.Loop, around surroundings) facts.Call {
	node := &a.graph.Nodes[n]
	act, d := node.Action, node.Action.DataAction
	at, count := a.place(n), a.calls.Node(n)
	c := facts.Call{
		Place: at, Name: act.Name, DataAction: d.Name, ActionID: d.ID, Integration: d.Integration,
		Container: containerName(node), Reachable: node.Live, Secure: d.Secure, ProcessingPrompt: d.ProcessingPrompt,
		PerRun: RangeOf(count), BoundedBy: string(count.BoundedBy),
		Hot:     count.Min >= 1 || count.Expected >= 0.5,
		Outputs: facts.Outputs{Success: state(act, "success"), Failure: state(act, "failure"), Timeout: state(act, "timeout")},
		Inputs:  values(at, act.Inputs), SuccessOutputs: values(at, act.Results), FailureOutputs: values(at, act.Failures),
		Witness: a.witness(a.calls.Witness(n, count)),
	}
	if node.Module != nil {
		c.Via = node.Module.Name
	}
	a.inLoops(&c, n, loops, around)
	a.boundFacts(&c, n, loops)
	a.timeout(&c, n)
	if data, ok := a.data.Call(n); ok {
		a.dataFacts(&c, data)
	}
	c.RepeatsAfterFailure = c.RepeatsAfterFailure && c.PerRun.Max > 1 // values may rule another round out
	return c
}

func state(a *flow.Action, output string) string {
	if o := a.Output(output); o != nil {
		return string(o.State)
	}
	return string(flow.Empty)
}

// inLoops tells the loops around a call. loopDepth counts loop actions and
// loop tasks; cycles made by jumps are in the list as well.
func (a *analysed) inLoops(c *facts.Call, n cfg.NodeID, loops []facts.Loop, around surroundings) {
	holding := around.holding[n]
	c.Loops = slices.Grow(c.Loops, len(holding))
	for _, i := range holding {
		c.Loops = append(c.Loops, loops[i].ID)
	}
	for l := a.graph.Nodes[n].Loop; l != cfg.NoLoop; l = a.graph.Loops[l].Parent {
		c.LoopDepth++
	}
	if len(c.Loops) > 0 {
		c.Loop = &c.Loops[len(c.Loops)-1]
	}
	if around.waits[n] {
		if rate, ok := calls.PerMinute(around.rates[n]); ok {
			c.RatePerMinute = &rate
		}
	}
}

// timeout fills in the step's own timeout; whether the data action has one of
// its own, its definition tells.
func (a *analysed) timeout(c *facts.Call, n cfg.NodeID) {
	d := a.graph.Nodes[n].Action.DataAction
	s := defaultTimeoutSeconds
	c.TimeoutSeconds, c.TimeoutIsDefault = &s, true
	suggested := d.UsesSuggested == nil || *d.UsesSuggested
	switch {
	case d.Timeout == nil:
		return
	case d.Timeout.Kind == flow.Unknown:
		c.TimeoutSeconds, c.TimeoutIsDefault = nil, false
		return
	}
	got, ok := expr.SecondsOf(a.data.Folded(n, d.Timeout))
	if !ok {
		c.TimeoutSeconds, c.TimeoutIsDefault = nil, false
		return
	}
	s = got
	c.TimeoutIsDefault = got == defaultTimeoutSeconds && suggested
}

func (a *analysed) dataFacts(c *facts.Call, d dataflow.Call) {
	c.ReadAfterFailure, c.ReadAfterTimeout = a.reads(unset(d.ReadAfterFailure)), a.reads(unset(d.ReadAfterTimeout))
	for _, r := range d.RepeatOf {
		if r.AcrossWait {
			continue // asked again on purpose, after some time
		}
		c.RepeatOf = append(c.RepeatOf, facts.Repeat{Place: a.place(r.Of), AcrossCalls: r.AcrossCalls, Between: a.names(r.Between)})
	}
	c.Redundant, c.RepeatsAfterFailure = d.Redundant, d.RepeatsAfterFailure
	c.UnhandledPath, c.Skipped = string(d.Aftermath.Kind), a.titles(d.Aftermath.Skipped)
	for _, n := range d.WrittenBefore {
		c.ParticipantDataSet = append(c.ParticipantDataSet, a.place(n))
	}
	for _, n := range a.data.DecidedBy(d.Node) {
		c.DecidedBy = append(c.DecidedBy, a.decider(n))
	}
	c.Unread, c.Keeps, c.FailureDetail = d.Unread, d.Keeps, string(d.FailureDetail)
	for _, in := range d.FromCaller {
		from := facts.CallerInput{Place: facts.Place{Flow: a.flow.Name, File: a.flow.File.Name}, Input: in.Input, Variable: in.Variable}
		if in.Source != cfg.None {
			from.Place = a.place(in.Source)
		}
		c.FromCaller = append(c.FromCaller, from)
	}
}

// decider is a decision, switch or lookup that decides on a call.
func (a *analysed) decider(n cfg.NodeID) facts.Decider {
	return facts.Decider{
		Place: a.place(n), Name: a.title(n), Kind: a.graph.Nodes[n].Action.Kind.Name,
		Reads: a.data.ConditionReads(n), Lookups: a.names(a.data.LookupsBehind(n)),
	}
}

// unset leaves out the reads that find another value there instead.
func unset(reads []dataflow.Read) []dataflow.Read {
	return slices.DeleteFunc(slices.Clone(reads), func(r dataflow.Read) bool { return r.Fallback })
}

func (a *analysed) reads(reads []dataflow.Read) []facts.Read {
	out := make([]facts.Read, 0, len(reads))
	for _, r := range reads {
		at := a.place(r.Node)
		if r.Value != nil && r.Value.Pos.IsValid() {
			at.Line, at.Column = r.Value.Pos.Line, r.Value.Pos.Column
		}
		node, kind := &a.graph.Nodes[r.Node], ""
		if node.Action != nil {
			kind = node.Action.Kind.Name
		}
		out = append(out, facts.Read{Place: at, Variable: r.Variable, Name: a.title(r.Node), Kind: kind, Container: containerName(node)})
	}
	return out
}
