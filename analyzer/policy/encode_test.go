package policy

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// fill sets every field of a value to something that is not its zero value,
// so that a field that the encoder forgets shows.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth)
		}
	case reflect.Slice:
		if depth == 0 {
			return // types that hold themselves end here
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth-1)
		fill(v.Index(1), depth-1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString("text of " + v.Type().String())
	case reflect.Int, reflect.Int64:
		v.SetInt(1 << 40)
	case reflect.Float64:
		v.SetFloat(0.125)
	}
}

func fullFlow() facts.Flow {
	var f facts.Flow
	fill(reflect.ValueOf(&f).Elem(), 5)
	return f
}

func TestEncoderAgreesWithJSON(t *testing.T) {
	for _, f := range []facts.Flow{fullFlow(), {}} {
		term := newEncoders().flow.term(reflect.ValueOf(f))
		got, err := ast.JSON(term.Value)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(emptied(f))
		if err != nil {
			t.Fatal(err)
		}
		want, err := ast.JSON(ast.MustParseTerm(string(raw)).Value)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("encoding differs from JSON (-want +got):\n%s", diff)
		}
	}
}

// emptied replaces nil slices by empty ones, which the facts promise.
func emptied(f facts.Flow) facts.Flow {
	v := reflect.ValueOf(&f).Elem()
	for i := range v.NumField() {
		if s := v.Field(i); s.Kind() == reflect.Slice && s.IsNil() {
			s.Set(reflect.MakeSlice(s.Type(), 0, 0))
		}
	}
	return f
}

func TestFloatsThatJSONCannotSay(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := floatTerm(f); got.Value.Compare(ast.Null{}) != 0 {
			t.Errorf("floatTerm(%v) = %v, want null", f, got)
		}
	}
	if got := floatTerm(3); got.String() != "3" {
		t.Errorf("floatTerm(3) = %v", got)
	}
}

func BenchmarkEncodeFlow(b *testing.B) {
	f, e := benchFlow(0), newEncoders().flow
	b.ReportAllocs()
	for b.Loop() {
		e.term(reflect.ValueOf(f))
	}
}

// BenchmarkEncodeFlowByJSON is what the encoder is measured against.
func BenchmarkEncodeFlowByJSON(b *testing.B) {
	f := benchFlow(0)
	b.ReportAllocs()
	for b.Loop() {
		raw, err := json.Marshal(f)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ast.ValueFromReader(bytesReader(raw)); err != nil {
			b.Fatal(err)
		}
	}
}
