package pack_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/internal/pack"
)

type kind uint8

type place struct {
	File string
	Line int
}

type record struct {
	place
	Place   place
	A       int32
	B       int64
	C       bool
	D       float64
	K       kind
	Text    string
	Words   []string
	P       *string
	Q       *place
	Inner   []record
	Left    map[string]int `pack:"-"`
	private int
}

var records = pack.For[record]()

func TestRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"", "a", "ß", "a\x00b", strings.Repeat("x", 300)})
		var draw func(depth int) record
		draw = func(depth int) record {
			r := record{
				A: rapid.Int32().Draw(t, "a"), B: rapid.Int64().Draw(t, "b"), C: rapid.Bool().Draw(t, "c"), Text: words.Draw(t, "text"),
				D: rapid.Float64().Draw(t, "d"), K: kind(rapid.Uint8().Draw(t, "kind")),
				Place: place{words.Draw(t, "file"), rapid.IntRange(-1<<40, 1<<40).Draw(t, "line")},
			}
			if rapid.Bool().Draw(t, "pointers") {
				s := words.Draw(t, "pointed")
				r.P, r.Q = &s, &place{s, 3}
			}
			for range rapid.IntRange(0, 2).Draw(t, "words") {
				r.Words = append(r.Words, words.Draw(t, "word"))
			}
			for range rapid.IntRange(0, 3-depth).Draw(t, "inner") {
				r.Inner = append(r.Inner, draw(depth+1))
			}
			return r
		}
		want := draw(0)
		if got := records.Unpack(records.Pack(&want)); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
}

func TestExtremes(t *testing.T) {
	for _, n := range []int64{0, -1, 1, math.MaxInt64, math.MinInt64} {
		want := record{B: n, D: math.Float64frombits(uint64(n)), Inner: []record{{B: math.MinInt64}, {B: math.MaxInt64}}}
		got := records.Unpack(records.Pack(&want))
		if got.B != n || got.Inner[0].B != math.MinInt64 || got.Inner[1].B != math.MaxInt64 || math.Float64bits(got.D) != uint64(n) {
			t.Errorf("%+v came back as %+v", want, got)
		}
	}
}

// What is not exported, or is left out, stays behind; so does nothing of the record
// before.
func TestWhatIsLeftOut(t *testing.T) {
	full := record{place: place{File: "here"}, Text: "a", Left: map[string]int{"x": 1}, private: 2}
	if got := records.Unpack(records.Pack(&full)); got.Left != nil || got.private != 0 || got.File != "" || got.Text != "a" {
		t.Errorf("came back %+v", got)
	}
	var empty record
	if got := records.Unpack(records.Pack(&empty)); !reflect.DeepEqual(got, empty) {
		t.Errorf("nothing came back as %+v", got)
	}
}

func TestTypesThatCannotBePacked(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a codec of functions")
		}
	}()
	pack.For[struct{ F func() }]()
}

func TestTextsStandOnce(t *testing.T) {
	long := strings.Repeat("long ", 100)
	r := record{Text: long, Inner: make([]record, 50)}
	for i := range r.Inner {
		r.Inner[i] = record{Text: long, Place: place{File: long}}
	}
	if n := len(records.Pack(&r)); n > 2*len(long)+50*20 {
		t.Errorf("%d bytes", n)
	}
}

func TestManyAtATime(t *testing.T) {
	done := make(chan bool)
	for i := range 8 {
		go func() {
			same := true
			for n := range 200 {
				want := record{A: int32(i), B: int64(n), Words: []string{strings.Repeat("w", i)}}
				got := records.Unpack(records.Pack(&want))
				same = same && reflect.DeepEqual(got, want)
			}
			done <- same
		}()
	}
	for range 8 {
		if !<-done {
			t.Error("records of several goroutines got mixed")
		}
	}
}
