package config

import (
	"fmt"
	"slices"

	"archlint/analyzer/source"
)

// Kind says what a value came from.
type Kind uint8

// What a value can come from, the weakest first.
const (
	FromDefault Kind = iota
	FromFile
	FromEnvironment
	FromFlag
)

// Origin is where a value stands: a place in a file, or the name of a flag or
// a variable.
type Origin struct {
	Kind Kind
	Name string // of the file as users see it, the flag ("--jobs") or the variable
	Pos  source.Pos
}

// String is "file:line", "--flag", "VARIABLE", or "default".
func (o Origin) String() string {
	switch {
	case o.Kind == FromDefault:
		return "default"
	case o.Kind == FromFile && o.Pos.IsValid():
		return fmt.Sprintf("%s:%d", o.Name, o.Pos.Line)
	default:
		return o.Name
	}
}

type shape uint8

const (
	scalar shape = iota
	object
	list
)

// value is a piece of configuration as it was written. A nil *value is one that
// is not there; all methods allow it.
type value struct {
	shape shape
	at    Origin
	key   source.Pos // of the key it stands at, if any

	text string // of a scalar, as written
	tag  string // YAML's: "!!str", "!!int", "!!float", "!!bool", "!!null"; "" from flags
	num  float64

	keys    []string // of an object, in order
	members map[string]*value
	items   []*value // of a list

	// proportional marks a figure that a stronger layer has overtaken: it still
	// tells its part of the whole.
	proportional bool
	// refused are things that a layer said of a rule and may not say.
	refused []refusal
}

func newObject(at Origin) *value {
	return &value{shape: object, at: at, members: map[string]*value{}}
}

func newScalar(text, tag string, at Origin) *value { return &value{text: text, tag: tag, at: at} }

// get returns the value at that path of keys, or nil.
func (v *value) get(path ...string) *value {
	for _, key := range path {
		if v == nil || v.shape != object {
			return nil
		}
		v = v.members[key]
	}
	return v
}

// named is where v's key stands, for errors about the name.
func (v *value) named() Origin {
	o := v.at
	if v.key.IsValid() {
		o.Pos = v.key
	}
	return o
}

// set puts a member into an object, at the end if it is new.
func (v *value) set(key string, m *value) {
	if _, known := v.members[key]; !known {
		v.keys = append(v.keys, key)
	}
	v.members[key] = m
}

func (v *value) remove(key string) {
	if v.get(key) == nil {
		return
	}
	delete(v.members, key)
	v.keys = slices.DeleteFunc(v.keys, func(k string) bool { return k == key })
}

// names are the keys of an object, in order.
func (v *value) names() []string {
	if v == nil {
		return nil
	}
	return v.keys
}

// texts are the items of a list of scalars.
func (v *value) texts() []string {
	if v == nil {
		return nil
	}
	var out []string
	for _, item := range v.items {
		out = append(out, item.text)
	}
	return out
}

func (v *value) str() string {
	if v == nil {
		return ""
	}
	return v.text
}

func (v *value) truth() bool { return v != nil && v.num != 0 }

func (v *value) isNull() bool { return v.shape == scalar && v.tag == "!!null" }

// clone copies the objects and lists of v, so that a merge can change them.
func (v *value) clone() *value {
	if v == nil {
		return nil
	}
	c := *v
	if v.shape == object {
		c.keys, c.members = slices.Clone(v.keys), make(map[string]*value, len(v.members))
		for key, m := range v.members {
			c.members[key] = m.clone()
		}
	}
	c.items = make([]*value, len(v.items))
	for i, item := range v.items {
		c.items[i] = item.clone()
	}
	return &c
}
