// Package pack holds records in a fraction of their memory. A packed record is one
// string, in which the garbage collector has nothing to follow; texts stand in it
// once, however many records hold them, and what a field had the last time takes a
// byte. Which fields a record has follows from its type: there is one codec, and
// nothing to keep in step with it.
package pack

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
)

// Codec packs values of a type and unpacks them: exported fields of structs, lists,
// pointers to what is in no cycle, texts, numbers and truth values. A field with the
// tag `pack:"-"` is left out. An empty list comes back nil. A Codec is safe for
// concurrent use.
type Codec[T any] struct {
	plan   *plan
	fields int // of all structs: what each of them held last is remembered
	rooms  sync.Pool
}

// For returns the codec of a type. It panics for a type that no codec can pack; a
// codec is made once, when the program starts.
func For[T any]() *Codec[T] {
	p := &planner{plans: make(map[reflect.Type]*plan)}
	c := &Codec[T]{plan: p.of(reflect.TypeFor[T]())}
	c.fields = p.fields
	c.rooms.New = func() any { return &room{index: make(map[string]uint64)} }
	return c
}

// Pack packs a value.
func (c *Codec[T]) Pack(value *T) string {
	r := c.rooms.Get().(*room)
	defer c.rooms.Put(r)
	r.begin(c.fields)
	c.plan.write(r, reflect.ValueOf(value).Elem(), 0)
	return r.packed()
}

// Unpack returns the value that was packed. Its texts are parts of packed.
func (c *Codec[T]) Unpack(packed string) T {
	var value T
	r := &reader{rest: packed, lastText: make([]string, c.fields), lastInt: make([]int64, c.fields)}
	r.head()
	c.plan.read(r, reflect.ValueOf(&value).Elem(), 0)
	return value
}

// plan is how values of a type are packed. field numbers the struct field that the
// value is.
type plan struct {
	write func(r *room, v reflect.Value, field int)
	read  func(r *reader, v reflect.Value, field int)
}

// planner makes the plans of types, each once.
type planner struct {
	plans  map[reflect.Type]*plan
	fields int
}

func (p *planner) of(t reflect.Type) *plan {
	if known := p.plans[t]; known != nil {
		return known
	}
	out := &plan{}
	p.plans[t] = out // a type may hold lists of itself
	switch t.Kind() {
	case reflect.String:
		*out = plan{writeText, readText}
	case reflect.Bool:
		*out = plan{writeBool, readBool}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		*out = plan{writeInt, readInt}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		*out = plan{writeUint, readUint}
	case reflect.Float64:
		*out = plan{writeFloat, readFloat}
	case reflect.Slice:
		*out = list(p.of(t.Elem()))
	case reflect.Pointer:
		*out = pointer(p.of(t.Elem()))
	case reflect.Struct:
		*out = p.record(t)
	default:
		panic(fmt.Sprintf("pack: no plan for %s", t))
	}
	return out
}

// record is the plan of a struct: its fields in order.
func (p *planner) record(t reflect.Type) plan {
	type part struct {
		at, field int
		plan      *plan
	}
	var parts []part
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Tag.Get("pack") == "-" {
			continue
		}
		field := p.fields
		p.fields++
		parts = append(parts, part{i, field, p.of(f.Type)})
	}
	return plan{
		write: func(r *room, v reflect.Value, _ int) {
			for _, one := range parts {
				one.plan.write(r, v.Field(one.at), one.field)
			}
		},
		read: func(r *reader, v reflect.Value, _ int) {
			for _, one := range parts {
				one.plan.read(r, v.Field(one.at), one.field)
			}
		},
	}
}

func list(element *plan) plan {
	return plan{
		write: func(r *room, v reflect.Value, field int) {
			n := v.Len()
			r.uint(uint64(n))
			for i := range n {
				element.write(r, v.Index(i), field)
			}
		},
		read: func(r *reader, v reflect.Value, field int) {
			n := int(r.uint())
			if n == 0 {
				return
			}
			v.Grow(n)
			v.SetLen(n)
			for i := range n {
				element.read(r, v.Index(i), field)
			}
		},
	}
}

func pointer(element *plan) plan {
	return plan{
		write: func(r *room, v reflect.Value, field int) {
			if v.IsNil() {
				r.uint(0)
				return
			}
			r.uint(1)
			element.write(r, v.Elem(), field)
		},
		read: func(r *reader, v reflect.Value, field int) {
			if r.uint() == 0 {
				return
			}
			v.Set(reflect.New(v.Type().Elem()))
			element.read(r, v.Elem(), field)
		},
	}
}

func writeText(r *room, v reflect.Value, field int)  { r.text(v.String(), field) }
func readText(r *reader, v reflect.Value, field int) { v.SetString(r.text(field)) }
func writeInt(r *room, v reflect.Value, field int)   { r.int(v.Int(), field) }
func readInt(r *reader, v reflect.Value, field int)  { v.SetInt(r.int(field)) }
func writeUint(r *room, v reflect.Value, _ int)      { r.uint(v.Uint()) }
func readUint(r *reader, v reflect.Value, _ int)     { v.SetUint(r.uint()) }
func writeFloat(r *room, v reflect.Value, field int) {
	r.int(int64(math.Float64bits(v.Float())), field)
}
func readFloat(r *reader, v reflect.Value, field int) {
	v.SetFloat(math.Float64frombits(uint64(r.int(field))))
}

func writeBool(r *room, v reflect.Value, _ int) {
	n := uint64(0)
	if v.Bool() {
		n = 1
	}
	r.uint(n)
}

func readBool(r *reader, v reflect.Value, _ int) { v.SetBool(r.uint() != 0) }

// room is what packing a value needs, used again for the next one.
type room struct {
	texts    []string
	index    map[string]uint64 // where a text stands in texts
	data     []byte
	lastText []string // of each field
	lastInt  []int64
}

func (r *room) begin(fields int) {
	clear(r.texts)
	clear(r.index)
	r.texts, r.data = r.texts[:0], r.data[:0]
	if len(r.lastInt) < fields {
		r.lastText, r.lastInt = make([]string, fields), make([]int64, fields)
	}
	clear(r.lastText)
	clear(r.lastInt)
}

func (r *room) uint(n uint64) { r.data = binary.AppendUvarint(r.data, n) }

// int writes by how much a number differs from the last one of its field. Sums wrap
// round, so that each comes back.
func (r *room) int(n int64, field int) {
	r.data = binary.AppendVarint(r.data, n-r.lastInt[field])
	r.lastInt[field] = n
}

// text writes 0 for the text that the field held last, else the number of the text.
func (r *room) text(s string, field int) {
	if s == r.lastText[field] {
		r.data = append(r.data, 0)
		return
	}
	i, known := r.index[s]
	if !known {
		i = uint64(len(r.texts))
		r.index[s] = i
		r.texts = append(r.texts, s)
	}
	r.uint(i + 1)
	r.lastText[field] = s
}

// packed is the lengths of the texts, the texts, and the data that refer to them.
func (r *room) packed() string {
	head := binary.AppendUvarint(nil, uint64(len(r.texts)))
	size := len(r.data)
	for _, s := range r.texts {
		head = binary.AppendUvarint(head, uint64(len(s)))
		size += len(s)
	}
	var out strings.Builder
	out.Grow(len(head) + size)
	out.Write(head)
	for _, s := range r.texts {
		out.WriteString(s)
	}
	out.Write(r.data)
	return out.String()
}

// reader reads what a room packed.
type reader struct {
	rest     string
	texts    []string
	lastText []string
	lastInt  []int64
}

// head reads the texts.
func (r *reader) head() {
	r.texts = make([]string, r.uint())
	lengths := reader{rest: r.rest}
	for range r.texts {
		r.uint() // a length; the texts come after all of them
	}
	for i := range r.texts {
		n := lengths.uint()
		r.texts[i], r.rest = r.rest[:n], r.rest[n:]
	}
}

func (r *reader) uint() uint64 {
	x, shift := uint64(0), 0
	for i := 0; i < len(r.rest); i++ {
		b := r.rest[i]
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return x
		}
		shift += 7
	}
	return 0
}

func (r *reader) int(field int) int64 {
	x := r.uint()
	r.lastInt[field] += int64(x>>1) ^ -int64(x&1)
	return r.lastInt[field]
}

func (r *reader) text(field int) string {
	if i := r.uint(); i > 0 {
		r.lastText[field] = r.texts[i-1]
	}
	return r.lastText[field]
}
