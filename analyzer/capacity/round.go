package capacity

import "math"

// round returns v to that many decimals.
func round(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	if r := math.Round(v * scale); math.Abs(r) < 1e15 {
		return r / scale
	}
	return v
}

// significant returns v to so many significant digits, rounded by how; what is
// too small to mean anything is 0.
func significant(v float64, digits int, how func(float64) float64) float64 {
	if math.Abs(v) < 1e-12 || math.IsNaN(v) {
		return 0
	}
	if math.IsInf(v, 0) {
		return v
	}
	decimals := digits - 1 - int(math.Floor(math.Log10(math.Abs(v))))
	if decimals < 0 {
		scale := math.Pow10(-decimals)
		return how(v/scale) * scale
	}
	scale := math.Pow10(decimals)
	return how(v*scale) / scale
}

// roundUtilisation rounds to three decimals, and to two significant digits below 0.1: no
// input is known more precisely.
func roundUtilisation(v float64) float64 {
	if v >= 0.1 {
		return round(v, 3)
	}
	return significant(v, 2, math.Round)
}

// roundHeadroom rounds down to three significant digits, so that it never overstates.
func roundHeadroom(v float64) float64 {
	return significant(v, 3, func(x float64) float64 { return math.Floor(x + 1e-9) })
}

// roundBreakEven rounds down to six significant digits, to the safe side.
func roundBreakEven(v float64) float64 {
	return significant(v, 6, func(x float64) float64 { return math.Floor(x + 1e-9) })
}
