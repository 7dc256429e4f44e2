package simulate

import (
	"math"
	"math/rand/v2"
)

// Latency is a distribution of durations in seconds.
type Latency interface {
	Draw(rng *rand.Rand) float64
	Mean() float64
}

// Constant is a duration that never varies.
type Constant float64

// Draw implements Latency.
func (c Constant) Draw(*rand.Rand) float64 { return float64(c) }

// Mean implements Latency.
func (c Constant) Mean() float64 { return float64(c) }

// Exponential has that mean.
type Exponential float64

// Draw implements Latency.
func (e Exponential) Draw(rng *rand.Rand) float64 { return float64(e) * rng.ExpFloat64() }

// Mean implements Latency.
func (e Exponential) Mean() float64 { return float64(e) }

// LogNormal has that mean and standard deviation over mean: the usual shape of
// response times, with a long tail from a Spread of 1 on.
type LogNormal struct {
	Average float64
	Spread  float64
}

// Draw implements Latency.
func (l LogNormal) Draw(rng *rand.Rand) float64 {
	if l.Average <= 0 {
		return 0
	}
	variance := math.Log1p(l.Spread * l.Spread)
	return math.Exp(math.Log(l.Average) - variance/2 + math.Sqrt(variance)*rng.NormFloat64())
}

// Mean implements Latency.
func (l LogNormal) Mean() float64 { return l.Average }

// Samples draws from measured durations.
type Samples []float64

// Draw implements Latency.
func (s Samples) Draw(rng *rand.Rand) float64 {
	if len(s) == 0 {
		return 0
	}
	return s[rng.IntN(len(s))]
}

// Mean implements Latency.
func (s Samples) Mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / max(1, float64(len(s)))
}
