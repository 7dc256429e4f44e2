package gate

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// call reads a call of a built-in function or of one that rules define.
func (b *bodyReader) call(terms []*ast.Term) bool {
	operator, ok := terms[0].Value.(ast.Ref)
	if !ok {
		return false
	}
	if operator[0].Equal(ast.DefaultRootDocument) {
		return b.defined(operator, terms[1:])
	}
	known, ok := builtins[operator.String()]
	if !ok || len(terms)-1 < known.arity {
		return false
	}
	args, ok := b.operands(terms[1 : known.arity+1])
	if !ok {
		return false
	}
	work := known.work
	if known.prepare != nil {
		if work = known.prepare(args); work == nil {
			return false
		}
	}
	return b.result(terms[known.arity+1:], resultType(known, args), func(f *frame) (value, answer) {
		x, y := args[0].get(f), value{}
		if len(args) > 1 {
			y = args[1].get(f)
		}
		if x.kind == missing || y.kind == missing {
			return value{kind: missing}, no
		}
		return work(x, y), yes
	})
}

// defined reads a call of a function of the rules.
func (b *bodyReader) defined(name ast.Ref, terms []*ast.Term) bool {
	rules := b.compiler.GetRulesExact(name)
	if len(rules) == 0 || len(rules[0].Head.Args) > len(terms) {
		return false
	}
	n := len(rules[0].Head.Args)
	args, ok := b.operands(terms[:n])
	if !ok {
		return false
	}
	alternatives, ok := b.alternatives(rules, args)
	return ok && b.result(terms[n:], nil, func(f *frame) (value, answer) { return outcome(alternatives, args, f) })
}

// operands reads the arguments of a call, all of which have values.
func (b *bodyReader) operands(terms []*ast.Term) ([]term, bool) {
	out := make([]term, len(terms))
	for i, t := range terms {
		if b.runs(t) {
			return nil, false
		}
		var ok bool
		if out[i], ok = b.operand(t); !ok {
			return nil, false
		}
	}
	return out, true
}

// runs reports whether a term has variables without a value.
func (b *bodyReader) runs(t *ast.Term) bool {
	found := false
	ast.WalkVars(t, func(v ast.Var) bool {
		found = found || !b.bound(v)
		return found
	})
	return found
}

// result reads how the value of a call is used: as a condition, as the value of a new
// variable, or compared with that of a bound one.
func (b *bodyReader) result(rest []*ast.Term, typ typeOf, work func(*frame) (value, answer)) bool {
	switch {
	case len(rest) == 0:
		b.test(func(f *frame) answer {
			v, may := work(f)
			return min(may, v.holds())
		})
		return true
	case len(rest) > 1:
		return false
	case b.unbound(rest[0]):
		slot := b.slot()
		b.scope[rest[0].Value.(ast.Var)] = slotted(slot, typ)
		b.test(func(f *frame) answer {
			v, may := work(f)
			f.slots[slot] = v
			return min(may, v.defined())
		})
		return true
	}
	want, ok := b.operand(rest[0])
	if !ok || b.runs(rest[0]) {
		return false
	}
	b.test(func(f *frame) answer {
		v, may := work(f)
		return min(may, same(v, want.get(f)))
	})
	return true
}
