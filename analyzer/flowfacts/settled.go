package flowfacts

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/unfold"
)

// settledConditions are the decisions and switches of the flow itself, in the order of
// their nodes, with an output that no run takes although runs come to them. Those in
// common modules are left out: what settles them here need not do so for other callers.
// So is everything where a profile gives the lengths of lists: they are an assumption.
func (a *analysed) settledConditions() []facts.SettledCondition {
	if a.unfolded == nil || len(a.unfolded.Settled) == 0 || a.lengths != nil {
		return nil
	}
	s := settler{analysed: a, reached: make([]bool, len(a.graph.Nodes))}
	for _, n := range a.unfolded.Origin {
		s.reached[n] = true
	}
	s.findWritten()
	var out []facts.SettledCondition
	for rest := a.unfolded.Settled; len(rest) > 0; {
		n, same := rest[0].Node, 1
		for same < len(rest) && rest[same].Node == n {
			same++
		}
		if a.graph.Nodes[n].Module == nil && a.readsSomething(n) {
			out = append(out, s.condition(n, rest[:same]))
		}
		rest = rest[same:]
	}
	return out
}

// readsSomething reports whether the conditions of a node read anything: a constant one has a rule
// of its own.
func (a *analysed) readsSomething(n cfg.NodeID) bool {
	return slices.ContainsFunc(conditionsOf(a.graph.Nodes[n].Action), func(v *flow.Value) bool {
		return len(expr.References(expr.Of(v))) > 0
	})
}

// settler describes settled conditions.
type settler struct {
	*analysed
	reached []bool // by node: some run comes to it
	// written are the values that runs give each variable besides its initial one,
	// cut the variables that get one where no run comes to, or from such a variable.
	written map[dataflow.Var][]*expr.Node
	cut     map[dataflow.Var]bool
}

// findWritten finds what each variable is written with, nil for what the flow does not hold.
func (s *settler) findWritten() {
	s.written, s.cut = make(map[dataflow.Var][]*expr.Node), make(map[dataflow.Var]bool)
	readers := make(map[dataflow.Var][]dataflow.Var) // what is computed from a variable
	for i := range s.graph.Nodes {
		n := cfg.NodeID(i)
		if !s.graph.Nodes[i].Live {
			continue
		}
		visit := func(e dataflow.Effect) { s.write(readers, n, e) }
		s.data.AtNode(n, visit)
		for k := range s.graph.Nodes[i].Out {
			s.data.OnEdge(n, k, visit)
		}
	}
	var spread func(v dataflow.Var)
	spread = func(v dataflow.Var) {
		for _, w := range readers[v] {
			if !s.cut[w] {
				s.cut[w] = true
				spread(w)
			}
		}
	}
	for v := range s.written {
		if s.cut[v] {
			spread(v)
		}
	}
}

func (s *settler) write(readers map[dataflow.Var][]dataflow.Var, n cfg.NodeID, e dataflow.Effect) {
	if e.Kind == dataflow.ForgetAll || e.Kind == dataflow.Begin {
		return
	}
	var value *expr.Node
	if e.Kind == dataflow.Assign {
		value = s.data.Folded(n, e.Value)
		for _, ref := range expr.References(expr.Of(e.Value)) {
			from := s.data.Refers(n, ref)
			readers[from] = append(readers[from], e.Var)
		}
	}
	s.written[e.Var] = append(s.written[e.Var], value)
	s.cut[e.Var] = s.cut[e.Var] || !s.reached[n]
}

// condition describes the outputs of node n that no run takes.
func (s *settler) condition(n cfg.NodeID, untaken []unfold.Untaken) facts.SettledCondition {
	act := s.graph.Nodes[n].Action
	out := facts.SettledCondition{Place: s.place(n), Name: act.Name, Container: containerName(&s.graph.Nodes[n])}
	never := make(map[int]bool)
	for _, u := range untaken {
		never[u.Edge] = true
	}
	var taken []string
	for k, e := range s.graph.Nodes[n].Out {
		if !never[k] {
			taken = append(taken, e.Output)
		}
	}
	slices.Sort(taken)
	if taken = slices.Compact(taken); len(taken) == 1 {
		out.Always = taken[0]
	}
	var roots []cfg.NodeID
	for k, e := range s.graph.Nodes[n].Out {
		if never[k] && !slices.Contains(taken, e.Output) && !slices.Contains(out.Never, e.Output) {
			out.Never = append(out.Never, e.Output)
			roots = append(roots, e.To)
		}
	}
	out.CutOff, out.Calls = s.behind(roots)
	asked := askedBy(act, out.Never)
	out.Condition = asked[0].Text
	s.because(n, conditionsOf(act), &out)
	return out
}

// askedBy are the conditions of an action that its outputs of these names stand for; all
// of them where one is the output of none.
func askedBy(act *flow.Action, outputs []string) []*flow.Value {
	all := conditionsOf(act)
	if act.Kind.Name != "switch" || act.Value("expression") != nil {
		return all
	}
	var out []*flow.Value
	for i, v := range act.Cases {
		if slices.Contains(outputs, flow.CaseOutput(i)) {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// because says what settles the conditions of node n.
func (s *settler) because(n cfg.NodeID, conditions []*flow.Value, out *facts.SettledCondition) {
	out.Setting = true
	seen := make(map[dataflow.Var]bool)
	for _, c := range conditions {
		out.Setting = out.Setting && s.data.Folded(n, c).Kind == expr.Literal
		for _, ref := range expr.References(expr.Of(c)) {
			v := s.data.Refers(n, ref)
			if v == dataflow.NoVar || seen[v] {
				continue
			}
			seen[v] = true
			info := s.data.VarInfo(v)
			out.Follows = out.Follows || s.cut[v] || info.Declared != nil && info.Local && info.Declared.IsInput
			out.Values = append(out.Values, facts.Held{Variable: info.Name, Value: s.held(v)})
		}
	}
}

// held is the one value that a variable has in all runs, nil where there are several or
// none is known.
func (s *settler) held(v dataflow.Var) *string {
	d := s.data.VarInfo(v).Declared
	if d == nil || d.IsInput || d.IsSecure || !d.Initial.IsSet() {
		return nil
	}
	first := expr.Fold(expr.Of(d.Initial))
	if first.Kind != expr.Literal {
		return nil
	}
	for _, value := range s.written[v] {
		if value == nil || value.Kind != expr.Literal || value.Text != first.Text {
			return nil
		}
	}
	return &first.Text
}

// behind counts the actions that only the ways to these nodes lead to, so that no run
// comes to them, and names the data action calls among them.
func (s *settler) behind(roots []cfg.NodeID) (actions int, calls []string) {
	seen := make(map[cfg.NodeID]bool)
	var found []cfg.NodeID
	for len(roots) > 0 {
		n := roots[len(roots)-1]
		roots = roots[:len(roots)-1]
		if n == cfg.None || s.reached[n] || seen[n] {
			continue
		}
		seen[n] = true
		node := &s.graph.Nodes[n]
		if node.Kind == cfg.Act && node.Action != nil {
			actions++
			if node.Action.DataAction != nil {
				found = append(found, n)
			}
		}
		for _, e := range node.Out {
			roots = append(roots, e.To)
		}
		roots = append(roots, node.Callee)
	}
	slices.Sort(found)
	for _, n := range found {
		calls = append(calls, s.place(n).Node)
	}
	return actions, calls
}
