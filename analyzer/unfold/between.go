package unfold

import (
	"encoding/binary"
	"math"
	"strconv"
)

// between is a range of numbers; the ends belong to it unless they are open.
type between struct {
	lo, hi         float64
	loOpen, hiOpen bool
}

func anything() between { return between{lo: math.Inf(-1), hi: math.Inf(1)} }

func exactly(x float64) between { return between{lo: x, hi: x} }

// empty reports whether no number is in b.
func (b between) empty() bool { return b.lo > b.hi || b.lo == b.hi && (b.loOpen || b.hiOpen) }

// bounded reports whether b says anything.
func (b between) bounded() bool { return !math.IsInf(b.lo, -1) || !math.IsInf(b.hi, 1) }

// and returns what is in both.
func (b between) and(c between) between {
	if c.lo > b.lo || c.lo == b.lo && c.loOpen {
		b.lo, b.loOpen = c.lo, c.loOpen
	}
	if c.hi < b.hi || c.hi == b.hi && c.hiOpen {
		b.hi, b.hiOpen = c.hi, c.hiOpen
	}
	return b
}

// integers narrows b to the integers in it.
func (b between) integers() between {
	lo, hi := math.Ceil(b.lo), math.Floor(b.hi)
	if b.loOpen && lo == b.lo {
		lo++
	}
	if b.hiOpen && hi == b.hi {
		hi--
	}
	return between{lo: lo, hi: hi}
}

// side is the range of the numbers that stand in a relation to x.
func side(symbol string, x float64) (between, bool) {
	b := anything()
	switch symbol {
	case "<":
		b.hi, b.hiOpen = x, true
	case "<=":
		b.hi = x
	case ">":
		b.lo, b.loOpen = x, true
	case ">=":
		b.lo = x
	case "==":
		b = exactly(x)
	default:
		return b, false
	}
	return b, true
}

// settles reports whether a number in b stands in a relation to one in c, if that is
// so, or not so, for all of them.
func (b between) settles(symbol string, c between) (answer, ok bool) {
	switch symbol {
	case "<":
		if b.hi < c.lo || b.hi == c.lo && (b.hiOpen || c.loOpen) {
			return true, true
		}
		if b.lo >= c.hi {
			return false, true
		}
	case "<=":
		if b.hi <= c.lo {
			return true, true
		}
		if b.lo > c.hi || b.lo == c.hi && (b.loOpen || c.hiOpen) {
			return false, true
		}
	case ">":
		return c.settles("<", b)
	case ">=":
		return c.settles("<=", b)
	case "==", "!=":
		if b.and(c).empty() {
			return symbol == "!=", true
		}
	}
	return false, false
}

// appendKey appends what is equal for equal ranges alone.
func (b between) appendKey(key []byte) []byte {
	open := byte(0)
	if b.loOpen {
		open |= 1
	}
	if b.hiOpen {
		open |= 2
	}
	key = binary.LittleEndian.AppendUint64(append(key, open), math.Float64bits(b.lo))
	return binary.LittleEndian.AppendUint64(key, math.Float64bits(b.hi))
}

func (b between) text() string {
	text := strconv.FormatFloat(b.lo, 'g', -1, 64) + "," + strconv.FormatFloat(b.hi, 'g', -1, 64)
	if b.loOpen {
		text += "("
	}
	if b.hiOpen {
		text += ")"
	}
	return text
}

func (b between) plus(c between) between {
	return between{b.lo + c.lo, b.hi + c.hi, b.loOpen || c.loOpen, b.hiOpen || c.hiOpen}
}

func (b between) negative() between { return between{-b.hi, -b.lo, b.hiOpen, b.loOpen} }

// times is the product, with closed ends: nothing rests on open ones there.
func (b between) times(c between) between {
	out := between{lo: math.Inf(1), hi: math.Inf(-1)}
	for _, x := range []float64{b.lo, b.hi} {
		for _, y := range []float64{c.lo, c.hi} {
			p := x * y
			if x == 0 || y == 0 {
				p = 0 // also where the other is infinite
			}
			out.lo, out.hi = min(out.lo, p), max(out.hi, p)
		}
	}
	return out
}
