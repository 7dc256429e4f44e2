package gate

import (
	"cmp"
	"math"
	"reflect"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// kind is what a value is. The scalars stand in the order in which Rego compares
// values of different types.
type kind uint8

const (
	unknown kind = iota
	missing      // Rego's undefined
	null
	boolean
	number
	text
	collection // an array or a set
	record
)

// value is a fact or a constant of a rule, or is unknown.
type value struct {
	kind   kind
	number float64 // 0 and 1 for booleans
	text   string
	facts  reflect.Value // the struct of a record, the slice of a collection
	more   *more         // of a collection that is more than one slice of the facts
	set    bool          // of a collection: its keys are its elements, not 0, 1, 2
}

// more are the elements of a collection that a rule names, which come first, and
// the slice that it goes on with after that of the facts.
type more struct {
	named []value
	rest  reflect.Value
}

// empty is a collection without elements.
var empty = value{kind: collection, more: &more{}}

func truth(b bool) value {
	if b {
		return value{kind: boolean, number: 1}
	}
	return value{kind: boolean}
}

// exact is up to where a float64 holds each whole number.
const exact = 1 << 53

func numeral(n float64) value {
	if math.IsNaN(n) || math.Abs(n) > exact {
		return value{}
	}
	return value{kind: number, number: n}
}

// valueOf returns a fact as policies see it.
func valueOf(v reflect.Value) value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return value{kind: null}
		}
		return valueOf(v.Elem())
	case reflect.Bool:
		return truth(v.Bool())
	case reflect.String:
		return value{kind: text, text: v.String()}
	case reflect.Int, reflect.Int64:
		return numeral(float64(v.Int()))
	case reflect.Float64:
		return numeral(v.Float())
	case reflect.Slice:
		return value{kind: collection, facts: v}
	case reflect.Struct:
		return value{kind: record, facts: v}
	}
	return value{}
}

// constant is a ground term of a rule.
func constant(v ast.Value) value {
	switch v := v.(type) {
	case ast.Null:
		return value{kind: null}
	case ast.Boolean:
		return truth(bool(v))
	case ast.String:
		return value{kind: text, text: string(v)}
	case ast.Number:
		const digits = 15 // that a float64 keeps of any number
		if n, ok := v.Float64(); ok && len(v) <= digits {
			return numeral(n)
		}
	case *ast.Array:
		return collected(v.Len(), v.Foreach)
	case ast.Set:
		set := collected(v.Len(), v.Foreach)
		set.set = true
		return set
	}
	return value{}
}

func collected(n int, each func(func(*ast.Term))) value {
	named := make([]value, 0, n)
	each(func(t *ast.Term) { named = append(named, constant(t.Value)) })
	return value{kind: collection, more: &more{named: named}}
}

// len and element are for collections.
func (v value) len() int {
	n := 0
	if v.facts.IsValid() {
		n += v.facts.Len()
	}
	if v.more != nil {
		n += len(v.more.named)
		if v.more.rest.IsValid() {
			n += v.more.rest.Len()
		}
	}
	return n
}

func (v value) element(i int) value {
	if v.more == nil {
		return valueOf(v.facts.Index(i))
	}
	if i < len(v.more.named) {
		return v.more.named[i]
	}
	i -= len(v.more.named)
	if n := v.facts.Len(); i >= n {
		return valueOf(v.more.rest.Index(i - n))
	}
	return valueOf(v.facts.Index(i))
}

func (v value) scalar() bool { return v.kind >= null && v.kind <= text }

// defined reports whether there is a value: where it is unknown there may be none.
func (v value) defined() answer {
	switch v.kind {
	case missing:
		return no
	case unknown:
		return maybe
	}
	return yes
}

// holds is the answer of a condition that consists of this value.
func (v value) holds() answer {
	if v.kind == boolean && v.number == 0 {
		return no
	}
	return v.defined()
}

// compare orders two values as Rego does; known is false where that takes more
// than scalars.
func compare(a, b value) (order int, known bool) {
	switch {
	case !a.scalar() || !b.scalar():
		return 0, false
	case a.kind != b.kind:
		return cmp.Compare(a.kind, b.kind), true
	case a.kind == text:
		return strings.Compare(a.text, b.text), true
	}
	return cmp.Compare(a.number, b.number), true
}

// same reports whether two values are equal.
func same(a, b value) answer {
	if a.kind == missing || b.kind == missing {
		return no
	}
	if order, known := compare(a, b); known {
		return truth(order == 0).holds()
	}
	if a.kind != unknown && b.kind != unknown && a.kind != b.kind {
		return no
	}
	return maybe
}
