package prob

import "math"

// tail is the probability beyond which a fitted distribution is cut off.
const tail = 1e-12

// Constant is the distribution of a count with that mean and the least possible
// variance: the mean itself, or the two whole numbers around it.
func Constant(mean float64) Mass {
	if !(mean > 0) {
		return Mass{1}
	}
	low := math.Floor(mean)
	m := make(Mass, int(low)+2)
	m[int(low)+1] = mean - low
	m[int(low)] = 1 - (mean - low)
	return m
}

// Extremes is the distribution on {low, high} with that mean: of all
// distributions between the two it has the greatest variance,
// (high-mean)(mean-low) (Bhatia and Davis 2000).
func Extremes(low, high int, mean float64) Mass {
	if high <= low || mean <= float64(low) {
		return Constant(mean)
	}
	m := make(Mass, high+1)
	share := math.Min(1, (mean-float64(low))/float64(high-low))
	m[low] += 1 - share
	m[high] += share
	return m
}

// Fitted returns a distribution with that mean and variance on counts from low
// up to high (high < 0: no end): shifted by low, a binomial when the variance is
// less than the mean, else a negative binomial. The mean is met exactly, the
// variance as nearly as whole numbers allow, never less by more than rounding.
func Fitted(low, high int, mean, variance float64) Mass {
	low = max(low, 0)
	width := -1
	if high >= 0 {
		width = max(high-low, 0)
	}
	rest := mean - float64(low)
	part := rest - math.Floor(rest)
	switch {
	case !(rest > 0):
		return Constant(math.Max(mean, 0))
	case high >= 0 && variance >= (float64(high)-mean)*rest:
		return Extremes(low, high, mean)
	case variance <= part*(1-part)+1e-12:
		return Constant(mean)
	case variance < rest*(1-1e-9):
		return shift(cut(binomial(rest, variance), width, rest), low)
	default:
		return shift(cut(negativeBinomial(rest, math.Max(variance, rest*(1+1e-9))), width, rest), low)
	}
}

// binomial has that mean and at least that variance: n trials, n the least
// whole number with mean (1 - mean/n) >= variance.
func binomial(mean, variance float64) Mass {
	n := math.Ceil(mean*mean/(mean-variance) - 1e-9)
	p := mean / n
	if p >= 1 {
		return Constant(mean)
	}
	var m Mass
	lgN, _ := math.Lgamma(n + 1)
	for k, sum := 0.0, 0.0; k <= n && sum < 1-tail; k++ {
		lgK, _ := math.Lgamma(k + 1)
		lgRest, _ := math.Lgamma(n - k + 1)
		mass := math.Exp(lgN - lgK - lgRest + k*math.Log(p) + (n-k)*math.Log1p(-p))
		m = append(m, mass)
		sum += mass
	}
	return normalised(m)
}

// negativeBinomial has that mean and variance, variance > mean.
func negativeBinomial(mean, variance float64) Mass {
	r := mean * mean / (variance - mean)
	p := mean / variance
	mass := math.Exp(r * math.Log(p))
	m := Mass{mass}
	for k, sum := 1.0, mass; sum < 1-tail && k < 100000; k++ {
		mass *= (k - 1 + r) / k * (1 - p)
		m = append(m, mass)
		sum += mass
	}
	return normalised(m)
}

// cut limits m to 0..high and puts the mean right again by moving mass between
// its ends, so that bounds and mean both hold.
//
// An open end comes as a negative high.
func cut(m Mass, high int, mean float64) Mass {
	if high < 0 || len(m) <= high+1 {
		return m
	}
	m = normalised(append(Mass(nil), m[:high+1]...))
	missing := mean - m.Mean()
	if missing <= 0 {
		return m
	}
	// Mixing with the atom at high raises the mean to where it was.
	share := missing / (float64(high) - m.Mean())
	for k := range m {
		m[k] *= 1 - share
	}
	m[high] += share
	return m
}

func shift(m Mass, by int) Mass { return append(make(Mass, by, by+len(m)), m...) }

func normalised(m Mass) Mass {
	sum := 0.0
	for _, p := range m {
		sum += p
	}
	for k := range m {
		m[k] /= sum
	}
	return m
}

// Convolve returns the distribution of the sum of two independent counts.
func Convolve(a, b Mass) Mass {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	sum := make(Mass, len(a)+len(b)-1)
	for i, p := range a {
		for j, q := range b {
			sum[i+j] += p * q
		}
	}
	return sum
}
