package calibrate

import "math"

// quantile is that of the normal distribution which leaves 2.5 % above it.
const quantile = 1.959964

// interval is the 95 % interval of a share: from the lower end of what is left open to
// its upper end, each widened by what chance makes of so many passes, by Wilson's score
// interval (Wilson, Journal of the American Statistical Association 22, 1927, pp. 209-212).
func interval(low, value, high, passes float64) (float64, float64) {
	below, _ := wilson(min(low, value), passes)
	_, above := wilson(max(high, value), passes)
	return min(below, value), max(above, value)
}

// wilson is the score interval of a share seen in n trials.
func wilson(share, n float64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	z := quantile * quantile / n
	centre := (share + z/2) / (1 + z)
	half := quantile / (1 + z) * math.Sqrt(share*(1-share)/n+z/(4*n))
	return max(centre-half, 0), min(centre+half, 1)
}

func clamp(x float64) float64 { return min(max(x, 0), 1) }
