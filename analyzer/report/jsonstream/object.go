// Package jsonstream writes large JSON objects member by member, so that no report is
// held whole.
package jsonstream

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"runtime"
	"sync"
)

// Object writes one large object member by member, and the elements of its
// lists one by one: the bytes are those that encodeJSON gives for the whole, which
// would hold all of it in memory three times.
type Object struct {
	w      *bufio.Writer
	indent string         // of the members
	parts  []bytes.Buffer // what is being encoded
	begun  bool
	err    error
}

// encodedAtATime is how many elements of a list are encoded side by side.
const encodedAtATime = 16

// New begins an object that is written to w.
func New(w io.Writer) *Object {
	return &Object{w: bufio.NewWriter(w), indent: "  ", parts: make([]bytes.Buffer, encodedAtATime)}
}

// Value writes a member.
func (o *Object) Value(name string, v any) {
	o.key(name)
	o.encode(o.indent, v)
}

// Only writes a member that is an array of one object, which write fills.
func (o *Object) Only(name string, write func(*Object)) {
	o.key(name)
	inner := &Object{w: o.w, indent: o.indent + "    ", parts: o.parts, err: o.err}
	inner.text("[\n" + o.indent + "  ")
	write(inner)
	inner.end()
	inner.text("\n" + o.indent + "]")
	o.err = inner.err
}

// List writes a member that is an array of what f makes of each element. Some
// elements are made and encoded side by side, so f must be safe for that.
func List[A, B any](o *Object, name string, in []A, f func(A) B) {
	ListOf(o, name, len(in), func(i int) B { return f(in[i]) })
}

// ListOf is list for elements that are made by their index, below n.
func ListOf[B any](o *Object, name string, n int, f func(int) B) {
	o.key(name)
	elements(o, n, f)
}

// WriteJSONList writes a text that is an array of elements made by their index.
func WriteJSONList[B any](w io.Writer, n int, f func(int) B) error {
	o := New(w)
	o.indent = ""
	elements(o, n, f)
	return o.flush()
}

func elements[B any](o *Object, n int, f func(int) B) {
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
func encodeAll[B any](o *Object, block int, f func(int) B) {
	errs := make([]error, block)
	workers := min(runtime.GOMAXPROCS(0), block)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < block; i += workers {
				errs[i] = EncodePart(&o.parts[i], o.indent+"  ", f(i))
			}
		})
	}
	wg.Wait()
	o.err = cmp.Or(o.err, errors.Join(errs...))
}

// Close ends the object, with which the text ends, and returns the first error
// there was.
func (o *Object) Close() error {
	o.end()
	return o.flush()
}

func (o *Object) flush() error {
	o.text("\n")
	if o.err == nil {
		o.err = o.w.Flush()
	}
	return o.err
}

func (o *Object) end() { o.text("\n" + o.indent[2:] + "}") }

func (o *Object) key(name string) {
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
func (o *Object) encode(prefix string, v any) {
	o.err = cmp.Or(o.err, EncodePart(&o.parts[0], prefix, v))
	o.part(&o.parts[0])
}

// mostRoom is how much room a part keeps for the next one.
const mostRoom = 1 << 20

// part writes what was encoded.
func (o *Object) part(text *bytes.Buffer) {
	if o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	}
	if text.Cap() > mostRoom {
		*text = bytes.Buffer{}
	}
}

func (o *Object) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}
