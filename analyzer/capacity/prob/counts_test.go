package prob

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestFittedHasItsMoments(t *testing.T) {
	tests := []struct {
		low, high      int
		mean, variance float64
	}{
		{0, 1, 0.98, 0.98 * 0.02}, {0, -1, 3, 12}, {1, -1, 3, 1}, {0, 10, 2.9, 4}, {2, 2, 2, 0},
		{0, 20, 5, 5}, {0, -1, 0.3, 0.5}, {0, -1, 2000, 4000}, {0, -1, 2900, 2900 * 2900}, {3, 40, 7.25, 30}, {0, 4, 2, 2},
		{0, 10, 8, 10}, {1, 6, 3, 4.5},
		{0, 5, 0.8333333333333333, 3.472222222222222}, // the last float below the greatest variance
	}
	for _, tt := range tests {
		m := Fitted(tt.low, tt.high, tt.mean, tt.variance)
		if !(math.Abs(m.Mean()-tt.mean) <= 1e-6) { // nor is it NaN
			t.Errorf("%+v: mean %g", tt, m.Mean())
		}
		if got := m.Variance(); got < tt.variance-0.02*tt.variance-1e-9 || got > tt.variance*1.2+1e-9 {
			t.Errorf("%+v: variance %g", tt, got)
		}
	}
}

func TestFittedKeepsMeanAndBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.IntRange(0, 5).Draw(t, "low")
		high := low + rapid.IntRange(0, 60).Draw(t, "width")
		mean := rapid.Float64Range(float64(low), float64(high)).Draw(t, "mean")
		greatest := (float64(high) - mean) * (mean - float64(low))
		variance := rapid.Float64Range(0, greatest).Draw(t, "variance")
		m := Fitted(low, high, mean, variance)
		sum := 0.0
		for k, p := range m {
			sum += p
			if p < 0 {
				t.Fatalf("mass %g at %d", p, k)
			}
			if p > 1e-9 && (k < low || k > high) {
				t.Fatalf("mass %g at %d outside %d..%d", p, k, low, high)
			}
		}
		if math.Abs(sum-1) > 1e-9 || math.Abs(m.Mean()-mean) > 1e-6*(1+mean) {
			t.Fatalf("sum %g, mean %g, want 1 and %g", sum, m.Mean(), mean)
		}
	})
}

// A constant is added in no time, on either side, however great it is.
func TestConvolveWithGreatConstants(t *testing.T) {
	const great = 90_000
	sum := Convolve(Convolve(Constant(great), Fitted(0, -1, 50, 100)), Constant(great))
	if got := sum.Mean(); math.Abs(got-2*great-50) > 1e-3 {
		t.Errorf("mean %g", got)
	}
	if got := Convolve(Constant(great), Constant(great)).Mean(); math.Abs(got-2*great) > 1e-6 {
		t.Errorf("two constants have a mean of %g", got)
	}
}

// However wide a count without an end is spread, its mean stays: a demand is never
// lost in a tail that is cut off.
func TestFittedWithoutAnEndKeepsItsMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.IntRange(0, 5).Draw(t, "low")
		mean := float64(low) + math.Pow(10, rapid.Float64Range(-3, 5).Draw(t, "mean"))
		variance := math.Pow(10, rapid.Float64Range(-3, 30).Draw(t, "variance"))
		if got := Fitted(low, -1, mean, variance).Mean(); !(math.Abs(got-mean) <= 1e-5*mean) {
			t.Fatalf("mean %g, want %g", got, mean)
		}
	})
}

func TestConvolve(t *testing.T) {
	got := Convolve(Mass{0.5, 0.5}, Mass{0.25, 0.75})
	want := Mass{0.125, 0.5, 0.375}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-15 {
			t.Fatalf("Convolve = %v, want %v", got, want)
		}
	}
}
