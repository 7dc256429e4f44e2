package prob

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// exactCDF sums the masses in 300-bit arithmetic: the independent reading.
func exactCDF(n int64, mean float64) float64 {
	const bits = 300
	term := big.NewFloat(1).SetPrec(bits)
	sum := big.NewFloat(1).SetPrec(bits)
	m := big.NewFloat(mean).SetPrec(bits)
	for k := int64(1); k <= n; k++ {
		term.Mul(term, m)
		term.Quo(term, new(big.Float).SetInt64(k))
		sum.Add(sum, term)
	}
	total := big.NewFloat(1).SetPrec(bits) // e^mean by its own series
	term.SetInt64(1)
	for k := int64(1); k < int64(mean)*4+400; k++ {
		term.Mul(term, m)
		term.Quo(term, new(big.Float).SetInt64(k))
		total.Add(total, term)
	}
	f, _ := sum.Quo(sum, total).Float64()
	return f
}

func TestPoissonCDFAgreesWithExactArithmetic(t *testing.T) {
	for _, mean := range []float64{0.01, 0.5, 1, 2.2667, 31.7, 136, 900, 4000} {
		for _, sigmas := range []float64{-6, -3, -1, 0, 1, 3, 6} {
			n := int64(math.Max(0, math.Floor(mean+sigmas*math.Sqrt(mean))))
			got, want := PoissonCDF(float64(n), mean), exactCDF(n, mean)
			if math.Abs(got-want) > 1e-11*want {
				t.Errorf("PoissonCDF(%d, %g) = %.15g, want %.15g", n, mean, got, want)
			}
		}
	}
}

// The peak minutes of the worked example in docs/methods/capacity.md.
func TestPoissonQuantileOfTheWorkedExample(t *testing.T) {
	for mean, want := range map[float64]float64{240: 289, 136: 173, 64: 90, 4: 11, 20: 35, 60: 85, 34: 53, 16: 30} {
		if got := PoissonQuantile(mean, 0.999); got != want {
			t.Errorf("PoissonQuantile(%g, 0.999) = %g, want %g", mean, got, want)
		}
	}
}

func TestPoissonQuantileIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := rapid.Float64Range(0.001, 5000).Draw(t, "mean")
		q := rapid.Float64Range(0.01, 0.99999).Draw(t, "q")
		n := PoissonQuantile(mean, q)
		if PoissonCDF(n, mean) < q-1e-9 {
			t.Fatalf("CDF(%g) = %g < %g", n, PoissonCDF(n, mean), q)
		}
		if n > 0 && PoissonCDF(n-1, mean) > q+1e-9 {
			t.Fatalf("CDF(%g) = %g already reaches %g", n-1, PoissonCDF(n-1, mean), q)
		}
	})
}

func TestPoissonMeanInvertsTheQuantile(t *testing.T) {
	for _, n := range []float64{0, 1, 5, 50, 300, 2500, 36000} {
		mean := PoissonMean(n, 0.999)
		if got := PoissonQuantile(mean, 0.999); got != n {
			t.Errorf("quantile at the break-even of %g is %g", n, got)
		}
		if got := PoissonQuantile(mean*1.0001+1e-9, 0.999); got <= n {
			t.Errorf("quantile just above the break-even of %g is %g", n, got)
		}
	}
}

func TestPoissonOfNonsense(t *testing.T) {
	for _, q := range []float64{math.NaN(), -1, 0, 1, 2} {
		if got := PoissonQuantile(10, q); got != 0 {
			t.Errorf("PoissonQuantile(10, %g) = %g, want 0", q, got)
		}
	}
	for _, mean := range []float64{math.NaN(), -3, 0} {
		if got := PoissonQuantile(mean, 0.9); got != 0 {
			t.Errorf("PoissonQuantile(%g, 0.9) = %g, want 0", mean, got)
		}
	}
	if got := PoissonMean(-1, 0.9); got != 0 {
		t.Errorf("PoissonMean(-1) = %g, want 0", got)
	}
}

func TestNormalQuantile(t *testing.T) {
	for q, want := range map[float64]float64{0.5: 0, 0.975: 1.959964, 0.999: 3.090232} {
		if got := NormalQuantile(q); math.Abs(got-want) > 1e-6 {
			t.Errorf("NormalQuantile(%g) = %g, want %g", q, got, want)
		}
	}
}

func TestSolve(t *testing.T) {
	for name, room := range map[string]func(float64) float64{
		"straight": func(x float64) float64 { return 700 - x },
		"curved":   func(x float64) float64 { return 700*700 - x*x },
		"steep":    func(x float64) float64 { return math.Exp(-x) - math.Exp(-700) },
		"a step":   func(x float64) float64 { return 1 - 2*indicator(x > 700) },
	} {
		x, ok := Solve(1, 1e9, room)
		if !ok || room(x) < 0 || math.Abs(x-700) > 1e-5 {
			t.Errorf("%s: %g, %t", name, x, ok)
		}
	}
	if _, ok := Solve(1, 1e6, func(float64) float64 { return 1 }); ok {
		t.Error("solved what has no solution")
	}
	if x, ok := Solve(1, 1e6, func(float64) float64 { return -1 }); x != 0 || !ok {
		t.Errorf("no room at all gives %g", x)
	}
}
