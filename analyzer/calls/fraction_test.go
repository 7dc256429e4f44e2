package calls

import (
	"math"
	"testing"
)

// Rounds that are no whole number lie between those of the whole numbers around them,
// and the share that leaves gives back the mean that it was made of.
func TestFractionsOfRounds(t *testing.T) {
	sums := func(p, n float64) (float64, float64) { sum, power := geometric(p, n); return sum.value, power.value }
	for _, p := range []float64{0, 0.3, 0.9, 1} {
		for _, n := range []float64{0, 1, 2.25, 7.5} {
			low, high := math.Floor(n), math.Floor(n)+1
			share := n - low
			sumLow, doneLow := sums(p, low)
			sumHigh, doneHigh := sums(p, high)
			sum, done := sums(p, n)
			if want := (1-share)*sumLow + share*sumHigh; math.Abs(sum-want) > 1e-12 {
				t.Errorf("%g rounds of share %g begin %g, want %g", n, p, sum, want)
			}
			if want := (1-share)*doneLow + share*doneHigh; math.Abs(done-want) > 1e-12 {
				t.Errorf("%g rounds of share %g are over with %g, want %g", n, p, done, want)
			}
			c := &chain{by: []float64{0, p}}
			if c.repeat(n, 0); math.Abs(c.started-sum) > 1e-12 || n > 0 && math.Abs(c.done-done) > 1e-12 {
				t.Errorf("means: %g rounds of share %g begin %g and are over with %g, want %g and %g", n, p, c.started, c.done, sum, done)
			}
		}
	}
	for _, most := range []float64{1, 5, 10_000} {
		for _, mean := range []float64{1, 1.5, 3, 12.4} {
			q := LeaveShareOf(min(mean, most), most)
			got := most
			if q > 0 {
				got = -math.Expm1(most*math.Log1p(-q)) / q
			}
			if math.Abs(got-min(mean, most)) > 1e-6 {
				t.Errorf("a loop of %g rounds on average and at most %g begins %g", mean, most, got)
			}
		}
	}
}
