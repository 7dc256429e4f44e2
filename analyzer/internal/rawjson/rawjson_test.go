package rawjson_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/internal/rawjson"
)

// rewrite walks a value and writes what it saw, without spaces.
func rewrite(c *rawjson.Cursor, out *bytes.Buffer) {
	switch c.Kind() {
	case '{':
		c.Enter('{')
		out.WriteByte('{')
		for first := true; c.More('}'); first = false {
			if !first {
				out.WriteByte(',')
			}
			rewrite(c, out)
			out.WriteByte(':')
			rewrite(c, out)
		}
		out.WriteByte('}')
	case '[':
		c.Enter('[')
		out.WriteByte('[')
		for first := true; c.More(']'); first = false {
			if !first {
				out.WriteByte(',')
			}
			rewrite(c, out)
		}
		out.WriteByte(']')
	case '"':
		text, _ := jsontext.AppendQuote(nil, c.String())
		out.Write(text)
	default:
		out.Write(c.Raw())
	}
}

// A walk sees what encoding/json sees in every valid text, whatever follows it,
// and ends on every other.
func FuzzCursor(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.5e3,true,null,"x\"y\\"],"b":{}}`, ` [ ] `, `"é\u00e9\ud83d"`, `{"a":{"b":[{"c":1},[]]}} `, `}`, `"`, `[1,`, `{"a"`,
		"\"\xff\"", `{]`, `[}`, `{"a":[}]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := rawjson.At(text)
		rewrite(&c, new(bytes.Buffer)) // ends, whatever it makes of it
		c = rawjson.At(text)
		for range len(text) + 1 {
			c.Skip()
			if c.Kind() == '}' || c.Kind() == ']' {
				break
			}
		}
		if !jsontext.Value(text).IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) {
			return
		}
		if c.Kind() != 0 {
			t.Fatalf("skipping %s ends before its end", text)
		}
		var got bytes.Buffer
		c = rawjson.At(append(bytes.Clone(text), `,"after"`...))
		rewrite(&c, &got)
		if c.Kind() != '"' || string(c.String()) != "after" {
			t.Fatalf("reading %s does not end at its end", text)
		}
		if !sameJSON(got.Bytes(), text) {
			t.Fatalf("%s was read as %s", text, got.Bytes())
		}
	})
}

// sameJSON compares by meaning; of a name that stands twice the last one counts.
func sameJSON(a, b []byte) bool {
	x, errX := unmarshal(a)
	y, errY := unmarshal(b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}

func unmarshal(text []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // numbers may be too large for a float
	err = d.Decode(&v)
	return v, err
}

func TestStringOfAnotherKind(t *testing.T) {
	for i, text := range []string{`12, "x"`, `{"a":1}, "x"`, `null,"x"`, `[[]] "x"`} {
		c := rawjson.At([]byte(text))
		if got := c.String(); got != nil {
			t.Error(strconv.Quote(string(got)))
		}
		if string(c.String()) != "x" {
			t.Errorf("%d: the value after is lost", i)
		}
	}
}
