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
			if start := a.startOf(n, test, asksClock(expr.Of(test)) || a.asksMoment(n, test)); start != dataflow.NoVar {
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

// setByClock are the assignments that read the clock, or a variable that such a one sets,
// by variable.
func (a *analysed) setByClock() map[dataflow.Var][]fromClock {
	out := make(map[dataflow.Var][]fromClock)
	seen := make(map[*flow.Value]bool)
	for found := true; found; {
		found = false
		for i := range a.graph.Nodes {
			n := cfg.NodeID(i)
			a.data.AtNode(n, func(e dataflow.Effect) {
				if e.Kind != dataflow.Assign || !expr.MayRead(e.Value) || seen[e.Value] {
					return
				}
				from := func(ref *expr.Node) bool { return len(out[a.data.Refers(n, ref)]) > 0 }
				if tree := expr.Of(e.Value); asksClock(tree) || len(out) > 0 && slices.ContainsFunc(expr.References(tree), from) {
					out[e.Var], seen[e.Value], found = append(out[e.Var], fromClock{n, e.Value}), true, true
				}
			})
		}
	}
	return out
}

// isMoment reports whether a variable is set to the clock alone.
func (a *analysed) isMoment(v dataflow.Var) bool {
	set := a.clock[v]
	return len(set) > 0 && !slices.ContainsFunc(set, func(s fromClock) bool { return !expr.Of(s.value).Is("GetCurrentDateTimeUtc") })
}

// asksMoment reports whether a condition compares one point in time with another.
func (a *analysed) asksMoment(n cfg.NodeID, v *flow.Value) bool {
	points := 0
	for _, ref := range expr.References(expr.Of(v)) {
		if of := a.data.Refers(n, ref); len(a.clock[of]) > 0 && !a.isSpan(of) {
			points++
		}
	}
	return points > 1
}

func (a *analysed) isSpan(v dataflow.Var) bool {
	return slices.ContainsFunc(a.clock[v], func(s fromClock) bool { return expr.Of(s.value).Is("DateTimeDiff") })
}

// startOf is the point in time that a condition asks about, by a span that was computed
// from it or by itself: not the moment that stands for the clock there, which is set again
// and again, if there is another one.
func (a *analysed) startOf(n cfg.NodeID, v *flow.Value, now bool) dataflow.Var {
	moment := dataflow.NoVar
	for _, ref := range expr.References(expr.Of(v)) {
		of := a.data.Refers(n, ref)
		switch {
		case a.isSpan(of):
			for _, s := range a.clock[of] {
				if start := a.pointIn(s.at, s.value); start != dataflow.NoVar {
					return start
				}
			}
		case !now || len(a.clock[of]) == 0:
		case a.isMoment(of) && moment == dataflow.NoVar && a.asksMoment(n, v):
			moment = of
		default:
			return of
		}
	}
	return moment
}

// pointIn is the point in time from which an expression computes a span: the last that it
// names, as the clock or what stands for it comes first.
func (a *analysed) pointIn(n cfg.NodeID, v *flow.Value) dataflow.Var {
	for _, ref := range slices.Backward(expr.References(expr.Of(v))) {
		if of := a.data.Refers(n, ref); len(a.clock[of]) > 0 && !a.isSpan(of) {
			return of
		}
	}
	return dataflow.NoVar
}

func (a *analysed) deadlineOf(l *calls.Loop, start dataflow.Var, waits cfg.NodeID, seconds float64, tested cfg.NodeID,
	test *flow.Value) *facts.Bound {
	set, waited, at := a.clock[start], a.place(waits), a.place(tested)
	out := &facts.Bound{
		Variable: a.data.VarInfo(start).Name, Step: strconv.FormatFloat(seconds, 'f', -1, 64) + " s later", Until: test.Text,
		CountedAt: &waited, TestedAt: &at,
	}
	if len(set) == 1 {
		text, from := written(expr.Of(set[0].value)), a.place(set[0].at)
		out.From, out.FromAt = &text, &from
	}
	for _, s := range set {
		if slices.Contains(l.Body, s.at) {
			again := a.place(s.at)
			out.SetAgainAt = &again
		}
	}
	return out
}
