package dataflow

import (
	"strings"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// telling is a question about a variable's value that an output of a condition answers:
// behind the output, v equals the constant.
type telling struct {
	node     int32 // of the decision or switch
	v        varID
	constant *expr.Node
}

// answersBehind lays down what each output of a decision, or case of a switch, tells
// of the values of variables: that one is not set, or equals a constant.
func (c *code) answersBehind(n int32, a *flow.Action) {
	lo, hi := c.super.succ(n)
	for k := lo; k < hi; k++ {
		condition, truth := conditionBehind(a, c.super.edge(n, k).Output)
		for _, is := range valuesWhen(condition, truth, 0) {
			v := c.refer(n, is.ref)
			if v == noVar {
				continue
			}
			if is.constant == nil {
				c.edge[k] = append(c.edge[k], op{opUnset, v, n})
				continue
			}
			c.flags = append(c.flags, telling{n, v, is.constant})
			c.edge[k] = append(c.edge[k], op{opIs, v, int32(len(c.flags) - 1)})
		}
	}
}

// conditionBehind returns the condition that holds (or does not) behind an output; nil
// where the output names none.
func conditionBehind(a *flow.Action, output string) (*expr.Node, bool) {
	if a.Kind.Name == "decision" {
		return expr.Of(a.Value("condition")), output == "yes"
	}
	for i, v := range a.Cases {
		if output != flow.CaseOutput(i) {
			continue
		}
		if matched := a.Value("expression"); matched.IsSet() {
			return &expr.Node{Kind: expr.Operator, Name: "==", Args: []*expr.Node{expr.Of(matched), expr.Of(v)}}, true
		}
		return expr.Of(v), true
	}
	return nil, false
}

// hasValue says that a reference equals a constant; nil stands for not set or empty.
type hasValue struct {
	ref      *expr.Node
	constant *expr.Node
}

// valuesWhen returns what follows for the values of single variables where the
// condition has that truth.
func valuesWhen(n *expr.Node, truth bool, depth int) []hasValue {
	if n == nil || depth > deepest {
		return nil
	}
	switch {
	case n.Kind == expr.Reference:
		return []hasValue{{n, boolean(truth)}}
	case len(n.Args) == 1 && (n.Is("IsSet") && !truth || (n.Is("IsNotSet") || n.Is("IsNotSetOrEmpty") || n.Is("IsEmpty")) && truth):
		return emptied(n.Args[0])
	case n.IsOp("!"), n.Is("Not") && len(n.Args) == 1:
		return valuesWhen(n.Args[0], !truth, depth+1)
	case n.IsOp("and") && truth, n.IsOp("or") && !truth:
		return append(valuesWhen(n.Args[0], truth, depth+1), valuesWhen(n.Args[1], truth, depth+1)...)
	case (n.IsOp("==") || n.Is("AreEqual") && len(n.Args) == 2) && truth, n.IsOp("!=") && !truth:
		return equals(n.Args[0], n.Args[1], depth)
	case len(n.Args) == 2 && (n.IsOp("==") && !truth || n.IsOp("!=") && truth):
		return differs(n.Args[0], n.Args[1])
	case n.IsOp(">") && !truth, n.IsOp("<=") && truth: // Length(x) > 0
		if countedOf(n.Args[0]) != nil && isZero(n.Args[1]) {
			return emptied(countedOf(n.Args[0]))
		}
	case n.IsOp(">=") && !truth, n.IsOp("<") && truth: // Length(x) < 1
		if countedOf(n.Args[0]) != nil && expr.Fold(n.Args[1]).Text == "1" {
			return emptied(countedOf(n.Args[0]))
		}
	}
	return nil
}

func emptied(n *expr.Node) []hasValue {
	if n = expr.Bare(n); n.Kind == expr.Reference {
		return []hasValue{{n, nil}}
	}
	return nil
}

// equals reads x == constant.
func equals(a, b *expr.Node, depth int) []hasValue {
	if expr.IsConstant(a) {
		a, b = b, a
	}
	b = expr.Fold(b)
	if !expr.IsConstant(b) {
		return nil
	}
	if of := countedOf(a); of != nil && isZero(b) {
		return emptied(of)
	}
	if isBool(b) != "" && expr.Bare(a).Kind != expr.Reference {
		return valuesWhen(a, isBool(b) == "true", depth+1)
	}
	if a = expr.Bare(a); a.Kind != expr.Reference {
		return nil
	}
	if b.Kind == expr.NotSet || b.Kind == expr.Literal && b.Text == "" {
		return []hasValue{{a, nil}}
	}
	return []hasValue{{a, b}}
}

// differs reads x != true, which is x == false or x not set; nothing else follows.
func differs(a, b *expr.Node) []hasValue {
	if expr.IsConstant(a) {
		a, b = b, a
	}
	b = expr.Fold(b)
	if a = expr.Bare(a); a.Kind != expr.Reference || isBool(b) == "" {
		return nil
	}
	return []hasValue{{a, boolean(isBool(b) == "false")}}
}

// countedOf returns x of Count(x) and Length(x).
func countedOf(n *expr.Node) *expr.Node {
	if n != nil && len(n.Args) == 1 && (n.Is("Count") || n.Is("Length")) {
		return n.Args[0]
	}
	return nil
}

func isZero(n *expr.Node) bool { return expr.Fold(n).Kind == expr.Literal && expr.Fold(n).Text == "0" }

func boolean(truth bool) *expr.Node {
	if truth {
		return &expr.Node{Kind: expr.Literal, Type: "bln", Text: "true"}
	}
	return &expr.Node{Kind: expr.Literal, Type: "bln", Text: "false"}
}

// succeeded are, of a chunk of facts, those that an edge ends because control that takes
// it cannot have come from a bad output of their call.
type succeeded struct {
	*Flow
	facts  []unwritten
	detail *masks         // the facts by the error details of their calls
	byFlag map[int32]*set // by the number of the flag, as they are asked for
}

func (s *succeeded) begin(facts []unwritten) {
	s.facts, s.byFlag = facts, make(map[int32]*set)
	s.detail.clear()
	for i, fact := range facts {
		for _, b := range s.g.Nodes[fact.node].Action.Failures {
			if v := s.code.written(fact.node, b.Value); v != noVar {
				s.detail.add(v, i)
			}
		}
	}
}

// ended returns the facts that o ends, or nil: an error detail of the call is not set
// there, or a flag has a value that nothing gives it unless the call succeeded.
func (s *succeeded) ended(o op) *set {
	if o.kind == opUnset {
		return s.detail.of(o.v)
	}
	ended, known := s.byFlag[o.i]
	if known {
		return ended
	}
	var found set
	for i, fact := range s.facts {
		if s.tellsSuccess(s.code.flags[o.i], fact.node) {
			found.add(i)
		}
	}
	if found != (set{}) {
		ended = &found
	}
	s.byFlag[o.i] = ended
	return ended
}

// tellsSuccess reports whether a flag has its value only if the call at node succeeded.
func (f *Flow) tellsSuccess(asked telling, node int32) bool {
	if f.wide[asked.v] {
		return false
	}
	told := false
	for _, u := range f.code.usesOf(asked.node, asCondition) {
		if f.code.uses[u].v != asked.v {
			continue
		}
		for _, d := range f.code.uses[u].defs {
			if f.canEqual(&f.code.defs[d], asked.constant) {
				if told = f.onlyAfterSuccess(f.code.defs[d].node, node); !told {
					return false
				}
			}
		}
	}
	return told
}

// canEqual reports whether a definition may give the value.
func (f *Flow) canEqual(d *def, constant *expr.Node) bool {
	if d.origin != initial && d.origin != assigned {
		return true
	}
	if d.origin == initial && !d.hasValue {
		if declared := f.vars.all[d.v].declared; declared != nil && !declared.IsInput {
			return false // a comparison with what is not set does not hold
		}
		return true
	}
	given := expr.Fold(expr.Of(d.value))
	if !expr.IsConstant(given) {
		return true
	}
	return strings.EqualFold(given.Text, constant.Text)
}

// onlyAfterSuccess reports whether the node runs only after the call succeeded.
func (f *Flow) onlyAfterSuccess(n, call int32) bool {
	if n < 0 || int(n) >= len(f.g.Nodes) || f.before(call)[n] {
		return false
	}
	earlier := f.before(n)
	if !earlier[call] {
		return false
	}
	for _, e := range f.g.Nodes[call].Out {
		if bad(e.Output) && (int32(e.To) == n || earlier[e.To]) {
			return false
		}
	}
	return true
}
