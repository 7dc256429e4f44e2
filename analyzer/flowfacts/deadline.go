package flowfacts

import (
	"slices"
	"strconv"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// fromClock is where the clock gives a variable its value.
type fromClock struct {
	at    cfg.NodeID
	value *flow.Value
}

// asksClock reports whether an expression reads the clock.
func asksClock(e *expr.Node) bool {
	found := false
	expr.Walk(e, func(n *expr.Node) bool {
		found = found || n.Is("GetCurrentDateTimeUtc")
		return !found
	})
	return found
}

// deadline names the point in time that a loop asks about when it waits for a fixed
// time, nil where there is none.
func (a *analysed) deadline(l *calls.Loop) *facts.Bound {
	waits, seconds := a.fixedWait(l)
	if waits == cfg.None {
		return nil
	}
	if a.clock == nil {
		a.clock = a.setByClock()
	}
	if len(a.clock) == 0 {
		return nil
	}
	for _, n := range l.Body {
		for _, test := range conditionsOf(a.graph.Nodes[n].Action) {
			if start := a.startOf(a.clock, n, test, asksClock(expr.Of(test))); start != dataflow.NoVar {
				return a.deadlineOf(l, start, waits, seconds, n, test)
			}
		}
	}
	return nil
}

// fixedWait is the first wait of a fixed length in a loop, or in a task that it calls.
func (a *analysed) fixedWait(l *calls.Loop) (at cfg.NodeID, seconds float64) {
	at = cfg.None
	look := func(n cfg.NodeID) {
		node := &a.graph.Nodes[n]
		if at != cfg.None || node.Kind != cfg.Act || !node.Action.Kind.PassesTime() {
			return
		}
		if s, ok := a.seconds(n); ok && s > 0 {
			at, seconds = n, s
		}
	}
	for _, n := range l.Body {
		look(n)
	}
	eachCalled(a.graph, l.Body, look)
	return at, seconds
}

// setByClock are the assignments that read the clock, by variable.
func (a *analysed) setByClock() map[dataflow.Var][]fromClock {
	out := make(map[dataflow.Var][]fromClock)
	for i := range a.graph.Nodes {
		n := cfg.NodeID(i)
		a.data.AtNode(n, func(e dataflow.Effect) {
			if e.Kind == dataflow.Assign && expr.MayRead(e.Value) && asksClock(expr.Of(e.Value)) {
				out[e.Var] = append(out[e.Var], fromClock{n, e.Value})
			}
		})
	}
	return out
}

// startOf is the point in time that a condition asks about: itself if it reads the
// clock, or by a span that was computed from one.
func (a *analysed) startOf(set map[dataflow.Var][]fromClock, n cfg.NodeID, v *flow.Value, now bool) dataflow.Var {
	for _, ref := range expr.References(expr.Of(v)) {
		of := a.data.Refers(n, ref)
		for _, s := range set[of] {
			if !expr.Of(s.value).Is("DateTimeDiff") {
				if now {
					return of
				}
			} else if start := a.startOf(points(set), s.at, s.value, true); start != dataflow.NoVar {
				return start
			}
		}
	}
	return dataflow.NoVar
}

// points leaves out the variables that hold spans.
func points(set map[dataflow.Var][]fromClock) map[dataflow.Var][]fromClock {
	out := make(map[dataflow.Var][]fromClock, len(set))
	for v, all := range set {
		if !slices.ContainsFunc(all, func(s fromClock) bool { return expr.Of(s.value).Is("DateTimeDiff") }) {
			out[v] = all
		}
	}
	return out
}

func (a *analysed) deadlineOf(l *calls.Loop, start dataflow.Var, waits cfg.NodeID, seconds float64, tested cfg.NodeID,
	test *flow.Value) *facts.Bound {
	set, waited, at := a.clock[start], a.place(waits), a.place(tested)
	out := &facts.Bound{
		Variable: a.data.VarInfo(start).Name, Step: strconv.FormatFloat(seconds, 'f', -1, 64) + " s later", Until: test.Text,
		CountedAt: &waited, TestedAt: &at,
	}
	if len(set) == 1 {
		text := written(expr.Of(set[0].value))
		out.From = &text
	}
	for _, s := range set {
		if slices.Contains(l.Body, s.at) {
			again := a.place(s.at)
			out.SetAgainAt = &again
		}
	}
	return out
}
