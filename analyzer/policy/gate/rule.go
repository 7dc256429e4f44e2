package gate

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// document reads the part of a reference that names rules, and returns the rest of it.
func (b *bodyReader) document(ref ast.Ref) (term, ast.Ref) {
	for n := 2; n <= len(ref); n++ {
		if _, ground := ref[n-1].Value.(ast.String); !ground {
			break
		}
		rules := b.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		if v := constantRule(rules); v != nil {
			return constantAt(v, ref[n:])
		}
		return b.said(rules), ref[n:]
	}
	return anything, nil
}

// constantRule is the value of a rule that is a constant, or nil.
func constantRule(rules []*ast.Rule) ast.Value {
	rule := rules[0]
	if len(rules) > 1 || unusual(rule) || rule.Head.RuleKind() != ast.SingleValue || len(rule.Head.Args) > 0 || len(rule.Body) != 1 {
		return nil
	}
	if text, ok := joined(rule); ok {
		return text
	}
	if !rule.Body[0].Equal(ast.NewExpr(ast.BooleanTerm(true))) ||
		rule.Head.Value == nil || !rule.Head.Value.IsGround() {
		return nil
	}
	return rule.Head.Value.Value
}

// joined is the value of a rule that is one text put together of constant ones, as long
// patterns are.
func joined(rule *ast.Rule) (ast.String, bool) {
	e := rule.Body[0]
	if !e.IsCall() || e.Negated || len(e.With) > 0 || !e.Operator().Equal(ast.Concat.Ref()) || len(e.Operands()) != 3 ||
		!e.Operand(2).Equal(rule.Head.Value) {
		return "", false
	}
	between, isText := e.Operand(0).Value.(ast.String)
	list, isList := e.Operand(1).Value.(*ast.Array)
	if !isText || !isList {
		return "", false
	}
	texts := make([]string, list.Len())
	for i := range texts {
		text, ok := list.Elem(i).Value.(ast.String)
		if !ok {
			return "", false
		}
		texts[i] = string(text)
	}
	return ast.String(strings.Join(texts, string(between))), true
}

// constantAt is what stands in a constant under the keys of a reference, and the
// keys that are not known.
func constantAt(v ast.Value, rest ast.Ref) (term, ast.Ref) {
	for len(rest) > 0 && rest[0].IsGround() {
		under, err := v.Find(rest[:1])
		if err != nil {
			return fixed(value{kind: missing}), nil
		}
		v, rest = under, rest[1:]
	}
	return fixed(constant(v)), rest
}

// unusual rules may have values that their bodies do not determine.
func unusual(rule *ast.Rule) bool {
	return rule.Else != nil || rule.Default || len(rule.Head.Ref()) != 1
}

// said is the value of rules without arguments, computed once for an input.
func (r *reader) said(rules []*ast.Rule) term {
	at, known := r.shared[rules[0]]
	if !known {
		at = len(r.shared)
		r.shared[rules[0]] = at
		r.values = append(r.values, nil)
		r.values[at] = r.worth(rules)
	}
	work := r.values[at]
	return worked(func(f *frame) value {
		if !f.shared[at].known {
			f.shared[at] = result{true, work(f)}
		}
		return f.shared[at].value
	}, nil)
}

// worth computes the value of rules without arguments.
func (r *reader) worth(rules []*ast.Rule) func(*frame) value {
	alternatives, ok := r.alternatives(rules, nil)
	switch {
	case !ok:
		return anything.get
	case rules[0].Head.RuleKind() == ast.MultiValue:
		return func(f *frame) value {
			if _, may := outcome(alternatives, nil, f); may == no {
				return empty
			}
			return value{}
		}
	}
	return func(f *frame) value {
		v, sure := outcome(alternatives, nil, f)
		if sure == maybe {
			return value{} // it may have none as well
		}
		return v
	}
}

// alternative is one rule of those that define a function or a value.
type alternative struct {
	parameters []parameter
	body       body
	value      term
}

// parameter is where a function's argument goes, or what it has to be.
type parameter struct {
	slot  int
	is    value
	fixed bool
}

// alternatives reads the rules of a function that is called with arguments of
// some types, or of a value. It gives up on unusual ones.
func (r *reader) alternatives(rules []*ast.Rule, args []term) ([]alternative, bool) {
	if r.depth >= maxDepth || slices.ContainsFunc(rules, unusual) {
		return nil, false
	}
	r.depth++
	defer func() { r.depth-- }()
	out := make([]alternative, len(rules))
	for i, rule := range rules {
		if len(rule.Head.Args) != len(args) {
			return nil, false
		}
		var ok bool
		if out[i], ok = r.alternative(rule, args); !ok {
			return nil, false
		}
	}
	return out, true
}

func (r *reader) alternative(rule *ast.Rule, args []term) (alternative, bool) {
	var a alternative
	s := scope{}
	for i, arg := range rule.Head.Args {
		p := parameter{slot: r.slot()}
		switch v := arg.Value.(type) {
		case ast.Var:
			s[v] = slotted(p.slot, args[i].typ)
		case ast.Null, ast.Boolean, ast.Number, ast.String:
			p.is, p.fixed = constant(v), true
		default:
			return a, false
		}
		a.parameters = append(a.parameters, p)
	}
	b := bodyReader{reader: r, scope: s, out: body{}}
	for _, e := range rule.Body {
		b.expr(e)
	}
	a.body, a.value = b.out, anything
	if head := rule.Head.Value; head != nil && (head.IsGround() || !slices.ContainsFunc(b.out, step.repeats)) {
		if t, ok := b.operand(head); ok {
			a.value = t
		}
	}
	return a, true
}

// repeats reports whether variables have several values after a step.
func (s step) repeats() bool { return s.list != nil }

// outcome is the value of a function, and how certain it is that there is one: no and
// missing where no alternative holds.
func outcome(alternatives []alternative, args []term, f *frame) (value, answer) {
	out, sure := value{kind: missing}, no
	for i := range alternatives {
		a := &alternatives[i]
		may := a.takes(args, f)
		if may != no {
			may = min(may, a.body.answer(f))
		}
		if may == no {
			continue
		}
		v := a.value.get(f)
		if sure != no && same(out, v) != yes {
			v = value{} // one or the other
		}
		out, sure = v, max(sure, may)
	}
	return out, sure
}

// takes passes the arguments on.
func (a *alternative) takes(args []term, f *frame) answer {
	may := yes
	for i, p := range a.parameters {
		v := args[i].get(f)
		f.slots[p.slot] = v
		if p.fixed {
			may = min(may, same(v, p.is))
		}
	}
	return may
}
