package prob

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// convolved is the exact distribution by another road: the Poisson mixture of
// the n-fold convolutions of the size.
func convolved(c Compound, upTo int) []float64 {
	total := make([]float64, upTo+1)
	power := make([]float64, upTo+1)
	power[0] = 1
	for n := 0.0; n < c.Rate+40*math.Sqrt(c.Rate)+40; n++ {
		weight := PoissonMass(n, c.Rate)
		for k := range total {
			total[k] += weight * power[k]
		}
		next := make([]float64, upTo+1)
		for k, p := range power {
			for j, f := range c.Sizes {
				if k+j <= upTo && p != 0 {
					next[k+j] += p * f
				}
			}
		}
		power = next
	}
	return total
}

func TestQuantileAgreesWithConvolution(t *testing.T) {
	tests := map[string]Compound{
		"bernoulli":     {3, Mass{0.4, 0.6}},
		"two or nought": {5, Mass{0.5, 0, 0.5}},
		"mixed":         {2.5, Mass{0.1, 0.3, 0, 0.4, 0, 0, 0.2}},
		"rare and big":  {8, Mass{0.9, 0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0.05}},
		"constant":      {4, Mass{0, 0, 0, 1}},
		"steady":        {30, Mass{0, 0.7, 0.2, 0.1}},
	}
	for name, c := range tests {
		mass := convolved(c, 200)
		for _, q := range []float64{0.5, 0.9, 0.99, 0.999, 0.99999} {
			want, cdf := 0, mass[0]
			for cdf < q {
				want++
				cdf += mass[want]
			}
			got, exact := c.Quantile(q)
			if !exact || got != float64(want) {
				t.Errorf("%s: Quantile(%g) = %g (exact %t), want %d", name, q, got, exact, want)
			}
			if !c.Fits(got, q) || (got > 0 && c.Fits(got-1, q)) {
				t.Errorf("%s: Fits disagrees with Quantile(%g) = %g", name, q, got)
			}
		}
	}
}

// exp(-5000) is no float: the recursion must not start from it.
func TestQuantileOfGreatRates(t *testing.T) {
	poisson := Compound{5000, Mass{0, 1}}
	want, _ := poisson.Quantile(0.999)
	split := Merge(Compound{2500, Mass{0, 1}}, Compound{2500, Mass{0, 1}})
	if got, _ := split.Quantile(0.999); got != want {
		t.Errorf("halves give %g, whole %g", got, want)
	}
	thinned := Compound{10000, Mass{0.5, 0.5}}
	if got, _ := thinned.Quantile(0.999); got != want {
		t.Errorf("thinning gives %g, want %g", got, want)
	}
	nearly := Compound{5000, Mass{0, 1 - 1e-13, 1e-13}} // not constant: by Panjer
	if got := nearly.panjer(func(_ int, cdf float64) bool { return cdf >= 0.999 }); got != want {
		t.Errorf("recursion gives %g, want %g", got, want)
	}
}

// What doc comments and capacity.md claim of the approximation.
func TestApproximationIsCloseToExact(t *testing.T) {
	shapes := []Mass{{0, 1}, {0.2, 0.5, 0.3}, {0, 0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0.1}, {0.5, 0.25, 0.125, 0.0625, 0.0625}}
	for _, tt := range []struct{ rate, tolerance float64 }{{20, 0.03}, {500, 0.002}, {20000, 0.0001}} {
		for _, sizes := range shapes {
			c := Compound{tt.rate, sizes}
			exact := c.trim().panjer(func(_ int, cdf float64) bool { return cdf >= 0.999 })
			trimmed := c.trim()
			size := trimmed.Sizes.moments()
			got := trimmed.approximate(0.999, &size)
			if math.Abs(got-exact) > tt.tolerance*exact+1 {
				t.Errorf("rate %g, sizes %v: %.1f against exact %g", tt.rate, sizes, got, exact)
			}
		}
	}
}

// From greatRate on a plain Poisson count is approximated too.
func TestApproximationOfGreatPoissonCounts(t *testing.T) {
	for _, rate := range []float64{1e6, 5e6} {
		got, exact := Compound{rate, Mass{0, 1}}.Quantile(0.999)
		if want := PoissonQuantile(rate, 0.999); exact || math.Abs(got-want) > 1 {
			t.Errorf("rate %g: %g, want %g", rate, got, want)
		}
	}
}

// At a rate near nought hardly any minute sees an event: the quantile is nought,
// and a rate that any limit has room for must not be pushed out by the expansion.
func TestQuantileAtLowRates(t *testing.T) {
	for _, rate := range []float64{1e-90, 1e-13, 1e-6, 9e-4} {
		c := Compound{rate, Mass{0.4, 0.4, 0.1, 0.05, 0.05}}
		if got, exact := c.Quantile(0.999); got != 0 || !exact {
			t.Errorf("rate %g: Quantile = %g, exact %v", rate, got, exact)
		}
		if !c.Fits(1e6, 0.999) {
			t.Errorf("rate %g does not fit a million", rate)
		}
	}
	long := make(Mass, 5000)
	long[1], long[4999] = 0.5, 0.5
	if got, _ := (Compound{0.01, long}).Quantile(0.999); got > 4999 {
		t.Errorf("one event at most, of 4,999 at most, gives %g", got)
	}
}

func TestMaxRateReproducesTheLimit(t *testing.T) {
	shapes := []Mass{{0, 1}, {0, 0, 0, 1}, {0.4, 0.6}, {0.1, 0.3, 0, 0.4, 0, 0, 0.2}}
	for _, sizes := range shapes {
		for _, limit := range []float64{10, 300, 2500} {
			rate, ok := Compound{1, sizes}.MaxRate(limit, 0.999)
			if !ok {
				t.Fatalf("sizes %v: no rate reaches %g", sizes, limit)
			}
			at, _ := Compound{rate, sizes}.Quantile(0.999)
			if at > limit || at < limit-float64(len(sizes)) {
				t.Errorf("sizes %v: quantile %g at the break-even of %g", sizes, at, limit)
			}
			if above, _ := (Compound{rate * 1.001, sizes}).Quantile(0.999); above <= limit {
				t.Errorf("sizes %v: quantile %g just above the break-even of %g", sizes, above, limit)
			}
		}
	}
	if _, ok := (Compound{1, Mass{1}}).MaxRate(10, 0.999); ok {
		t.Error("a count that is always nought reaches a limit")
	}
}

func TestCompoundProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := Mass(rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 8).Draw(t, "weights"))
		sum := 0.0
		for _, p := range sizes {
			sum += p
		}
		if sum == 0 {
			return
		}
		for k := range sizes {
			sizes[k] /= sum
		}
		// Floats alone are nearly all drawn near nought.
		rate := rapid.OneOf(rapid.Float64Range(0, 200), rapid.Map(rapid.IntRange(0, 200_000), func(n int) float64 { return float64(n) / 1000 }))
		c := Compound{rate.Draw(t, "rate"), sizes}
		low, _ := c.Quantile(0.9)
		high, _ := c.Quantile(0.999)
		more, _ := c.Scale(1.5).Quantile(0.999)
		if low > high || high > more {
			t.Fatalf("quantiles fall: %g, %g, %g", low, high, more)
		}
		both := Merge(c, c)
		if math.Abs(both.Mean()-2*c.Mean()) > 1e-9*(1+c.Mean()) {
			t.Fatalf("merging twice %g gives %g", c.Mean(), both.Mean())
		}
		if math.Abs(c.Variance()-c.Rate*(c.Sizes.Variance()+c.Sizes.Mean()*c.Sizes.Mean())) > 1e-6*(1+c.Variance()) {
			t.Fatalf("variance %g", c.Variance())
		}
	})
}

func TestCompoundOfNothing(t *testing.T) {
	for _, c := range []Compound{{}, {10, nil}, {10, Mass{1}}, {0, Mass{0, 1}}, {-1, Mass{0, 1}}, {10, Mass{0, 0}}} {
		if got, exact := c.Quantile(0.999); got != 0 || !exact {
			t.Errorf("%v: Quantile = %g", c, got)
		}
		if !c.Fits(0, 0.999) {
			t.Errorf("%v does not fit nought", c)
		}
	}
}

// Few events of sizes without a bound: the expansion would be far beyond the
// exact quantile, and a limit between the two would both fit and be passed.
func TestQuantileOfFewLongTailedEvents(t *testing.T) {
	sizes := Fitted(0, -1, 30, 30*31)
	rare := Merge(Compound{50, Mass{0, 0, 0.7, 0.3}}, Compound{0.0143, Fitted(0, -1, 70, 70*71)})
	if n, _ := rare.Quantile(0.999); !rare.Fits(n, 0.999) || rare.Fits(n-1, 0.999) || n > 500 {
		t.Errorf("rare great events among many small: quantile %g", n)
	}
	for _, rate := range []float64{0.003, 0.01, 0.05, 0.3, 2} {
		c := Compound{rate, sizes}
		n, _ := c.Quantile(0.999)
		for _, limit := range []float64{n - 1, n, n + 1, 2 * n} {
			if fits := c.Fits(limit, 0.999); fits != (limit >= n) {
				t.Errorf("rate %g: the quantile is %g, but %g fits: %t", rate, n, limit, fits)
			}
		}
		if n > 0 {
			sum, exact := 0.0, c.trim()
			exact.panjer(func(k int, cdf float64) bool { sum = cdf; return float64(k) >= n })
			if sum < 0.999-1e-9 {
				t.Errorf("rate %g: only %g stay within %g", rate, sum, n)
			}
		}
	}
}
