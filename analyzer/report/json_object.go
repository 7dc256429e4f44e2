package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// jsonObject writes one large object member by member, and the elements of its
// lists one by one: the bytes are those that encodeJSON gives for the whole, which
// would hold all of it in memory three times.
type jsonObject struct {
	w     *bufio.Writer
	part  bytes.Buffer // what is being encoded
	begun bool
	err   error
}

func newJSONObject(w io.Writer) *jsonObject { return &jsonObject{w: bufio.NewWriter(w)} }

// value writes a member.
func (o *jsonObject) value(name string, v any) {
	o.key(name)
	o.encode("  ", v)
}

// list writes a member that is an array of what f makes of each element.
func list[A, B any](o *jsonObject, name string, in []A, f func(A) B) {
	o.key(name)
	o.text("[")
	for i, a := range in {
		if i > 0 {
			o.text(",")
		}
		o.text("\n    ")
		o.encode("    ", f(a))
	}
	if len(in) > 0 {
		o.text("\n  ")
	}
	o.text("]")
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
	o.part.Reset()
	enc := json.NewEncoder(&o.part)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil && o.err == nil {
		o.err = err
	}
	if o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(o.part.Bytes(), []byte("\n")))
	}
}

func (o *jsonObject) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}
