package flowfacts

import (
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// bound says which variable ends a loop, or, where none is found that does, why the
// platform's cap is all that ends it. Counts themselves are proven elsewhere (package
// unfold); this names what a reader finds in the flow.
func (a *analysed) bound(l *calls.Loop) *facts.Bound {
	if l.Count != nil && a.unfolded == nil {
		return nil
	}
	moved := a.moves(l)
	for _, n := range l.Body {
		for _, test := range conditionsOf(a.graph.Nodes[n].Action) {
			for _, ref := range expr.References(expr.Of(test)) {
				if m := moved[a.data.Refers(n, ref)]; m != nil {
					return a.boundOf(l, m, n, test)
				}
			}
		}
	}
	return a.deadline(l)
}

// move is what the body of a loop does to a variable.
type move struct {
	v      dataflow.Var
	step   string     // "+1", "-2", or "= false" where it is set
	at     cfg.NodeID // where
	resets cfg.NodeID // another place in the body that sets it, or None
}

// moves finds the variables that the body of a loop moves by a constant, or sets to one.
// A variable that is also written in another way is none of them.
func (a *analysed) moves(l *calls.Loop) map[dataflow.Var]*move {
	out, spoilt := make(map[dataflow.Var]*move), make(map[dataflow.Var]bool)
	for _, n := range l.Body {
		a.data.AtNode(n, func(e dataflow.Effect) { a.move(out, spoilt, n, e) })
		for k := range a.graph.Nodes[n].Out {
			a.data.OnEdge(n, k, func(e dataflow.Effect) { a.move(out, spoilt, n, e) })
		}
	}
	for v := range spoilt {
		delete(out, v)
	}
	return out
}

func (a *analysed) move(out map[dataflow.Var]*move, spoilt map[dataflow.Var]bool, n cfg.NodeID, e dataflow.Effect) {
	switch e.Kind {
	case dataflow.CountUp:
		out[e.Var] = &move{e.Var, "+1", n, cfg.None}
		return
	case dataflow.Begin, dataflow.Parameter, dataflow.ForgetAll:
		return
	case dataflow.Assign:
		if step, ok := a.step(n, e); ok {
			switch known := out[e.Var]; {
			case known == nil:
				out[e.Var] = &move{e.Var, step, n, cfg.None}
			case strings.HasPrefix(known.step, "="): // set here, counted there
				out[e.Var] = &move{e.Var, step, n, known.at}
			case strings.HasPrefix(step, "="):
				known.resets = n
			}
			return
		}
	}
	spoilt[e.Var] = true
}

// step is what an assignment moves its variable by, or sets it to.
func (a *analysed) step(n cfg.NodeID, e dataflow.Effect) (string, bool) {
	value := a.data.Folded(n, e.Value)
	if value.Kind == expr.Literal {
		return "= " + value.Text, true
	}
	if !value.IsOp("+") && !value.IsOp("-") || len(value.Args) != 2 {
		return "", false
	}
	from, by := value.Args[0], value.Args[1]
	if value.IsOp("+") && from.Kind == expr.Literal {
		from, by = by, from
	}
	if from.Kind != expr.Reference || by.Kind != expr.Literal || a.data.Refers(n, from) != e.Var {
		return "", false
	}
	if _, err := strconv.ParseFloat(by.Text, 64); err != nil {
		return "", false
	}
	return value.Name + by.Text, true
}

// conditionsOf are the conditions by which an action chooses its output.
func conditionsOf(a *flow.Action) []*flow.Value {
	switch {
	case a == nil:
		return nil
	case a.Kind.Name == "decision" && a.Value("condition") != nil:
		return []*flow.Value{a.Value("condition")}
	case a.Kind.Name == "switch":
		if v := a.Value("expression"); v != nil {
			return []*flow.Value{v}
		}
		return a.Cases
	}
	return nil
}

func (a *analysed) boundOf(l *calls.Loop, m *move, tested cfg.NodeID, test *flow.Value) *facts.Bound {
	counted, at := a.place(m.at), a.place(tested)
	out := &facts.Bound{
		Variable: a.data.VarInfo(m.v).Name, Step: m.step, Until: test.Text, CountedAt: &counted, TestedAt: &at,
	}
	out.From, out.FromAt = a.start(l, m)
	if m.resets != cfg.None {
		again := a.place(m.resets)
		out.SetAgainAt = &again
	}
	return out
}

// start is the value that a variable has when the loop begins, and where it gets that, as
// far as one place alone gives it: its declaration, or an assignment outside.
func (a *analysed) start(l *calls.Loop, m *move) (*string, *facts.Place) {
	if n := &a.graph.Nodes[m.at]; n.Head != cfg.NoLoop && m.step == "+1" && l.Head == m.at {
		zero, at := "0", a.place(m.at) // an index
		return &zero, &at
	}
	inside := make(map[cfg.NodeID]bool, len(l.Body))
	for _, n := range l.Body {
		inside[n] = true
	}
	type setting struct {
		value string
		at    facts.Place
	}
	var found []setting
	for i := range a.graph.Nodes {
		n := cfg.NodeID(i)
		a.data.AtNode(n, func(e dataflow.Effect) {
			if e.Var == m.v && e.Kind == dataflow.Assign && !inside[n] {
				found = append(found, setting{written(a.data.Folded(n, e.Value)), a.place(n)})
			}
		})
	}
	d := a.data.VarInfo(m.v).Declared
	switch {
	case len(found) == 1:
		return &found[0].value, &found[0].at
	case len(found) == 0 && d != nil && !d.IsInput && !d.IsSecure && d.Initial.IsSet():
		text := written(expr.Fold(expr.Of(d.Initial)))
		return &text, a.declaredAt(d, m.at)
	}
	return nil, nil
}

// declaredAt is where a variable that node n moves is declared, nil where that has no
// position.
func (a *analysed) declaredAt(d *flow.Variable, n cfg.NodeID) *facts.Place {
	if !d.Pos.IsValid() {
		return nil
	}
	return &facts.Place{Flow: a.flow.Name, File: a.file(n), Line: d.Pos.Line, Column: d.Pos.Column}
}

// written is an expression as text, a literal without quotes.
func written(n *expr.Node) string {
	if n.Kind == expr.Literal {
		return n.Text
	}
	return n.String()
}

// innermost is the position of the innermost loop around a call that is such a one, negative where there is none.
func (a *analysed) innermost(c *facts.Call, loops []facts.Loop, is func(*facts.Loop) bool) int {
	if a.loopByID == nil {
		a.loopByID = make(map[string]int, len(loops))
		for i := range loops {
			a.loopByID[loops[i].ID] = i
		}
	}
	for _, id := range slices.Backward(c.Loops) {
		if i, ok := a.loopByID[id]; ok && is(&loops[i]) {
			return i
		}
	}
	return -1
}

// inTerms bounds a call in terms of lengths that are known only at run time, and says
// which that is of the outermost loop; "" where there is no such bound.
func (a *analysed) inTerms(n cfg.NodeID) (bound, why string) {
	if a.terms == nil {
		a.terms = a.newParametric()
	}
	if bound = a.terms.bound(n); bound != "" {
		why = atRunTime(a.terms.terms[a.terms.around(n)[0]])
	}
	return bound, why
}

// atRunTime says of the expression of a loop's count that its value is not known before.
func atRunTime(count string) string {
	if list, ok := strings.CutPrefix(count, "Count("); ok && strings.Index(list, ")") == len(list)-1 {
		return "the length of " + list[:len(list)-1] + " is known only at run time"
	}
	if isPlaceholder(count) {
		return count + " gets its value when the flow is deployed"
	}
	return "the value of " + count + " is known only at run time"
}

// isPlaceholder reports whether a text is one placeholder of a template.
func isPlaceholder(text string) bool {
	key, ok := strings.CutPrefix(text, "{{")
	return ok && strings.Index(key, "}}") == len(key)-2
}

// boundFacts names the variable that bounds a call, or says why nothing does, by the
// innermost loop around it without a count.
func (a *analysed) boundFacts(c *facts.Call, n cfg.NodeID, loops []facts.Loop) {
	around := a.innermost(c, loops, func(l *facts.Loop) bool { return l.Count == nil })
	switch calls.BoundedBy(c.BoundedBy) {
	case calls.LoopCount: // which the loop need not come to
		i := a.innermost(c, loops, func(*facts.Loop) bool { return true })
		if i < 0 {
			return
		}
		if l := &loops[i]; l.Bound != nil && l.Bound.SetAgainAt == nil && l.Count != nil && c.PerRun.Max < *l.Count {
			c.BoundedBy, c.Bound = string(calls.Counter), l.Bound
		}
	case calls.Counter:
		if around >= 0 && loops[around].Bound != nil && loops[around].Bound.SetAgainAt == nil {
			c.Bound = loops[around].Bound
		}
	case calls.PlatformLimit:
		if c.BoundText, c.CapReason = a.inTerms(n); c.BoundText == "" {
			c.CapReason = a.capReason(loops, around)
		}
	}
}
