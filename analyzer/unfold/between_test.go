package unfold

import (
	"math"
	"math/rand/v2"
	"testing"
)

// numbersFrom are the numbers that the ranges of these tests are made of.
var numbersFrom = []float64{math.Inf(-1), -3, -1, 0, 0.5, 1, 2, 7, math.Inf(1)}

func randomRange(r *rand.Rand) between {
	a, b := numbersFrom[r.IntN(len(numbersFrom))], numbersFrom[r.IntN(len(numbersFrom))]
	return between{lo: min(a, b), hi: max(a, b), loOpen: r.IntN(2) == 0, hiOpen: r.IntN(2) == 0}
}

func (b between) holds(x float64) bool {
	return (x > b.lo || x == b.lo && !b.loOpen) && (x < b.hi || x == b.hi && !b.hiOpen)
}

// members are some finite numbers in a range.
func (b between) members() []float64 {
	var in []float64
	for x := -9.0; x <= 9; x += 0.25 {
		if b.holds(x) {
			in = append(in, x)
		}
	}
	return in
}

// What a range is said to settle holds for every pair of its numbers, and operations on
// ranges hold every result of their numbers.
func TestRangesHoldTheirNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	relations := map[string]func(x, y float64) bool{
		"<": func(x, y float64) bool { return x < y }, "<=": func(x, y float64) bool { return x <= y },
		">": func(x, y float64) bool { return x > y }, ">=": func(x, y float64) bool { return x >= y },
		"==": func(x, y float64) bool { return x == y }, "!=": func(x, y float64) bool { return x != y },
	}
	settled := 0
	for range 3_000 {
		a, b := randomRange(r), randomRange(r)
		plus, minus, times, both, either := a.plus(b), a.plus(b.negative()), a.times(b), a.and(b), hull(a, b)
		for _, x := range a.members() {
			for _, y := range b.members() {
				for symbol, relation := range relations {
					if answer, ok := a.settles(symbol, b); ok && answer != relation(x, y) {
						t.Fatalf("%v %s %v is said to be %v, but %v %s %v is not", a, symbol, b, answer, x, symbol, y)
					} else if ok {
						settled++
					}
				}
				if !plus.holds(x+y) || !minus.holds(x-y) || !times.holds(x*y) || x == y && !both.holds(x) || !either.holds(x) || !either.holds(y) {
					t.Fatalf("%v and %v: %v + %v, - %v, * %v, and %v, or %v miss what %v and %v give", a, b, plus, a, minus, times, both, either, x, y)
				}
			}
		}
	}
	if settled == 0 {
		t.Error("nothing was settled")
	}
}

func TestIntegersInARange(t *testing.T) {
	for _, tt := range []struct{ in, want between }{
		{between{lo: 0.5, hi: 2.5}, between{lo: 1, hi: 2}},
		{between{lo: 1, hi: 3, loOpen: true, hiOpen: true}, exactly(2)},
		{between{lo: 1, hi: 3}, between{lo: 1, hi: 3}},
		{between{lo: math.Inf(-1), hi: 3, hiOpen: true}, between{lo: math.Inf(-1), hi: 2}},
	} {
		if got := tt.in.integers(); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.in, got, tt.want)
		}
	}
}
