package jsonstream

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"archlint/analyzer/report"
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
	if err := Encode(&want, whole); err != nil {
		t.Fatal(err)
	}
	o := New(&got)
	o.Value("a", whole.A)
	List(o, "b", whole.B, report.Same)
	List(o, "c", whole.C, report.Same)
	o.Value("d<", whole.D)
	List(o, "e", whole.E, report.Same)
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", &got, &want)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestJSONObjectTellsErrors(t *testing.T) {
	o := New(broken{})
	o.Value("a", 1)
	if err := o.Close(); err == nil || err.Error() != "disk full" {
		t.Errorf("writing to a full disk: %v", err)
	}
	o = New(&bytes.Buffer{})
	o.Value("a", math.NaN())
	if o.Close() == nil {
		t.Error("what JSON cannot say is no error")
	}
}
