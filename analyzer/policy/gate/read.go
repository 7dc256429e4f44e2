package gate

import (
	"maps"
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/fields"
)

// reader turns the bodies of compiled rules, in which every operand is a
// variable, a reference or a constant, into bodies of a gate.
type reader struct {
	compiler *ast.Compiler
	input    reflect.Type
	fields   map[reflect.Type]map[string]fields.Field
	slots    int
	shared   map[*ast.Rule]int    // rules without arguments: where their value stands
	values   []func(*frame) value // how it is worked out
	depth    int                  // of functions and rules that are being read
}

// maxDepth is how deep helpers that call helpers are looked into, maxSlots how
// many variables gates have in all: beyond, anything may hold.
const (
	maxDepth = 8
	maxSlots = 20_000
)

// term is an operand: how to get its value, and its type in the facts, nil
// where it is no fact.
type term struct {
	get      func(*frame) value
	typ      reflect.Type
	constant *value // nil where it is none
	slot     int    // where a variable's value stands, -1 where it is worked out
	sure     bool   // it has a value whatever the facts are
}

// scope holds the variables that are bound where a condition stands.
type scope map[ast.Var]term

func worked(get func(*frame) value, typ reflect.Type) term { return term{get: get, typ: typ, slot: -1} }

var anything = worked(func(*frame) value { return value{} }, nil)

func fixed(v value) term {
	t := worked(func(*frame) value { return v }, nil)
	t.constant, t.sure = &v, v.kind != missing
	return t
}

// slot makes room for one more variable.
func (r *reader) slot() int {
	r.slots++
	return r.slots - 1
}

func slotted(slot int, typ reflect.Type) term {
	return term{get: func(f *frame) value { return f.slots[slot] }, typ: typ, slot: slot}
}

// set reads the bodies of a partial set, or returns nil where other rules add to it.
func (r *reader) set(ref ast.Ref) []body {
	var out []body
	for _, rule := range r.compiler.GetRules(ref) {
		if rule.Head.RuleKind() != ast.MultiValue || rule.Else != nil || len(rule.Head.Args) > 0 || len(rule.Ref()) != len(ref) {
			return nil
		}
		out = append(out, trimmed(r.body(rule.Body, scope{})))
	}
	return out
}

// trimmed leaves out the end of a body that cannot fail.
func trimmed(b body) body {
	n := len(b)
	for n > 0 && b[n-1].inert {
		n--
	}
	return b[:n:n]
}

func (r *reader) body(exprs ast.Body, s scope) body {
	b := bodyReader{reader: r, scope: s, out: body{}}
	for _, e := range exprs {
		b.expr(e)
	}
	return b.out
}

// bodyReader reads one body.
type bodyReader struct {
	*reader
	scope scope
	out   body
}

// opaque skips a condition that is not understood: it may hold and may bind its
// variables to any value.
func (b *bodyReader) opaque(x any) {
	ast.WalkVars(x, func(v ast.Var) bool {
		if _, bound := b.scope[v]; !bound && v != ast.InputRootDocument.Value && v != ast.DefaultRootDocument.Value {
			b.scope[v] = anything
		}
		return false
	})
	b.out = append(b.out, step{test: func(*frame) answer { return maybe }, inert: true})
}

func (b *bodyReader) test(test func(*frame) answer) { b.out = append(b.out, step{test: test}) }

func (b *bodyReader) expr(e *ast.Expr) {
	if len(e.With) > 0 || b.slots > maxSlots {
		b.opaque(e)
		return
	}
	if e.Negated {
		b.negated(e)
		return
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		if t, ok := b.operand(terms); ok {
			b.test(func(f *frame) answer { return t.get(f).holds() })
			return
		}
	case []*ast.Term:
		if e.IsEquality() && b.unify(terms[1], terms[2]) || !e.IsEquality() && b.call(terms) {
			return
		}
	}
	b.opaque(e)
}

// negated reads a condition by itself, in which no variable may get a value.
func (b *bodyReader) negated(e *ast.Expr) {
	positive := *e
	positive.Negated = false
	inner := bodyReader{reader: b.reader, scope: maps.Clone(b.scope)}
	inner.expr(&positive)
	b.test(func(f *frame) answer { return inner.out.answer(f).not() })
}

// unify reads x = y: it gives a variable its value, or compares.
func (b *bodyReader) unify(x, y *ast.Term) bool {
	if !b.unbound(x) {
		x, y = y, x
	}
	if b.unbound(x) {
		t, ok := b.operand(y)
		if ok {
			b.bind(x.Value.(ast.Var), t)
		}
		return ok
	}
	left, ok := b.operand(x)
	if !ok {
		return false
	}
	right, ok := b.operand(y)
	if !ok {
		return false
	}
	b.equal(left, right)
	return true
}

// equal reads a comparison. One with a text is the most common condition.
func (b *bodyReader) equal(x, y term) {
	if x.constant != nil {
		x, y = y, x
	}
	if y.constant == nil || y.constant.kind != text {
		b.test(func(f *frame) answer { return same(x.get(f), y.get(f)) })
		return
	}
	want := y.constant.text
	b.test(func(f *frame) answer {
		v := x.get(f)
		if v.kind == text {
			return truth(v.text == want).holds()
		}
		return same(v, *y.constant)
	})
}

func (b *bodyReader) unbound(t *ast.Term) bool {
	v, ok := t.Value.(ast.Var)
	return ok && !b.bound(v)
}

func (b *bodyReader) bound(v ast.Var) bool {
	_, has := b.scope[v]
	return has || v.Equal(ast.InputRootDocument.Value) || v.Equal(ast.DefaultRootDocument.Value)
}

// bind gives a variable the value of a term, which has to have one.
func (b *bodyReader) bind(v ast.Var, t term) {
	if t.sure {
		b.scope[v] = t // worked out again where it is looked at, once as a rule
		return
	}
	slot := b.slot()
	b.scope[v] = slotted(slot, t.typ)
	b.test(func(f *frame) answer {
		f.slots[slot] = t.get(f)
		return f.slots[slot].defined()
	})
}

// operand reads a term. Variables in it that are not bound run over a list.
func (b *bodyReader) operand(t *ast.Term) (term, bool) {
	switch v := t.Value.(type) {
	case ast.Var:
		known, bound := b.scope[v]
		return known, bound
	case ast.Ref:
		return b.ref(v)
	case *ast.Array:
		if !v.IsGround() {
			return b.array(v)
		}
		return fixed(constant(v)), true
	case *ast.ArrayComprehension:
		return b.comprehension(v.Body), true
	case *ast.SetComprehension:
		return b.comprehension(v.Body), true
	case ast.Call, *ast.ObjectComprehension:
		return term{}, false
	}
	if !t.Value.IsGround() {
		return term{}, false
	}
	return fixed(constant(t.Value)), true
}

// array reads an array of operands.
func (b *bodyReader) array(a *ast.Array) (term, bool) {
	elements := make([]term, a.Len())
	for i := range elements {
		if b.unbound(a.Elem(i)) {
			return term{}, false
		}
		t, ok := b.operand(a.Elem(i))
		if !ok {
			return term{}, false
		}
		elements[i] = t
	}
	return worked(func(f *frame) value {
		named := make([]value, len(elements))
		for i, t := range elements {
			if named[i] = t.get(f); named[i].kind == missing {
				return named[i]
			}
		}
		return value{kind: collection, more: &more{named: named}}
	}, nil), true
}

// comprehension is empty where its body cannot hold, and else anything.
func (b *bodyReader) comprehension(exprs ast.Body) term {
	inner := trimmed(b.reader.body(exprs, maps.Clone(b.scope)))
	return worked(func(f *frame) value {
		if inner.answer(f) == no {
			return empty
		}
		return value{}
	}, nil)
}
