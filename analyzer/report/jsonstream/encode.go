package jsonstream

import (
	"bytes"
	"encoding/json"
	"io"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// Encode writes v indented and with its characters as they are.
func Encode(w io.Writer, v any) error {
	var text bytes.Buffer
	if err := EncodePart(&text, "", v); err != nil {
		return err
	}
	_, err := w.Write(append(bytes.TrimSuffix(text.Bytes(), []byte("\n")), '\n'))
	return err
}

// EncodePart puts v into a buffer, indented, as encoding/json would write it but in
// a third of the time. Of texts that are no UTF-8 that library writes the
// replacement character as an escape, so that they are left to it.
func EncodePart(to *bytes.Buffer, prefix string, v any) error {
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
