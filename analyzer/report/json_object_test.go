package report

import (
	"bytes"
	"errors"
	"math"
	"testing"
)

// TestJSONObjectWritesAsTheEncoderDoes holds the bytes to those of the encoder
// for the whole object.
func TestJSONObjectWritesAsTheEncoderDoes(t *testing.T) {
	type inner struct {
		Name  string         `json:"name"`
		Empty []int          `json:"empty"`
		Deep  map[string]any `json:"deep"`
	}
	whole := struct {
		A int     `json:"a"`
		B []inner `json:"b"`
		C []int   `json:"c"`
		D string  `json:"d<"`
		E []int   `json:"e"`
	}{1, []inner{{"x & <y>", []int{}, map[string]any{"k": []any{1, map[string]any{}}}}, {Name: "\u2028"}}, []int{}, "\n", []int{7}}
	var want, got bytes.Buffer
	if err := encodeJSON(&want, whole); err != nil {
		t.Fatal(err)
	}
	o := newJSONObject(&got)
	o.value("a", whole.A)
	list(o, "b", whole.B, same)
	list(o, "c", whole.C, same)
	o.value("d<", whole.D)
	list(o, "e", whole.E, same)
	if err := o.close(); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", &got, &want)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestJSONObjectTellsErrors(t *testing.T) {
	o := newJSONObject(broken{})
	o.value("a", 1)
	if err := o.close(); err == nil || err.Error() != "disk full" {
		t.Errorf("writing to a full disk: %v", err)
	}
	o = newJSONObject(&bytes.Buffer{})
	o.value("a", math.NaN())
	if o.close() == nil {
		t.Error("what JSON cannot say is no error")
	}
}
