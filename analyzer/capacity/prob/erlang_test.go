package prob

import (
	"math"
	"testing"
)

// Offered load in erlangs at which so many servers refuse that share, as the
// published Erlang B tables give it (ITU, Teletraffic Engineering handbook,
// table of the loss formula; three decimals there).
func TestErlangBLoadAgreesWithPublishedTables(t *testing.T) {
	tests := []struct {
		slots   int
		refused float64
		load    float64
	}{
		{1, 0.01, 0.0101}, {2, 0.01, 0.1526}, {5, 0.01, 1.361}, {10, 0.01, 4.461}, {20, 0.01, 12.03},
		{30, 0.01, 20.34}, {50, 0.01, 37.90}, {100, 0.01, 84.06},
		{1, 0.001, 0.001}, {5, 0.001, 0.7621}, {10, 0.001, 3.092}, {20, 0.001, 9.411}, {50, 0.001, 32.51},
		{10, 0.05, 6.216}, {20, 0.1, 17.61}, {50, 0.02, 40.26},
	}
	for _, tt := range tests {
		got := ErlangBLoad(tt.refused, tt.slots)
		if math.Abs(got-tt.load) > 0.0006*math.Max(1, tt.load) {
			t.Errorf("ErlangBLoad(%g, %d) = %.4f, want %.4f", tt.refused, tt.slots, got, tt.load)
		}
	}
}

// The definition, summed term by term: A^n/n! over the sum of A^k/k!.
func TestErlangBAgreesWithItsDefinition(t *testing.T) {
	for _, load := range []float64{0.1, 1, 7.5, 50, 136} {
		for _, slots := range []int{0, 1, 5, 50, 120} {
			term, sum := 1.0, 1.0
			for k := 1; k <= slots; k++ {
				term *= load / float64(k)
				sum += term
			}
			if got, want := ErlangB(load, slots), term/sum; math.Abs(got-want) > 1e-12 {
				t.Errorf("ErlangB(%g, %d) = %g, want %g", load, slots, got, want)
			}
		}
	}
}

func TestErlangBEdges(t *testing.T) {
	if got := ErlangB(0, 10); got != 0 {
		t.Errorf("no load refuses %g", got)
	}
	if got := ErlangB(math.Inf(1), 10); got != 1 {
		t.Errorf("endless load refuses %g", got)
	}
	if got := ErlangB(-1, 10); !math.IsNaN(got) {
		t.Errorf("negative load refuses %g", got)
	}
	if got := ErlangB(136, 50); math.Abs(got-0.64) > 0.005 {
		t.Errorf("136 erlangs on 50 slots refuse %g, want 0.64", got)
	}
}

func TestErlangBRetriesIsAFixedPoint(t *testing.T) {
	for _, load := range []float64{10, 40, 50, 80, 136} {
		for _, repeats := range []int{0, 1, 3, 10} {
			r := ErlangBRetries(load, 50, repeats)
			if got := ErlangB(r.Load, 50); math.Abs(got-r.Refused) > 1e-9 {
				t.Errorf("load %g, %d repeats: refused %g, but its load refuses %g", load, repeats, r.Refused, got)
			}
			if r.Load < load || r.Attempts < 1 {
				t.Errorf("load %g, %d repeats: %+v shrinks the load", load, repeats, r)
			}
			if repeats == 0 && r.Load != load {
				t.Errorf("without repeats the load %g became %g", load, r.Load)
			}
		}
	}
}
