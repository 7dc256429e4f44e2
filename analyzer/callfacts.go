package analyzer

import (
	"slices"
	"strings"

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

func (a *analysed) callFacts(loops []facts.Loop) []facts.Call {
	out := make([]facts.Call, 0, len(a.sites))
	for _, n := range a.sites {
		out = append(out, a.callFact(n, loops))
	}
	return out
}

func (a *analysed) callFact(n cfg.NodeID, loops []facts.Loop) facts.Call {
	node := &a.graph.Nodes[n]
	act, d := node.Action, node.Action.DataAction
	at, count := a.place(n), a.calls.Node(n)
	c := facts.Call{
		Place: at, Name: act.Name, DataAction: d.Name, ActionID: d.ID, Integration: d.Integration,
		Container: containerName(node), Reachable: node.Live, Secure: d.Secure, ProcessingPrompt: d.ProcessingPrompt,
		PerRun: rangeOf(count), BoundedBy: string(count.BoundedBy),
		Hot:     count.Min >= 1 || count.Expected >= 0.5,
		Outputs: facts.Outputs{Success: state(act, "success"), Failure: state(act, "failure"), Timeout: state(act, "timeout")},
		Inputs:  values(at, act.Inputs), SuccessOutputs: values(at, act.Results), FailureOutputs: values(at, act.Failures),
		Witness: a.witness(a.calls.Witness(n, count)),
	}
	if node.Module != nil {
		c.Via = node.Module.Name
	}
	a.inLoops(&c, n, loops)
	a.timeout(&c, n)
	if data, ok := a.data.Call(n); ok {
		a.dataFacts(&c, data)
	}
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
func (a *analysed) inLoops(c *facts.Call, n cfg.NodeID, loops []facts.Loop) {
	around := a.around(n)
	c.Loops = slices.Grow(c.Loops, len(around))
	for _, i := range around {
		c.Loops = append(c.Loops, loops[i].ID)
	}
	for l := a.graph.Nodes[n].Loop; l != cfg.NoLoop; l = a.graph.Loops[l].Parent {
		c.LoopDepth++
	}
	if len(c.Loops) > 0 {
		c.Loop = &c.Loops[len(c.Loops)-1]
	}
	if a.waiting(loops)[n] {
		if rate, ok := calls.PerMinute(a.rate()[n]); ok {
			c.RatePerMinute = &rate
		}
	}
}

// around returns the loops that hold a call, outer ones first.
func (a *analysed) around(call cfg.NodeID) []int32 {
	if a.holding == nil && len(a.loops) > 0 {
		a.holding = make(map[cfg.NodeID][]int32, len(a.sites))
		for _, n := range a.sites {
			a.holding[n] = nil
		}
		for i := range a.loops {
			for _, n := range a.loops[i].Body {
				if held, isCall := a.holding[n]; isCall {
					a.holding[n] = append(held, int32(i))
				}
			}
		}
	}
	return a.holding[call]
}

// waiting tells which nodes stand in a loop in which somebody waits, or in a
// task that such a loop calls.
func (a *analysed) waiting(loops []facts.Loop) []bool {
	if a.waits == nil {
		a.waits = make([]bool, len(a.graph.Nodes))
		for i, l := range a.loops {
			if loops[i].HasWait || l.Form == calls.LoopTask {
				for _, n := range l.Body {
					a.waits[n] = true
				}
				a.called(l.Body, func(n cfg.NodeID) { a.waits[n] = true })
			}
		}
		for _, n := range a.sites { // what runs once does not run while somebody waits, over and over
			a.waits[n] = a.waits[n] && a.calls.Node(n).Max > 1
		}
	}
	return a.waits
}

// called visits all that the tasks run which the nodes call, but not the nodes
// themselves.
func (a *analysed) called(body []cfg.NodeID, visit func(cfg.NodeID)) {
	if !slices.ContainsFunc(body, func(n cfg.NodeID) bool { return a.graph.Nodes[n].Callee != cfg.None }) {
		return
	}
	seen := make(map[cfg.NodeID]bool, len(body))
	var called []cfg.NodeID
	add := func(n cfg.NodeID) {
		if n != cfg.None && !seen[n] {
			called = append(called, n)
			seen[n] = true
		}
	}
	for _, n := range body {
		seen[n] = true
	}
	for _, n := range body {
		add(a.graph.Nodes[n].Callee)
	}
	for len(called) > 0 {
		n := called[len(called)-1]
		called = called[:len(called)-1]
		visit(n)
		add(a.graph.Nodes[n].Callee)
		for _, e := range a.graph.Nodes[n].Out {
			add(e.To)
		}
	}
}

// cycle is the shortest time in milliseconds from each node back to itself.
func (a *analysed) cycle() []int64 {
	if a.times == nil {
		a.times = a.calls.CycleTimes(a.taking())
	}
	return a.times
}

// rate is how often each node can run in a millisecond.
func (a *analysed) rate() []float64 {
	if a.rates == nil {
		a.rates = a.calls.Rates(a.taking())
	}
	return a.rates
}

// taking is how long each node takes, in milliseconds. It is counted where it is
// fixed in the flow, and as nothing where it is not, so that rates come out too
// high rather than too low.
func (a *analysed) taking() []int64 {
	times := make([]int64, len(a.graph.Nodes))
	for i := range a.graph.Nodes {
		if n := &a.graph.Nodes[i]; n.Kind == cfg.Act {
			s, _ := a.seconds(cfg.NodeID(i))
			times[i] = int64(s * 1000)
		}
	}
	return times
}

// seconds is how long the action of a node passes time on purpose, if that is fixed: in
// the setting itself, or in variables that nothing writes.
func (a *analysed) seconds(n cfg.NodeID) (float64, bool) {
	act := a.graph.Nodes[n].Action
	if !act.Kind.Waits {
		return 0, true
	}
	v := act.Value(act.Kind.Lasts)
	if v == nil {
		return 0, false
	}
	return expr.SecondsOf(a.data.Folded(n, v))
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
		c.RepeatOf = append(c.RepeatOf, a.place(r.Of))
	}
	c.Redundant, c.RepeatsAfterFailure = d.Redundant, d.RepeatsAfterFailure
	c.Unread, c.Keeps, c.FailureDetail = d.Unread, d.Keeps, string(d.FailureDetail)
	for _, in := range d.FromCaller {
		from := facts.CallerInput{Place: facts.Place{Flow: a.flow.Name, File: a.flow.File.Name}, Input: in.Input, Variable: in.Variable}
		if in.Source != cfg.None {
			from.Place = a.place(in.Source)
		}
		c.FromCaller = append(c.FromCaller, from)
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
		out = append(out, facts.Read{Place: at, Variable: r.Variable, Name: a.title(r.Node)})
	}
	return out
}

func (a *analysed) witness(steps []calls.Step) []facts.Step {
	out := make([]facts.Step, 0, len(steps))
	for _, s := range steps {
		if s.Left > 0 {
			out = append(out, facts.Step{Name: "... " + plural(s.Left, "step") + " left out"})
			continue
		}
		at := a.place(s.Node)
		out = append(out, facts.Step{
			Name: a.title(s.Node), Output: a.outputLabel(s.Node, s.Output), File: at.File, Line: at.Line, Column: at.Column,
			Node: at.Node, Times: s.Times, Steps: a.witness(s.Rounds),
		})
	}
	return out
}

// outputLabel is the output as its author named it, where he did.
func (a *analysed) outputLabel(n cfg.NodeID, output string) string {
	if act := a.graph.Nodes[n].Action; act != nil && strings.HasPrefix(output, "case:") {
		if o := act.Output(output); o != nil && o.Label != "" {
			return o.Label
		}
	}
	return output
}
