package prob

import "math"

// Mass is a distribution over 0, 1, 2, ...: Mass[k] is the probability of k.
type Mass []float64

// Moment returns E[k^n].
func (m Mass) Moment(n int) float64 {
	sum := 0.0
	for k, p := range m {
		power := p
		for range n {
			power *= float64(k)
		}
		sum += power
	}
	return sum
}

// Mean returns E[k].
func (m Mass) Mean() float64 { return m.Moment(1) }

// Variance returns E[k^2] - E[k]^2.
func (m Mass) Variance() float64 {
	mean := m.Mean()
	sum := 0.0
	for k, p := range m {
		sum += p * (float64(k) - mean) * (float64(k) - mean)
	}
	return sum
}

// Compound is a compound Poisson count: events come at random, Rate of them in
// the interval on average, and each adds a size drawn from Sizes, independently.
type Compound struct {
	Rate  float64
	Sizes Mass
}

// Merge returns the sum of independent compound Poisson counts, which is one
// again: the rates add up and the sizes mix in proportion to them.
func Merge(parts ...Compound) Compound {
	var total Compound
	longest := 0
	for _, part := range parts {
		if part.Rate > negligible {
			longest = max(longest, len(part.Sizes))
		}
	}
	if longest > 0 {
		total.Sizes = make(Mass, longest)
	}
	for _, part := range parts {
		if !(part.Rate > negligible) {
			continue
		}
		total.Rate += part.Rate
		for k, p := range part.Sizes {
			total.Sizes[k] += part.Rate * p
		}
	}
	for k := range total.Sizes {
		total.Sizes[k] /= total.Rate
	}
	return total
}

// negligible is a rate that stands for none: so small that its square is still a float.
const negligible = 1e-100

// Scale returns c with its rate multiplied.
func (c Compound) Scale(factor float64) Compound { return Compound{c.Rate * factor, c.Sizes} }

// Mean returns the expected count.
func (c Compound) Mean() float64 { return c.Rate * c.Sizes.Mean() }

// Variance returns the variance of the count, Rate E[size^2].
func (c Compound) Variance() float64 { return c.Rate * c.Sizes.Moment(2) }

// exactWork is the greatest number of multiplications that a quantile may cost
// before the expansion takes over: some milliseconds.
const exactWork = 1e6

// greatRate is the rate from which even a plain Poisson count is approximated:
// the expansion is then off by less than one.
const greatRate = 1e6

// Quantile returns the least n with P(count <= n) >= q, and whether it is exact
// (Panjer's recursion) or approximate (Cornish-Fisher, rounded up). The
// approximation serves where sizes and counts are so great that the recursion
// would take long; it is off by at most 3 % where 20 events come in the mean,
// 0.2 % at 500 and 0.01 % at 20,000, to which the tests hold it.
func (c Compound) Quantile(q float64) (n float64, exact bool) {
	c = c.trim()
	if len(c.Sizes) <= 1 || !(c.Rate > negligible) || !(q > 0) || q >= 1 {
		return 0, true
	}
	if step, constant := c.constantSize(); constant && c.Rate < greatRate {
		return step * PoissonQuantile(c.Rate, q), true
	}
	if estimate := c.estimate(q); c.Rate >= greatRate || !c.feasible(estimate) {
		return math.Ceil(estimate), false
	}
	return c.panjer(func(_ int, cdf float64) bool { return cdf >= q-1e-12 }), true
}

// Fits reports whether the q quantile of the count is at most n.
func (c Compound) Fits(n, q float64) bool { return c.Room(n, q) >= 0 }

// Room says how far the q quantile of the count stays below n: not negative
// exactly when it is at most n, and falling smoothly as the rate grows, for
// solving. Its unit is the standard deviations of a normal count.
func (c Compound) Room(n, q float64) float64 {
	c = c.trim()
	switch {
	case n < 0:
		return -farOff
	case len(c.Sizes) <= 1 || !(c.Rate > negligible):
		return farOff
	}
	if step, constant := c.constantSize(); constant && c.Rate < greatRate {
		return deviations(PoissonTail(math.Floor(n/step), c.Rate), q)
	}
	if !c.feasible(n) || c.Rate >= greatRate {
		return math.Max(-farOff, math.Min(farOff, (n-c.estimate(q))/math.Sqrt(c.Variance())))
	}
	if c.Mean() > n+10*math.Sqrt(c.Variance()) {
		return -farOff // not worth the recursion
	}
	last, reached := math.Floor(n), 0.0
	c.panjer(func(k int, cdf float64) bool {
		reached = cdf
		return float64(k) >= last
	})
	return deviations(1-reached, q)
}

// farOff is as far as Room tells.
const farOff = 12

// deviations compares a tail probability with 1-q on the normal scale; the
// slack covers rounding alone.
func deviations(tail, q float64) float64 {
	limit := (1 - q) * (1 + 1e-9)
	if tail <= 0 {
		return farOff
	}
	if tail >= 1 {
		return -farOff
	}
	room := NormalQuantile(1-tail) - NormalQuantile(1-limit)
	if fits := tail <= limit; fits != (room >= 0) {
		return 0 - indicator(!fits)*1e-15
	}
	return math.Max(-farOff, math.Min(farOff, room))
}

// MaxRate returns the greatest rate at which the q quantile is at most n: where
// a limit of n is reached, everything else staying. ok is false when no rate
// reaches it (sizes of zero).
func (c Compound) MaxRate(n, q float64) (rate float64, ok bool) {
	c = Compound{1, c.Sizes}.trim() // leaves the share of events that count as the rate
	if len(c.Sizes) <= 1 || n < 0 {
		return 0, false
	}
	if step, constant := c.constantSize(); constant && n/step < greatRate {
		return PoissonMean(math.Floor(n/step), q) / c.Rate, true
	}
	start := math.Max(n, 1) / c.Sizes.Mean()
	rate, ok = Solve(start, 1e15, func(rate float64) float64 { return Compound{rate, c.Sizes}.Room(n, q) })
	return rate / c.Rate, ok
}

// trim drops sizes of zero, which add nothing, and trailing zeros.
func (c Compound) trim() Compound {
	end := len(c.Sizes)
	for end > 0 && c.Sizes[end-1] == 0 {
		end--
	}
	if end == 0 || c.Sizes[0] == 0 {
		return Compound{c.Rate, c.Sizes[:end]}
	}
	some := 0.0 // not 1 - P(0): the masses need not add up to the last bit
	for _, p := range c.Sizes[1:end] {
		some += p
	}
	if some == 0 {
		return Compound{}
	}
	sizes := make(Mass, end)
	for k := 1; k < end; k++ {
		sizes[k] = c.Sizes[k] / some
	}
	return Compound{c.Rate * some, sizes}
}

// constantSize returns the one size that all events have, if they do.
func (c Compound) constantSize() (float64, bool) {
	last := len(c.Sizes) - 1
	for _, p := range c.Sizes[:last] {
		if p != 0 {
			return 0, false
		}
	}
	return float64(last), true
}

func (c Compound) feasible(n float64) bool { return n*float64(len(c.Sizes)) <= exactWork }

// panjer runs Panjer's recursion p(n) = (rate/n) sum_j j f(j) p(n-j) from
// p(0) = exp(-rate) until stop says so, and returns that n (Panjer 1981; Klugman,
// Panjer, Willmot, Loss Models, 9.6). All masses carry a common factor that is
// put right whenever they grow, so that exp(-rate) cannot underflow.
func (c Compound) panjer(stop func(n int, cdf float64) bool) float64 {
	const big = 1e200
	weights := make([]float64, len(c.Sizes))
	for j, p := range c.Sizes {
		weights[j] = float64(j) * p
	}
	last := c.Mean() + 60*math.Sqrt(c.Variance()) + 60*float64(len(weights))
	logScale := -c.Rate // the true mass is mass * exp(logScale)
	scale := math.Exp(logScale)
	mass := []float64{1}
	cdf := scale
	for n := 0; ; {
		if stop(n, cdf) || float64(n) > last {
			return float64(n)
		}
		n++
		sum := 0.0
		for j := 1; j < len(weights) && j <= n; j++ {
			sum += weights[j] * mass[n-j]
		}
		value := c.Rate / float64(n) * sum
		if value > big {
			for i := max(0, n-len(weights)); i < n; i++ {
				mass[i] /= big
			}
			value /= big
			logScale += math.Log(big)
			scale = math.Exp(logScale)
		}
		mass = append(mass, value)
		cdf += value * scale // where scale is 0, the true mass is below 1e-120
	}
}

// Estimate is near Quantile at a small part of its cost, for comparisons.
func (c Compound) Estimate(q float64) float64 {
	c = c.trim()
	if len(c.Sizes) <= 1 || !(c.Rate > negligible) || !(q > 0) || q >= 1 {
		return 0
	}
	return c.estimate(q)
}

// greatSkew is the skewness from which the expansion is too far off to stand
// where the exact quantile can be had: that of 20 events of sizes that fall off
// geometrically. Few events have it, and rare great ones among many small.
const greatSkew = 0.45

// estimate is the approximate quantile, kept where the exact one must lie: no
// event adds more than the greatest size, so that the count stays within that
// many times its number of events. Of skewed counts the expansion runs away: it
// stands for them only beyond what the recursion can reach.
func (c Compound) estimate(q float64) float64 {
	size := c.Sizes.moments()
	approximate := math.Max(0, c.approximate(q, &size))
	if c.Rate >= greatRate {
		return approximate
	}
	// No quantile from the median on is more than one below the mean, which often
	// shows that the bound is far away: working it out is most of the cost.
	if greatest := float64(len(c.Sizes) - 1); q < 0.5 || approximate > greatest*(c.Rate-2) {
		approximate = math.Min(approximate, greatest*PoissonQuantile(c.Rate, q))
	}
	if c.skewness(&size) < greatSkew || c.feasible(approximate) {
		return approximate
	}
	last, within := math.Floor(exactWork/float64(len(c.Sizes))), false
	n := c.panjer(func(n int, cdf float64) bool {
		within = cdf >= q-1e-12
		return within || float64(n) >= last
	})
	if within {
		return n
	}
	return math.Max(approximate, n)
}

// moments are E[size^n] by n, up to the fourth.
type moments [5]float64

// moments works out in one go over m what Moment does for each.
func (m Mass) moments() (all moments) {
	for k, power := range m {
		for n := 1; n < len(all); n++ {
			power *= float64(k)
			all[n] += power
		}
	}
	return all
}

// skewness is that of a compound Poisson count: its cumulants are rate times
// the moments of the size.
func (c Compound) skewness(size *moments) float64 {
	return c.Rate * size[3] / math.Pow(c.Rate*size[2], 1.5)
}

// approximate is the Cornish-Fisher expansion of the quantile with the third
// and fourth cumulant (Abramowitz and Stegun 26.2.49); the cumulants of a
// compound Poisson count are rate times the moments of the size.
func (c Compound) approximate(q float64, size *moments) float64 {
	k2 := c.Rate * size[2]
	skew := c.skewness(size)
	kurtosis := c.Rate * size[4] / (k2 * k2)
	z := NormalQuantile(q)
	x := z + skew*(z*z-1)/6 + kurtosis*(z*z*z-3*z)/24 - skew*skew*(2*z*z*z-5*z)/36
	return c.Rate*size[1] + math.Sqrt(k2)*x
}
