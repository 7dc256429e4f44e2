package facts

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Packed are the details of a flow that its outline lacks, in a tenth of their
// memory and with nothing in it for the garbage collector to follow: most texts
// of the many records are the same.
//
// The details are every node, the runs Worst and Likely, and of each call its
// witness, inputs and outputs: what single flows are judged and reported by. The
// outline is the rest: what flows are joined and the organisation is judged by.
type Packed struct {
	data string
}

// Pack parts a flow into its outline and its details. The flow itself stays as
// it is.
func Pack(f Flow) (outline Flow, details Packed) {
	texts := &table{index: make(map[string]uint64)}
	c := &codec{texts: texts}
	c.details(&f)
	f.Calls = slices.Clone(f.Calls)
	for i := range f.Calls {
		call := &f.Calls[i]
		call.Witness, call.Inputs, call.SuccessOutputs, call.FailureOutputs = nil, nil, nil, nil
	}
	f.Nodes, f.Worst, f.Likely = nil, nil, nil
	return f, Packed{texts.prefix() + string(c.data)}
}

// Whole is the flow again, given its outline. Lists that are empty come back nil.
func (p Packed) Whole(outline Flow) Flow {
	if p.data == "" {
		return outline
	}
	outline.Calls = slices.Clone(outline.Calls)
	c := &codec{reading: true, rest: p.data}
	c.texts = c.table()
	c.details(&outline)
	return outline
}

// table is the texts of a flow, each once.
type table struct {
	all   []string
	index map[string]uint64
}

func (t *table) number(s string) uint64 {
	i, known := t.index[s]
	if !known {
		i = uint64(len(t.all))
		t.index[s] = i
		t.all = append(t.all, s)
	}
	return i
}

// prefix is the table itself: how many texts, their lengths, the texts.
func (t *table) prefix() string {
	lengths := binary.AppendUvarint(nil, uint64(len(t.all)))
	for _, s := range t.all {
		lengths = binary.AppendUvarint(lengths, uint64(len(s)))
	}
	return string(lengths) + strings.Join(t.all, "")
}

// table reads what prefix wrote. The texts are parts of the packed data.
func (c *codec) table() *table {
	t := &table{all: make([]string, c.uvarint())}
	lengths := make([]int, len(t.all))
	for i := range lengths {
		lengths[i] = int(c.uvarint())
	}
	for i, n := range lengths {
		t.all[i], c.rest = c.rest[:n], c.rest[n:]
	}
	return t
}

// codec writes values or reads them: what visits the fields of a record in one
// order does both.
type codec struct {
	texts   *table
	reading bool
	data    []byte // written
	rest    string // to be read
	last    Place  // the place before, which the next one mostly shares flow and file with
}

func (c *codec) uvarint() uint64 {
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

// whole numbers take a byte each where they are small, of either sign.
func (c *codec) whole(n *int64) {
	if !c.reading {
		c.data = binary.AppendVarint(c.data, *n)
		return
	}
	x := c.uvarint()
	*n = int64(x>>1) ^ -int64(x&1)
}

func (c *codec) number(n *int) {
	x := int64(*n)
	c.whole(&x)
	*n = int(x)
}

func (c *codec) flag(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	c.number(&n)
	*b = n != 0
}

func (c *codec) text(s *string) {
	if c.reading {
		*s = c.texts.all[c.uvarint()]
		return
	}
	c.data = binary.AppendUvarint(c.data, c.texts.number(*s))
}

// again visits a text that is mostly the one before: 0 stands for that.
func (c *codec) again(s, last *string) {
	switch {
	case c.reading:
		if i := c.uvarint(); i > 0 {
			*last = c.texts.all[i-1]
		}
		*s = *last
	case *s == *last:
		c.data = append(c.data, 0)
	default:
		c.data = binary.AppendUvarint(c.data, c.texts.number(*s)+1)
		*last = *s
	}
}

// near visits a number that is mostly close to the one before.
func (c *codec) near(n, last *int) {
	by := *n - *last
	c.number(&by)
	*n = *last + by
	*last = *n
}

// list visits the length of a list and its elements, which a reader makes.
func list[T any](c *codec, all *[]T, one func(*codec, *T)) {
	n := len(*all)
	c.number(&n)
	if c.reading {
		*all = nil
		if n > 0 {
			*all = make([]T, n)
		}
	}
	for i := range *all {
		one(c, &(*all)[i])
	}
}
