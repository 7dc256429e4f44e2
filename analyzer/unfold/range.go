package unfold

import (
	"math"
	"strings"

	"archlint/analyzer/expr"
)

// rangeOf returns the range of a residual expression that gives a number, and
// whether anything bounds it.
func rangeOf(n *expr.Node, s *store) (between, bool) {
	b := computeRange(n, s)
	if len(s.facts) > 0 && expr.Known(n) {
		if f, ok := s.fact(expr.Key(n), isBetween); ok {
			b = b.and(f.num)
		}
	}
	return b, b.bounded()
}

func computeRange(n *expr.Node, s *store) between {
	if x, ok := numberOf(n); ok {
		return exactly(x)
	}
	arg := func(i int) between {
		b, _ := rangeOf(n.Args[i], s)
		return b
	}
	switch {
	case n.IsOp("-") && len(n.Args) == 2 && same(n.Args[0], n.Args[1]):
		return exactly(0)
	case n.Kind == expr.Operator && len(n.Args) == 2:
		return arithmetic(n.Name, arg(0), arg(1))
	case n.IsOp("neg") && len(n.Args) == 1:
		return arg(0).negative()
	case n.IsOp("?") && len(n.Args) == 3, n.Is("If") && len(n.Args) == 3:
		return hull(arg(1), arg(2))
	case n.Kind == expr.Call && len(n.Args) > 0:
		return called(strings.ToLower(n.Name), n, arg)
	}
	return anything()
}

func arithmetic(symbol string, a, b between) between {
	switch symbol {
	case "+":
		return a.plus(b)
	case "-":
		return a.plus(b.negative())
	case "*":
		return a.times(b)
	case "%":
		if a.lo >= 0 && b.lo > 0 && !math.IsInf(b.hi, 1) {
			return between{lo: 0, hi: b.hi, hiOpen: true}
		}
	}
	return anything()
}

func called(name string, n *expr.Node, arg func(int) between) between {
	out := arg(0)
	switch name {
	case "count", "length":
		return between{lo: 0, hi: math.Inf(1)}
	case "min", "max":
		for i := 1; i < len(n.Args); i++ {
			b := arg(i)
			if name == "min" {
				out = between{lo: min(out.lo, b.lo), hi: min(out.hi, b.hi)}
			} else {
				out = between{lo: max(out.lo, b.lo), hi: max(out.hi, b.hi)}
			}
		}
		if len(n.Args) == 1 { // of a list
			return anything()
		}
		return out
	case "abs":
		if out.lo >= 0 {
			return out
		}
		return between{lo: 0, hi: max(math.Abs(out.lo), math.Abs(out.hi))}
	case "toint", "round", "floor", "ceiling": // whichever way it rounds
		return between{lo: math.Floor(out.lo), hi: math.Ceil(out.hi)}
	case "todecimal":
		return out
	}
	return anything()
}

// hull is the smallest range that holds both.
func hull(a, b between) between {
	out := between{lo: min(a.lo, b.lo), hi: max(a.hi, b.hi)}
	out.loOpen = (a.lo != out.lo || a.loOpen) && (b.lo != out.lo || b.loOpen)
	out.hiOpen = (a.hi != out.hi || a.hiOpen) && (b.hi != out.hi || b.hiOpen)
	return out
}
