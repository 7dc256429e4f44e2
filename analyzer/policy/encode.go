package policy

import (
	"math"
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
)

// encoder turns facts into OPA values directly, without a JSON round trip. For
// each type it works out once which fields there are; encoding then only
// reads them. The values equal what json.Marshal and a parse would give, but
// nil slices and maps are empty rather than null, as the facts promise.
type encoder struct {
	value encode
}

// encode turns one value into a term. Texts are shared through the map: the
// same names of flow, file and container stand in hundreds of records.
type encode func(v reflect.Value, texts map[string]*ast.Term) *ast.Term

// newEncoder returns an encoder for values of type t. It is safe for
// concurrent use.
func newEncoder(t reflect.Type) *encoder {
	p := planner{records: map[reflect.Type]*recordPlan{}}
	return &encoder{value: p.plan(t)}
}

// term encodes v, which must be of the encoder's type.
func (e *encoder) term(v reflect.Value) *ast.Term { return e.value(v, map[string]*ast.Term{}) }

type planner struct {
	records map[reflect.Type]*recordPlan
}

// recordPlan is how a struct is written: its fields with ready-made keys.
type recordPlan struct {
	fields []fieldPlan
}

type fieldPlan struct {
	key       *ast.Term
	index     []int
	omitEmpty bool
	value     encode
}

func (p *planner) plan(t reflect.Type) encode {
	switch t.Kind() {
	case reflect.Pointer:
		elem := p.plan(t.Elem())
		return func(v reflect.Value, texts map[string]*ast.Term) *ast.Term {
			if v.IsNil() {
				return ast.InternedNullTerm
			}
			return elem(v.Elem(), texts)
		}
	case reflect.Struct:
		return p.record(t).encode
	case reflect.Slice:
		return p.list(t)
	case reflect.Bool:
		return func(v reflect.Value, _ map[string]*ast.Term) *ast.Term { return ast.InternedTerm(v.Bool()) }
	case reflect.String:
		return text
	case reflect.Int, reflect.Int64:
		return func(v reflect.Value, _ map[string]*ast.Term) *ast.Term { return ast.InternedTerm(v.Int()) }
	case reflect.Float64:
		return func(v reflect.Value, _ map[string]*ast.Term) *ast.Term { return floatTerm(v.Float()) }
	}
	return anything
}

func (p *planner) record(t reflect.Type) *recordPlan {
	if known := p.records[t]; known != nil {
		return known // also the way out for types that hold themselves
	}
	r := &recordPlan{}
	p.records[t] = r
	for _, f := range jsonFields(t) {
		r.fields = append(r.fields, fieldPlan{key: ast.StringTerm(f.name), index: f.index, omitEmpty: f.omitEmpty, value: p.plan(f.typ)})
	}
	return r
}

func (r *recordPlan) encode(v reflect.Value, texts map[string]*ast.Term) *ast.Term {
	pairs := make([][2]*ast.Term, 0, len(r.fields))
	for i := range r.fields {
		f := &r.fields[i]
		field := v.FieldByIndex(f.index)
		if f.omitEmpty && isEmpty(field) {
			continue
		}
		pairs = append(pairs, [2]*ast.Term{f.key, f.value(field, texts)})
	}
	return ast.ObjectTerm(pairs...)
}

func (p *planner) list(t reflect.Type) encode {
	elem := p.plan(t.Elem())
	return func(v reflect.Value, texts map[string]*ast.Term) *ast.Term {
		n := v.Len()
		if n == 0 {
			return ast.InternedEmptyArray
		}
		terms := make([]*ast.Term, n)
		for i := range n {
			terms[i] = elem(v.Index(i), texts)
		}
		return ast.ArrayTerm(terms...)
	}
}

func text(v reflect.Value, texts map[string]*ast.Term) *ast.Term {
	s := v.String()
	t := texts[s]
	if t == nil {
		t = ast.InternedTerm(s)
		texts[s] = t
	}
	return t
}

// floatTerm writes whole numbers as integers, as JSON output would, so that
// set and object keys made of them compare equal. What JSON cannot say is null.
func floatTerm(f float64) *ast.Term {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return ast.InternedNullTerm
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return ast.InternedTerm(int64(f))
	}
	return ast.FloatNumberTerm(f)
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

// anything encodes what has no plan of its own: maps and interfaces, which the
// facts use for parameters only.
func anything(v reflect.Value, _ map[string]*ast.Term) *ast.Term {
	if v.Kind() == reflect.Map && v.Len() == 0 {
		return ast.InternedEmptyObject
	}
	value, err := ast.InterfaceToValue(v.Interface())
	if err != nil {
		return ast.InternedNullTerm
	}
	return ast.NewTerm(value)
}
