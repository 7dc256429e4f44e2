package dataflow

import (
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// guards lays down what a decision or switch looks at, and what is known to
// be set behind each of its outputs.
func (c *code) guards(n int32, a *flow.Action) {
	if a.Kind.Name != "decision" && a.Kind.Name != "switch" {
		return
	}
	for _, o := range c.node[n] {
		if o.kind == opUse && c.uses[o.i].role == asCondition {
			c.add(n, op{opCheck, o.v, n})
		}
	}
	lo, hi := c.super.succ(n)
	behind := newSettled(a)
	c.answersBehind(n, a)
	for k := lo; k < hi; k++ {
		for _, ref := range behind.output(c.super.edge(n, k).Output) {
			if v := c.refer(n, ref); v != noVar {
				c.edge[k] = append(c.edge[k], op{opSet, v, n})
			}
		}
	}
}

// settled are the references that must be set when a decision or a switch is left.
type settled struct {
	// hold are those behind each output's own condition, fail those behind the
	// conditions that were looked at before it and did not hold.
	hold   map[string][]*expr.Node
	fail   []*expr.Node
	before map[string]int // by output: how many of fail hold behind it
}

// newSettled reads each condition once.
func newSettled(a *flow.Action) settled {
	g := settled{hold: make(map[string][]*expr.Node), before: make(map[string]int)}
	if a.Kind.Name == "decision" {
		condition := expr.Of(a.Value("condition"))
		g.hold["yes"], g.hold["no"] = setWhen(condition, true, 0), setWhen(condition, false, 0)
		return g
	}
	matched := a.Value("expression")
	for i, v := range a.Cases {
		output := flow.CaseOutput(i)
		g.before[output] = len(g.fail)
		switch {
		case matched.IsSet() && v.IsSet():
			g.hold[output] = []*expr.Node{expr.Bare(expr.Of(matched))}
		case !matched.IsSet():
			condition := expr.Of(v)
			g.hold[output] = setWhen(condition, true, 0)
			g.fail = append(g.fail, setWhen(condition, false, 0)...)
		}
	}
	return g
}

// output returns the references that must be set when the action is left by it:
// of a switch the cases before it did not hold, and later ones were not looked at.
func (g settled) output(name string) []*expr.Node {
	failed, isCase := g.before[name]
	if !isCase {
		failed = len(g.fail)
	}
	return slices.Concat(g.fail[:failed], g.hold[name])
}

const deepest = 100 // levels of a condition that are looked at

// setWhen returns the references that must be set where the condition has
// that truth.
func setWhen(n *expr.Node, truth bool, depth int) []*expr.Node {
	if n == nil || depth > deepest {
		return nil
	}
	switch {
	case n.Is("IsSet") && len(n.Args) == 1 && truth, (n.Is("IsNotSetOrEmpty") || n.Is("IsNotSet")) && len(n.Args) == 1 && !truth:
		return []*expr.Node{expr.Bare(n.Args[0])}
	case n.IsOp("!"):
		return setWhen(n.Args[0], !truth, depth+1)
	case n.IsOp("and") && truth, n.IsOp("or") && !truth:
		return append(setWhen(n.Args[0], truth, depth+1), setWhen(n.Args[1], truth, depth+1)...)
	case (n.Is("If") || n.IsOp("?")) && len(n.Args) == 3:
		return setWhenChosen(n, truth, depth)
	case hasItems(n, truth) != nil:
		return []*expr.Node{expr.Bare(hasItems(n, truth))}
	case n.IsOp("==") || n.Is("AreEqual") && len(n.Args) == 2:
		return setWhenEqual(n.Args[0], n.Args[1], truth, depth)
	case n.IsOp("!="):
		return setWhenEqual(n.Args[0], n.Args[1], !truth, depth)
	}
	return nil
}

// hasItems returns x where a comparison of Count(x) or Length(x) with a number says,
// having that truth, that x holds something.
func hasItems(n *expr.Node, truth bool) *expr.Node {
	if n.Kind != expr.Operator || len(n.Args) != 2 {
		return nil
	}
	of := countedOf(n.Args[0])
	least, known := wholeNumber(n.Args[1])
	if of == nil || !known {
		return nil
	}
	holds := false
	switch {
	case n.IsOp(">"):
		holds = truth && least >= 0
	case n.IsOp(">="):
		holds = truth && least >= 1
	case n.IsOp("=="):
		holds = truth && least >= 1 || !truth && least == 0
	case n.IsOp("!="):
		holds = !truth && least >= 1 || truth && least == 0
	case n.IsOp("<"):
		holds = !truth && least >= 1
	case n.IsOp("<="):
		holds = !truth && least >= 0
	}
	if !holds {
		return nil
	}
	return of
}

func wholeNumber(n *expr.Node) (int64, bool) {
	n = expr.Fold(n)
	i, err := strconv.ParseInt(n.Text, 10, 64)
	return i, n.Kind == expr.Literal && err == nil
}

// setWhenChosen reads If(test, true, false) and its opposite.
func setWhenChosen(n *expr.Node, truth bool, depth int) []*expr.Node {
	yes, no := isBool(n.Args[1]), isBool(n.Args[2])
	switch {
	case yes == "true" && no == "false":
		return setWhen(n.Args[0], truth, depth+1)
	case yes == "false" && no == "true":
		return setWhen(n.Args[0], !truth, depth+1)
	}
	return nil
}

// setWhenEqual reads comparisons with a constant: equal to a value is set,
// different from NOT_SET is set.
func setWhenEqual(a, b *expr.Node, same bool, depth int) []*expr.Node {
	if expr.IsConstant(a) {
		a, b = b, a
	}
	b = expr.Fold(b)
	switch {
	case !expr.IsConstant(b):
		return nil
	case b.Kind == expr.NotSet:
		if same {
			return nil
		}
		return []*expr.Node{expr.Bare(a)}
	case isBool(b) != "" && expr.Bare(a).Kind != expr.Reference:
		return setWhen(a, same == (isBool(b) == "true"), depth+1)
	case same:
		return []*expr.Node{expr.Bare(a)}
	}
	return nil
}

func isBool(n *expr.Node) string {
	if n.Kind == expr.Literal && n.Type == "bln" {
		return strings.ToLower(n.Text)
	}
	return ""
}

// reference is a reference in a value. It is harmless where the value asks
// only whether the variable is set, or reads it only if it is.
type reference struct {
	node     *expr.Node
	harmless bool
}

// refsOf returns the references of a value, each once; harmless only if every
// appearance is.
func refsOf(v *flow.Value) []reference {
	if v == nil || !expr.MayRead(v) {
		return nil
	}
	n := expr.Of(v)
	if !expr.Known(n) || v.Kind == flow.Literal && len(v.Reads) > 0 {
		return namedRefs(v.Reads)
	}
	if n.Kind == expr.Reference { // and nothing else, as most
		return []reference{{n, false}}
	}
	var refs []reference
	type key struct{ name, id string }
	at := make(map[key]int)
	collect(n, nil, 0, func(ref *expr.Node, harmless bool) {
		k := key{strings.ToLower(ref.Name), ref.ID}
		if i, seen := at[k]; seen {
			refs[i].harmless = refs[i].harmless && harmless
			return
		}
		at[k] = len(refs)
		refs = append(refs, reference{ref, harmless})
	})
	return refs
}

func namedRefs(names []string) []reference {
	var refs []reference
	for _, name := range names {
		if n := expr.Parse(name); n.Kind == expr.Reference {
			refs = append(refs, reference{n, false})
		}
	}
	return refs
}

// collect visits the references of n; set are those known to be set here.
func collect(n *expr.Node, set []*expr.Node, depth int, visit func(*expr.Node, bool)) {
	switch {
	case n.Kind == expr.Reference:
		visit(n, guarded(n, set))
		return
	case depth < deepest && asksSet(n):
		for _, ref := range expr.References(n) {
			visit(ref, true)
		}
		return
	case depth < deepest && (n.Is("If") || n.IsOp("?")) && len(n.Args) == 3:
		collect(n.Args[0], set, depth+1, visit)
		collect(n.Args[1], concat(set, setWhen(n.Args[0], true, 0)), depth+1, visit)
		collect(n.Args[2], concat(set, setWhen(n.Args[0], false, 0)), depth+1, visit)
		return
	case depth < deepest && (n.IsOp("and") || n.IsOp("or")):
		collect(n.Args[0], set, depth+1, visit)
		collect(n.Args[1], concat(set, setWhen(n.Args[0], n.IsOp("and"), 0)), depth+1, visit)
		return
	}
	for _, a := range n.Args {
		collect(a, set, depth+1, visit)
	}
}

// asksSet reports whether n asks whether a variable is set, and nothing else.
func asksSet(n *expr.Node) bool {
	switch {
	case len(n.Args) == 1 && (n.Is("IsSet") || n.Is("IsNotSet") || n.Is("IsNotSetOrEmpty")):
		return expr.Bare(n.Args[0]).Kind == expr.Reference
	case n.Kind == expr.Operator && len(n.Args) == 2 && countedOf(n.Args[0]) != nil && expr.IsConstant(expr.Fold(n.Args[1])):
		return expr.Bare(countedOf(n.Args[0])).Kind == expr.Reference
	case n.IsOp("==") || n.IsOp("!="):
		a, b := n.Args[0], n.Args[1]
		return a.Kind == expr.NotSet && b.Kind == expr.Reference || b.Kind == expr.NotSet && a.Kind == expr.Reference
	}
	return false
}

func concat(set, more []*expr.Node) []*expr.Node {
	return append(set[:len(set):len(set)], more...)
}

func guarded(ref *expr.Node, set []*expr.Node) bool {
	for _, s := range set {
		for s != nil && (s.Kind == expr.Member || s.Kind == expr.Index) {
			s = s.Args[0]
		}
		if expr.Equal(ref, s) {
			return true
		}
	}
	return false
}
