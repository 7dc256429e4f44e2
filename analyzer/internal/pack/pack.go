// Package pack writes records in a fraction of their memory and reads them again.
// Packed records are one string, in which the garbage collector has nothing to
// follow; texts stand in it once, however many records hold them.
//
// What visits the fields of a record in one order both writes and reads it:
//
//	func (p *Point) visit(c *pack.Codec) {
//		c.Int(&p.X)
//		c.Text(&p.Name)
//	}
package pack

import (
	"encoding/binary"
	"strings"
)

// Codec writes values or reads them, in the order of its calls. A reader must
// make the calls that the writer made.
type Codec struct {
	reading bool
	texts   []string
	index   map[string]uint64 // of a writer: where a text stands in texts
	data    []byte            // written
	rest    string            // to be read
}

// Write returns what visit writes.
func Write(visit func(*Codec)) string {
	c := &Codec{index: make(map[string]uint64)}
	visit(c)
	head := binary.AppendUvarint(nil, uint64(len(c.texts)))
	size := len(c.data)
	for _, s := range c.texts {
		head = binary.AppendUvarint(head, uint64(len(s)))
		size += len(s)
	}
	var out strings.Builder
	out.Grow(len(head) + size)
	out.Write(head)
	for _, s := range c.texts {
		out.WriteString(s)
	}
	out.Write(c.data)
	return out.String()
}

// Read lets visit read what Write returned. The texts that it gets are parts of
// packed.
func Read(packed string, visit func(*Codec)) {
	c := &Codec{reading: true, rest: packed}
	c.texts = make([]string, c.uvarint())
	lengths := Codec{rest: c.rest}
	for range c.texts {
		c.uvarint() // a length; the texts come after all of them
	}
	for i := range c.texts {
		n := lengths.uvarint()
		c.texts[i], c.rest = c.rest[:n], c.rest[n:]
	}
	visit(c)
}

// Reading reports whether values are read.
func (c *Codec) Reading() bool { return c.reading }

func (c *Codec) uvarint() uint64 {
	x, shift := uint64(0), 0
	for i := 0; i < len(c.rest); i++ {
		b := c.rest[i]
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			c.rest = c.rest[i+1:]
			return x
		}
		shift += 7
	}
	return 0
}

// Int visits a number, which takes a byte where it is small, of either sign.
func (c *Codec) Int(n *int) {
	x := int64(*n)
	c.Int64(&x)
	*n = int(x)
}

// Int64 is Int for numbers of that size.
func (c *Codec) Int64(n *int64) {
	if !c.reading {
		c.data = binary.AppendVarint(c.data, *n)
		return
	}
	x := c.uvarint()
	*n = int64(x>>1) ^ -int64(x&1)
}

// Near is Int for a number that is mostly close to the one before, which last holds.
func (c *Codec) Near(n, last *int) {
	by := *n - *last
	c.Int(&by)
	*n = *last + by
	*last = *n
}

// Bool visits a truth value.
func (c *Codec) Bool(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	c.Int(&n)
	*b = n != 0
}

// Text visits a text.
func (c *Codec) Text(s *string) {
	if c.reading {
		*s = c.texts[c.uvarint()]
		return
	}
	c.data = binary.AppendUvarint(c.data, c.number(*s))
}

// Again is Text for one that is mostly the one before, which last holds.
func (c *Codec) Again(s, last *string) {
	switch {
	case c.reading:
		if i := c.uvarint(); i > 0 {
			*last = c.texts[i-1]
		}
		*s = *last
	case *s == *last:
		c.data = append(c.data, 0)
	default:
		c.data = binary.AppendUvarint(c.data, c.number(*s)+1)
		*last = *s
	}
}

func (c *Codec) number(s string) uint64 {
	i, known := c.index[s]
	if !known {
		i = uint64(len(c.texts))
		c.index[s] = i
		c.texts = append(c.texts, s)
	}
	return i
}

// List visits the length of a list and its elements. Where it is empty, a reader
// makes it nil.
func List[T any](c *Codec, all *[]T, one func(*T)) {
	n := len(*all)
	c.Int(&n)
	if c.reading {
		*all = nil
		if n > 0 {
			*all = make([]T, n)
		}
	}
	for i := range *all {
		one(&(*all)[i])
	}
}

// Maybe visits what a pointer points to, if it does.
func Maybe[T any](c *Codec, p **T, one func(*T)) {
	has := *p != nil
	if c.Bool(&has); !has {
		*p = nil
		return
	}
	if c.reading {
		*p = new(T)
	}
	one(*p)
}
