package flowfacts

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
)

// capReason says why nothing but the platform's cap bounds the calls in a loop. The loop is
// loops[i], which stands for a.loops[i]; i is negative for calls that stand in none.
func (a *analysed) capReason(loops []facts.Loop, i int) string {
	if i < 0 {
		return "tasks call one another, and nothing counts how often"
	}
	why, known := a.reasons[i]
	if !known {
		why = a.findReason(&loops[i], &a.loops[i])
		if a.reasons == nil {
			a.reasons = make(map[int]string)
		}
		a.reasons[i] = why
	}
	return why
}

func (a *analysed) findReason(l *facts.Loop, loop *calls.Loop) string {
	switch {
	case l.Form == string(calls.LoopTask) || l.Kind == string(dataflow.Waiting):
		return "the interaction waits until an agent answers"
	case l.Count == nil && l.CountText != "":
		return atRunTime(l.CountText)
	case l.Count == nil && l.Form == string(calls.LoopAction):
		return "the count of the loop is not set"
	}
	if why := a.explainCounter(loop); why != "" {
		return why
	}
	if l.AsksPerson || l.Kind == string(dataflow.CallerDriven) {
		return "the caller decides how often it goes round"
	}
	return "nothing in the loop counts its rounds"
}

// explainCounter says why a variable that a loop counts in, and that a condition in it asks for,
// does not bound it; "" where there is no such variable.
func (a *analysed) explainCounter(l *calls.Loop) string {
	writes := a.writesIn(l)
	counted := make(map[dataflow.Var]bool)
	for v, all := range writes {
		counted[v] = slices.ContainsFunc(all, func(w write) bool { return w.kind == counts || w.kind == countsUnknown })
	}
	for _, n := range l.Body {
		for _, test := range conditionsOf(a.graph.Nodes[n].Action) {
			for _, ref := range expr.References(expr.Of(test)) {
				if v := a.data.Refers(n, ref); counted[v] {
					return a.explainWrites(l, v, writes[v])
				}
			}
		}
	}
	return ""
}

// write is what a node does to a variable, as far as counting goes.
type write struct {
	kind writeKind
	at   cfg.NodeID
}

type writeKind uint8

const (
	counts        writeKind = iota // moves it by a constant
	countsUnknown                  // moves it by something else
	sets                           // gives it another value
	receives                       // gives it a value from outside
	begins                         // begins with its container
)

// writesIn are the writes of each variable in a loop and in what it calls.
func (a *analysed) writesIn(l *calls.Loop) map[dataflow.Var][]write {
	out := make(map[dataflow.Var][]write)
	look := func(n cfg.NodeID) {
		add := func(e dataflow.Effect) {
			if e.Kind != dataflow.ForgetAll {
				out[e.Var] = append(out[e.Var], write{a.kindOf(n, e), n})
			}
		}
		a.data.AtNode(n, add)
		for k := range a.graph.Nodes[n].Out {
			a.data.OnEdge(n, k, add)
		}
	}
	for _, n := range l.Body {
		look(n)
	}
	eachCalled(a.graph, l.Body, look)
	return out
}

func (a *analysed) kindOf(n cfg.NodeID, e dataflow.Effect) writeKind {
	switch e.Kind {
	case dataflow.CountUp:
		return counts
	case dataflow.Begin:
		return begins
	case dataflow.Parameter, dataflow.Copy:
		return sets
	case dataflow.Assign:
		if step, ok := a.step(n, e); ok && !strings.HasPrefix(step, "=") {
			return counts
		}
		reads := func(ref *expr.Node) bool { return a.data.Refers(n, ref) == e.Var }
		if slices.ContainsFunc(expr.References(expr.Of(e.Value)), reads) {
			return countsUnknown
		}
		return sets
	}
	return receives
}

// explainWrites says which of the writes of a counter keep it from bounding a loop.
func (a *analysed) explainWrites(l *calls.Loop, v dataflow.Var, writes []write) string {
	info := a.data.VarInfo(v)
	for _, kind := range []writeKind{sets, receives, countsUnknown} {
		i := slices.IndexFunc(writes, func(w write) bool { return w.kind == kind })
		if i < 0 {
			continue
		}
		by := a.titleAndLine(writes[i].at)
		switch kind {
		case sets:
			return fmt.Sprintf("%s is set again in the loop, by %s", info.Name, by)
		case receives:
			return fmt.Sprintf("%s takes a value from outside in the loop, from %s", info.Name, by)
		}
		return fmt.Sprintf("what %s adds to %s is known only at run time", by, info.Name)
	}
	step := writes[slices.IndexFunc(writes, func(w write) bool { return w.kind == counts })]
	from, _ := a.start(l, &move{v: v, at: step.at})
	switch d := info.Declared; {
	case a.goesRoundWithout(l, writes):
		return fmt.Sprintf("one way round the loop skips %s, which counts %s", a.titleAndLine(step.at), info.Name)
	case slices.ContainsFunc(writes, func(w write) bool { return w.kind == begins }):
		return fmt.Sprintf("%s may begin again whenever its container starts", info.Name)
	case from != nil:
		return fmt.Sprintf("%s counts %s, but nothing shows that it comes to an exit", a.titleAndLine(step.at), info.Name)
	case d != nil && (d.IsInput || d.IsSecure):
		return fmt.Sprintf("where %s begins is known only at run time", info.Name)
	}
	return fmt.Sprintf("%s has no initial value", info.Name)
}

// goesRoundWithout reports whether a loop can be gone round without passing a node that
// counts.
func (a *analysed) goesRoundWithout(l *calls.Loop, writes []write) bool {
	inside := make(map[cfg.NodeID]bool, len(l.Body))
	for _, n := range l.Body {
		inside[n] = true
	}
	for _, w := range writes {
		if w.kind == counts {
			inside[w.at] = false
		}
	}
	seen := make(map[cfg.NodeID]bool)
	todo := []cfg.NodeID{l.Head}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !inside[n] {
			continue
		}
		for _, e := range a.graph.Nodes[n].Out {
			if e.To == l.Head {
				return true
			}
			if !seen[e.To] {
				seen[e.To] = true
				todo = append(todo, e.To)
			}
		}
	}
	return false
}

// titleAndLine is a node by its title and line.
func (a *analysed) titleAndLine(n cfg.NodeID) string {
	return fmt.Sprintf("%q (line %d)", a.title(n), a.place(n).Line)
}
