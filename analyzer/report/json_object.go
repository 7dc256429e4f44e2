package report

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"sync"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// jsonObject writes one large object member by member, and the elements of its
// lists one by one: the bytes are those that encodeJSON gives for the whole, which
// would hold all of it in memory three times.
type jsonObject struct {
	w     *bufio.Writer
	parts [32]bytes.Buffer // what is being encoded
	begun bool
	err   error
}

func newJSONObject(w io.Writer) *jsonObject { return &jsonObject{w: bufio.NewWriter(w)} }

// value writes a member.
func (o *jsonObject) value(name string, v any) {
	o.key(name)
	o.encode("  ", v)
}

// list writes a member that is an array of what f makes of each element. Some
// elements are made and encoded side by side, so f must be safe for that.
func list[A, B any](o *jsonObject, name string, in []A, f func(A) B) {
	listOf(o, name, len(in), func(i int) B { return f(in[i]) })
}

// listOf is list for elements that are made by their index, below n.
func listOf[B any](o *jsonObject, name string, n int, f func(int) B) {
	o.key(name)
	o.text("[")
	before := "\n    "
	for from := 0; from < n; from += len(o.parts) {
		block := min(len(o.parts), n-from)
		encodeAll(o, block, func(i int) B { return f(from + i) })
		for i := range block {
			o.text(before)
			o.part(&o.parts[i])
			before = ",\n    "
		}
	}
	if n > 0 {
		o.text("\n  ")
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
				errs[i] = encodePart(&o.parts[i], "    ", f(i))
			}
		})
	}
	wg.Wait()
	o.err = cmp.Or(o.err, errors.Join(errs...))
}

// same is what it is given.
func same[A any](a A) A { return a }

// close ends the object and returns the first error there was.
func (o *jsonObject) close() error {
	o.text("\n}\n")
	if o.err == nil {
		o.err = o.w.Flush()
	}
	return o.err
}

func (o *jsonObject) key(name string) {
	if o.begun {
		o.text(",\n  ")
	} else {
		o.text("{\n  ")
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

// encodePart puts v into a buffer, indented, as encoding/json would write it but in
// a third of the time. Of texts that are no UTF-8 that library writes the
// replacement character as an escape, so that they are left to it.
func encodePart(to *bytes.Buffer, prefix string, v any) error {
	to.Reset()
	if jsonv2.MarshalWrite(to, v, asEncodingJSON, jsontext.WithIndentPrefix(prefix), jsontext.WithIndent("  ")) == nil {
		return nil
	}
	to.Reset()
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	return enc.Encode(v)
}

// asEncodingJSON are the options that write what an Encoder of encoding/json does
// that leaves <, > and & as they are.
var asEncodingJSON = jsonv2.JoinOptions(jsonv1.DefaultOptionsV1(), jsontext.EscapeForHTML(false), jsontext.AllowInvalidUTF8(false))

// part writes what was encoded.
func (o *jsonObject) part(text *bytes.Buffer) {
	if o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	}
}

func (o *jsonObject) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}
