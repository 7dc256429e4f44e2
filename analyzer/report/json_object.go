package report

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"runtime"
	"sync"
)

// jsonObject writes one large object member by member, and the elements of its
// lists one by one: the bytes are those that encodeJSON gives for the whole, which
// would hold all of it in memory three times.
type jsonObject struct {
	w      *bufio.Writer
	indent string         // of the members
	parts  []bytes.Buffer // what is being encoded
	begun  bool
	err    error
}

// encodedAtATime is how many elements of a list are encoded side by side.
const encodedAtATime = 16

func newJSONObject(w io.Writer) *jsonObject {
	return &jsonObject{w: bufio.NewWriter(w), indent: "  ", parts: make([]bytes.Buffer, encodedAtATime)}
}

// value writes a member.
func (o *jsonObject) value(name string, v any) {
	o.key(name)
	o.encode(o.indent, v)
}

// only writes a member that is an array of one object, which write fills.
func (o *jsonObject) only(name string, write func(*jsonObject)) {
	o.key(name)
	inner := &jsonObject{w: o.w, indent: o.indent + "    ", parts: o.parts, err: o.err}
	inner.text("[\n" + o.indent + "  ")
	write(inner)
	inner.end()
	inner.text("\n" + o.indent + "]")
	o.err = inner.err
}

// list writes a member that is an array of what f makes of each element. Some
// elements are made and encoded side by side, so f must be safe for that.
func list[A, B any](o *jsonObject, name string, in []A, f func(A) B) {
	listOf(o, name, len(in), func(i int) B { return f(in[i]) })
}

// listOf is list for elements that are made by their index, below n.
func listOf[B any](o *jsonObject, name string, n int, f func(int) B) {
	o.key(name)
	elements(o, n, f)
}

// writeJSONList writes a text that is an array of elements made by their index.
func writeJSONList[B any](w io.Writer, n int, f func(int) B) error {
	o := newJSONObject(w)
	o.indent = ""
	elements(o, n, f)
	return o.flush()
}

func elements[B any](o *jsonObject, n int, f func(int) B) {
	o.text("[")
	before := "\n  " + o.indent
	for from := 0; from < n && o.err == nil; from += len(o.parts) {
		block := min(len(o.parts), n-from)
		encodeAll(o, block, func(i int) B { return f(from + i) })
		for i := range block {
			o.text(before)
			o.part(&o.parts[i])
			before = ",\n  " + o.indent
		}
	}
	if n > 0 {
		o.text("\n" + o.indent)
	}
	o.text("]")
}

// encodeAll encodes what f makes of the elements of a block, on all processors.
func encodeAll[B any](o *jsonObject, block int, f func(int) B) {
	errs := make([]error, block)
	workers := min(runtime.GOMAXPROCS(0), block)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < block; i += workers {
				errs[i] = encodePart(&o.parts[i], o.indent+"  ", f(i))
			}
		})
	}
	wg.Wait()
	o.err = cmp.Or(o.err, errors.Join(errs...))
}

// same is what it is given.
func same[A any](a A) A { return a }

// close ends the object, with which the text ends, and returns the first error
// there was.
func (o *jsonObject) close() error {
	o.end()
	return o.flush()
}

func (o *jsonObject) flush() error {
	o.text("\n")
	if o.err == nil {
		o.err = o.w.Flush()
	}
	return o.err
}

func (o *jsonObject) end() { o.text("\n" + o.indent[2:] + "}") }

func (o *jsonObject) key(name string) {
	if o.begun {
		o.text(",\n" + o.indent)
	} else {
		o.text("{\n" + o.indent)
	}
	o.begun = true
	o.encode("", name)
	o.text(": ")
}

// encode writes v, its further lines behind a prefix.
func (o *jsonObject) encode(prefix string, v any) {
	o.err = cmp.Or(o.err, encodePart(&o.parts[0], prefix, v))
	o.part(&o.parts[0])
}

// mostRoom is how much room a part keeps for the next one.
const mostRoom = 1 << 20

// part writes what was encoded.
func (o *jsonObject) part(text *bytes.Buffer) {
	if o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	}
	if text.Cap() > mostRoom {
		*text = bytes.Buffer{}
	}
}

func (o *jsonObject) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}
