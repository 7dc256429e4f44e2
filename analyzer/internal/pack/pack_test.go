package pack_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/internal/pack"
)

type record struct {
	A          int
	B          int64
	C          bool
	Text, Same string
	Near       int
	P          *string
	Inner      []record
}

type packer struct {
	*pack.Codec
	same string
	near int
}

func (p *packer) record(r *record) {
	p.Int(&r.A)
	p.Int64(&r.B)
	p.Bool(&r.C)
	p.Text(&r.Text)
	p.Again(&r.Same, &p.same)
	p.Near(&r.Near, &p.near)
	pack.Maybe(p.Codec, &r.P, p.Text)
	pack.List(p.Codec, &r.Inner, p.record)
}

func packed(r *record) string {
	return pack.Write(func(c *pack.Codec) { (&packer{Codec: c}).record(r) })
}

func TestRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"", "a", "ß", "a\x00b", strings.Repeat("x", 300)})
		var draw func(depth int) record
		draw = func(depth int) record {
			r := record{
				A: rapid.Int().Draw(t, "a"), B: rapid.Int64().Draw(t, "b"), C: rapid.Bool().Draw(t, "c"), Text: words.Draw(t, "text"),
				Same: words.Draw(t, "same"), Near: rapid.IntRange(-1<<40, 1<<40).Draw(t, "near"),
			}
			if rapid.Bool().Draw(t, "pointer") {
				s := words.Draw(t, "pointed")
				r.P = &s
			}
			for range rapid.IntRange(0, 3-depth).Draw(t, "inner") {
				r.Inner = append(r.Inner, draw(depth+1))
			}
			return r
		}
		want, got := draw(0), record{Text: "old", Inner: []record{{}}}
		pack.Read(packed(&want), func(c *pack.Codec) { (&packer{Codec: c}).record(&got) })
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
}

func TestExtremes(t *testing.T) {
	for _, n := range []int64{0, -1, 1, math.MaxInt64, math.MinInt64} {
		want := record{A: int(n), B: n}
		var got record
		pack.Read(packed(&want), func(c *pack.Codec) { (&packer{Codec: c}).record(&got) })
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v came back as %+v", want, got)
		}
	}
}

func TestTextsStandOnce(t *testing.T) {
	long := strings.Repeat("long ", 100)
	r := record{Text: long, Same: long, Inner: make([]record, 50)}
	for i := range r.Inner {
		r.Inner[i] = record{Text: long, Same: long}
	}
	if n := len(packed(&r)); n > 2*len(long)+50*10 {
		t.Errorf("%d bytes", n)
	}
}
