package prob

import "math"

// epsilon is the relative size below which a further term of a sum is dropped.
const epsilon = 1e-17

// PoissonCDF returns P(N <= n) of a Poisson count with that mean.
//
// The sum runs from n away from the mean, so that every term is smaller than
// the one before and the tail keeps its relative accuracy (Knuth, TAOCP 2, 3.4.1
// gives the distribution; the summation order is the usual remedy against
// cancellation). Relative error is about 1e-12 up to means of a million.
func PoissonCDF(n, mean float64) float64 {
	if n = math.Floor(n); n < mean {
		return poissonLower(n, mean)
	}
	return 1 - poissonUpper(n+1, mean)
}

// PoissonTail returns P(N > n): accurate where 1 - PoissonCDF would cancel.
func PoissonTail(n, mean float64) float64 {
	if n = math.Floor(n); n < mean {
		return 1 - poissonLower(n, mean)
	}
	return poissonUpper(n+1, mean)
}

// PoissonMass returns P(N = n).
func PoissonMass(n, mean float64) float64 {
	switch {
	case math.IsNaN(mean) || mean < 0 || math.IsNaN(n):
		return math.NaN()
	case n < 0 || n != math.Floor(n):
		return 0
	case mean == 0:
		return indicator(n == 0)
	}
	lg, _ := math.Lgamma(n + 1)
	return math.Exp(n*math.Log(mean) - mean - lg)
}

// poissonLower sums the masses from n down; n is below the mean.
func poissonLower(n, mean float64) float64 {
	if n < 0 {
		return 0
	}
	term := PoissonMass(n, mean)
	sum := term
	for k := n; k > 0 && term > sum*epsilon; k-- {
		term *= k / mean
		sum += term
	}
	return math.Min(sum, 1)
}

// poissonUpper sums the masses from n up; n is above the mean.
func poissonUpper(n, mean float64) float64 {
	term := PoissonMass(n, mean)
	sum := term
	for k := n + 1; term > sum*epsilon; k++ {
		term *= mean / k
		sum += term
	}
	return math.Min(sum, 1)
}

// PoissonQuantile returns the least n with P(N <= n) >= q, for 0 <= q < 1.
func PoissonQuantile(mean, q float64) float64 {
	if !(mean > 0) || !(q > 0) || q >= 1 {
		return 0
	}
	n := math.Max(0, math.Floor(mean+NormalQuantile(q)*math.Sqrt(mean)))
	for n > 0 && poissonReaches(n-1, mean, q) {
		n--
	}
	for !poissonReaches(n, mean, q) {
		n++
	}
	return n
}

// poissonReaches reports P(N <= n) >= q, by the tail: it is the smaller figure
// at the high quantiles that matter here. The slack covers rounding alone.
func poissonReaches(n, mean, q float64) bool {
	return PoissonTail(n, mean) <= (1-q)*(1+1e-9)
}

// PoissonMean returns the greatest mean whose q quantile is still at most n:
// the solution of P(N <= n) = q. It inverts PoissonQuantile.
func PoissonMean(n, q float64) float64 {
	if n < 0 || !(q > 0) || q >= 1 {
		return 0
	}
	fits := func(mean float64) bool { return poissonReaches(n, mean, q) }
	return Bisect(0, n+20+10*math.Sqrt(n), fits)
}

// Bisect returns the greatest x in [low, high] for which fits holds, given that
// fits holds up to some point and not beyond it; low when it holds nowhere. The
// result itself fits, and is within one part in 1e9 of the point.
func Bisect(low, high float64, fits func(float64) bool) float64 {
	if fits(high) {
		return high
	}
	for range 200 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high || high-low <= 1e-9*high {
			break
		}
		if fits(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// Grow returns the greatest x for which fits holds, as Bisect does, when no
// upper end is known: it doubles start until fits fails. ok is false when fits
// still holds at limit.
func Grow(start, limit float64, fits func(float64) bool) (x float64, ok bool) {
	if !(start > 0) {
		start = 1
	}
	for high, low := start, 0.0; ; low, high = high, 2*high {
		if !fits(high) {
			return Bisect(low, high, fits), true
		}
		if high >= limit {
			return high, false
		}
	}
}

// Solve returns the greatest x at which room, which falls as x grows, is not
// negative: as Grow does, but by the Illinois variant of false position, for
// rooms that cost much to evaluate. ok is false when there is still room at limit.
func Solve(start, limit float64, room func(float64) float64) (x float64, ok bool) {
	if !(start > 0) {
		start = 1
	}
	low, atLow := 0.0, 0.0
	high, atHigh := start, room(start)
	for atHigh >= 0 {
		if high >= limit {
			return high, false
		}
		low, atLow = high, atHigh
		high *= 2
		atHigh = room(high)
	}
	if low == 0 {
		if atLow = room(0); atLow < 0 {
			return 0, true
		}
	}
	return falsePosition(low, atLow, high, atHigh, room), true
}

// falsePosition narrows room(low) >= 0 > room(high) down to one part in 1e9.
func falsePosition(low, atLow, high, atHigh float64, room func(float64) float64) float64 {
	side, before := 0, math.Inf(1)
	for step := range 200 {
		width := high - low
		if width <= 1e-9*high {
			break
		}
		x := low + width*atLow/(atLow-atHigh)
		if step%3 == 2 {
			if width > before/2 { // slower than halving would be
				x = low + width/2
			}
			before = width
		}
		// Stay off the ends: the bracket is to close from both sides.
		x = math.Max(low+width*1e-10, math.Min(high-width*1e-10, x))
		x = math.Max(low+high*2e-10, math.Min(high-high*2e-10, x))
		if at := room(x); at >= 0 {
			low, atLow = x, at
			if side == 1 {
				atHigh /= 2
			}
			side = 1
		} else {
			high, atHigh = x, at
			if side == -1 {
				atLow /= 2
			}
			side = -1
		}
	}
	return low
}

// NormalQuantile returns z with P(Z <= z) = q for a standard normal Z.
func NormalQuantile(q float64) float64 { return math.Sqrt2 * math.Erfinv(2*q-1) }

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
