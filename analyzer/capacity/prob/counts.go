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
// less than the mean, else a negative binomial, and a beta-binomial where those
// would go beyond high. The mean is met exactly; the variance too, but that a
// binomial's number of trials is whole, which makes it a little greater, and that
// no count is beyond mostCounts: a variance that needs greater ones is made less.
func Fitted(low, high int, mean, variance float64) Mass {
	low = max(low, 0)
	rest := mean - float64(low)
	part := rest - math.Floor(rest)
	switch {
	case !(rest > 0):
		return Constant(math.Max(mean, 0))
	case high >= 0 && variance >= (float64(high)-mean)*rest:
		return Extremes(low, high, mean)
	case variance <= part*(1-part)+1e-12:
		return Constant(mean)
	}
	m := unboundedFit(rest, variance)
	if width := high - low; high >= 0 && len(m) > width+1 {
		m = betaBinomial(width, rest, variance)
	}
	return shift(m, low)
}

// mostCounts is where a distribution without an end is cut off. A negative binomial
// falls off by the factor 1 - mean/variance in the end: with a variance of
// mostDispersion means, what is cut off is less than tail, and the mean stays.
const (
	mostCounts     = 100_000
	mostDispersion = mostCounts / 33
)

func unboundedFit(mean, variance float64) Mass {
	if variance < mean*(1-1e-9) {
		return binomial(mean, variance)
	}
	m := negativeBinomial(mean, math.Max(math.Min(variance, mean*mostDispersion), mean*(1+1e-9)))
	if !(math.Abs(m.Mean()-mean) <= 1e-6*mean) { // too near the end for any spread
		return Constant(mean)
	}
	return m
}

// betaBinomial has that mean and variance on 0..n. Below a binomial's variance
// there is none, and that binomial stands for it.
func betaBinomial(n int, mean, variance float64) Mass {
	trials := float64(n)
	p := mean / trials
	least := trials * p * (1 - p)
	spread := (variance/least - 1) / (trials - 1) // correlation of the trials
	if !(spread > 1e-6) || n < 2 {
		return binomial(mean, least)
	}
	apart := 1/spread - 1
	if !(apart > 0) { // to the last bit the greatest variance
		return Extremes(0, n, mean)
	}
	alpha, beta := p*apart, (1-p)*apart
	m := make(Mass, n+1)
	for k := range m {
		x := float64(k)
		m[k] = math.Exp(logChoose(trials, x) + logBeta(x+alpha, trials-x+beta) - logBeta(alpha, beta))
	}
	return normalised(m)
}

func logChoose(n, k float64) float64 { return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1) }

func logBeta(a, b float64) float64 { return lgamma(a) + lgamma(b) - lgamma(a+b) }

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
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
	for k, sum := 0.0, 0.0; k <= n && sum < 1-tail; k++ {
		mass := math.Exp(logChoose(n, k) + k*math.Log(p) + (n-k)*math.Log1p(-p))
		m = append(m, mass)
		sum += mass
	}
	return normalised(m)
}

// negativeBinomial has that mean and variance, variance > mean.
func negativeBinomial(mean, variance float64) Mass {
	r, p := mean*mean/(variance-mean), mean/variance
	first := r * math.Log(p)
	if first < leastLog {
		return negativeBinomialByLogs(r, p)
	}
	mass := math.Exp(first)
	m := Mass{mass}
	for k, sum := 1.0, mass; sum < 1-tail && k < mostCounts; k++ {
		mass *= (k - 1 + r) / k * (1 - p)
		m = append(m, mass)
		sum += mass
	}
	return normalised(m)
}

// leastLog is the logarithm below which a probability is 0 in floating point, and
// with it every one that follows from it by products.
const leastLog = -700

// negativeBinomialByLogs works each probability out by itself.
func negativeBinomialByLogs(r, p float64) Mass {
	var m Mass
	for k, sum := 0.0, 0.0; sum < 1-tail && k < mostCounts; k++ {
		mass := math.Exp(lgamma(k+r) - lgamma(r) - lgamma(k+1) + r*math.Log(p) + k*math.Log1p(-p))
		m = append(m, mass)
		sum += mass
	}
	return normalised(m)
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

// Convolve returns the distribution of the sum of two independent counts. To add a
// constant, however great, takes no longer than to copy the other.
func Convolve(a, b Mass) Mass {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	if b.possible() < a.possible() {
		a, b = b, a
	}
	sum := make(Mass, len(a)+len(b)-1)
	for i, p := range a {
		if p == 0 {
			continue
		}
		for j, q := range b {
			sum[i+j] += p * q
		}
	}
	return sum
}

// possible is how many counts have a probability.
func (m Mass) possible() int {
	n := 0
	for _, p := range m {
		if p != 0 {
			n++
		}
	}
	return n
}
