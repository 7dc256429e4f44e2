package unfold

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// store is what is known of the variables at a point of a run. Stores are not
// changed once they are interned; equal ones are the same.
type store struct {
	interned bool
	known    []known // by variable
	facts    []fact  // by key
	about    bits    // the variables that it knows something of
}

// known is a variable with its value; value is nil for a local variable whose
// container has not started yet.
type known struct {
	v     variable
	value *constant
}

// fact is what is known of an expression that is not constant.
type fact struct {
	key  string // of the expression
	vars bits   // that it reads
	kind factKind
	text string  // of isText
	num  between // of isBetween
}

type factKind uint8

const (
	holds     factKind = iota // the expression is true
	fails                     // it is false
	isText                    // it equals a text
	isBetween                 // it is a number in a range
)

// notStarted is the value of local variables before their container starts.
var notStarted *constant

func (s *store) value(v variable) (*constant, bool) {
	i, ok := slices.BinarySearchFunc(s.known, v, func(k known, v variable) int { return cmp.Compare(k.v, v) })
	if !ok {
		return nil, false
	}
	return s.known[i].value, true
}

// bearsOn reports whether a store can answer something about variables.
func (s *store) bearsOn(vars bits) bool {
	return s.about&vars != 0 || slices.ContainsFunc(s.facts, func(f fact) bool { return f.vars == 0 })
}

// fact returns what is known of an expression by its key.
func (s *store) fact(key string, kinds ...factKind) (fact, bool) {
	for _, f := range s.facts {
		if f.key == key && slices.Contains(kinds, f.kind) {
			return f, true
		}
	}
	return fact{}, false
}

// with returns a store in which v has a value, unknown if that is nil and started.
func (s *store) with(v variable, value *constant, started bool) *store {
	s = s.without(bits(0).with(v))
	if value == nil && started {
		return s
	}
	at, _ := slices.BinarySearchFunc(s.known, v, func(k known, v variable) int { return cmp.Compare(k.v, v) })
	out := &store{known: make([]known, 0, len(s.known)+1), facts: s.facts, about: s.about.with(v)}
	out.known = append(append(append(out.known, s.known[:at]...), known{v, value}), s.known[at:]...)
	return out
}

// without returns a store that knows nothing of some variables.
func (s *store) without(vars bits) *store {
	if s.about&vars == 0 {
		return s
	}
	out := &store{known: make([]known, 0, len(s.known)+1)}
	for _, k := range s.known {
		if !vars.has(k.v) {
			out.known = append(out.known, k)
			out.about = out.about.with(k.v)
		}
	}
	for _, f := range s.facts {
		if f.vars&vars == 0 {
			out.facts = append(out.facts, f)
			out.about |= f.vars
		}
	}
	return out
}

// mostFacts is how many facts a store holds: what a few conditions ask. Others are let go.
const mostFacts = 64

// knowing returns a store with one more fact, in place of those of its kind.
func (s *store) knowing(f fact) *store {
	if len(s.facts) >= mostFacts {
		s = s.without(f.vars)
		if len(s.facts) >= mostFacts {
			return s
		}
	}
	out := &store{known: s.known, about: s.about | f.vars}
	for _, old := range s.facts {
		if old.key != f.key || old.kind != f.kind {
			out.facts = append(out.facts, old)
		}
	}
	at, _ := slices.BinarySearchFunc(out.facts, f, func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.kind, b.kind))
	})
	out.facts = slices.Insert(out.facts, at, f)
	return out
}

// only returns a store that knows of the given variables alone.
func (s *store) only(vars bits) *store { return s.without(^vars) }

// stores interns stores.
type stores struct {
	byKey map[string]*store
	all   []*store
	key   []byte
}

func (in *stores) intern(s *store) *store {
	if s.interned {
		return s
	}
	in.key = s.appendKey(in.key[:0])
	if same, ok := in.byKey[string(in.key)]; ok {
		return same
	}
	if in.byKey == nil {
		in.byKey = make(map[string]*store)
	}
	s.interned = true
	in.all = append(in.all, s)
	in.byKey[string(in.key)] = s
	return s
}

// appendKey appends a key that is equal for two stores that know the same.
func (s *store) appendKey(key []byte) []byte {
	text := func(s string) { key = append(binary.AppendUvarint(key, uint64(len(s))), s...) }
	key = binary.AppendUvarint(key, uint64(len(s.known)))
	for _, k := range s.known {
		key = append(key, byte(k.v))
		if k.value != nil {
			text(k.value.key)
		} else {
			text("")
		}
	}
	for _, f := range s.facts {
		text(f.key)
		key = append(key, byte(f.kind))
		text(f.text)
		key = f.num.appendKey(key)
	}
	return key
}
