package gate

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/fields"
)

// ref reads a reference: into the input, into the value of a variable, or to the
// value of another rule.
func (b *bodyReader) ref(ref ast.Ref) (term, bool) {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return term{}, false
	}
	var at term
	rest := ref[1:]
	switch {
	case head.Equal(ast.InputRootDocument.Value):
		at = worked(func(f *frame) value { return f.input }, b.input)
		at.sure = true
	case head.Equal(ast.DefaultRootDocument.Value):
		at, rest = b.document(ref)
	default:
		if at, ok = b.scope[head]; !ok {
			return term{}, false
		}
	}
	for _, key := range rest {
		if at, ok = b.inside(at, key); !ok {
			return term{}, false
		}
	}
	return at, true
}

// inside reads one key of a reference.
func (b *bodyReader) inside(at term, key *ast.Term) (term, bool) {
	switch k := key.Value.(type) {
	case ast.String:
		return b.field(at, string(k)), true
	case ast.Number:
		i, ok := k.Int()
		if !ok {
			return term{}, false
		}
		return indexed(at, i), true
	case ast.Var:
		if b.bound(k) {
			return b.keyed(at, k), true
		}
		return b.over(at, k), true
	}
	return term{}, false
}

// field is a field of a record. What has another type than in the facts is
// not looked into.
func (r *reader) field(at term, name string) term {
	typ := at.typ
	if typ != nil && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ == nil || typ.Kind() != reflect.Struct {
		return worked(func(f *frame) value { return beneath(at.get(f)) }, nil)
	}
	named, ok := r.named(typ, name)
	if !ok || named.OmitEmpty {
		return anything
	}
	out := worked(func(f *frame) value { return fieldAt(at.get(f), named.Index) }, named.Type)
	if slot := at.slot; slot >= 0 { // the usual case, and values are large
		out.get = func(f *frame) value {
			v := &f.slots[slot]
			if v.kind != record {
				return beneath(*v)
			}
			return valueOf(v.facts.FieldByIndex(named.Index))
		}
	}
	out.sure = at.sure && at.typ.Kind() == reflect.Struct
	return out
}

// fieldAt is a field of a record.
func fieldAt(v value, index []int) value {
	if v.kind != record {
		return beneath(v)
	}
	return valueOf(v.facts.FieldByIndex(index))
}

// named is the field of a struct under its name in JSON.
func (r *reader) named(typ reflect.Type, name string) (fields.Field, bool) {
	if r.fields[typ] == nil {
		r.fields[typ] = map[string]fields.Field{}
		for _, f := range fields.Of(typ) {
			r.fields[typ][f.Name] = f
		}
	}
	f, ok := r.fields[typ][name]
	return f, ok
}

// beneath is what stands under some key of a value that is not looked into.
func beneath(v value) value {
	if v.scalar() || v.kind == missing {
		return value{kind: missing}
	}
	return value{}
}

// indexed is what stands under a number: an element of a list, or a member of a set.
func indexed(at term, i int) term {
	return worked(func(f *frame) value {
		v := at.get(f)
		switch {
		case v.kind != collection:
			return beneath(v)
		case v.set:
			return membership(v, numeral(float64(i)))
		case i < 0 || i >= v.len():
			return value{kind: missing}
		}
		return v.element(i)
	}, elementType(at.typ))
}

// membership is what a set has under a key: the key itself where it is a member.
func membership(set, key value) value {
	switch member(key, set).holds() {
	case yes:
		return key
	case no:
		return value{kind: missing}
	}
	return value{}
}

// keyed is what stands under a computed key: any element, if there is one.
func (b *bodyReader) keyed(at term, key ast.Var) term {
	return worked(func(f *frame) value {
		v := at.get(f)
		if v.kind == collection && v.len() == 0 {
			return value{kind: missing}
		}
		return beneath(v)
	}, nil)
}

// over lets a variable run over a list: it stands for the keys, and the term
// that is returned for the elements.
func (b *bodyReader) over(list term, key ast.Var) term {
	slot := b.slot()
	b.scope[key] = anything
	b.out = append(b.out, step{list: list.get, slot: slot})
	t := slotted(slot, elementType(list.typ))
	t.sure = true
	return t
}

func elementType(list reflect.Type) reflect.Type {
	if list == nil || list.Kind() != reflect.Slice {
		return nil
	}
	return list.Elem()
}
