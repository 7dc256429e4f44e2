package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// functions are the functions that Fold computes, by lower-case name. Each
// takes folded operands and returns nil when the result is not constant or
// the platform's rule is not established. Positions in strings begin at 0 and
// a search that finds nothing gives -1, as the corpus uses them.
var functions = map[string]func([]*Node) *Node{
	"if":              choose,
	"makeduration":    makeDuration,
	"toduration":      toDuration,
	"toint":           toInt,
	"todecimal":       toDecimal,
	"tostring":        toString,
	"count":           count,
	"makelist":        makeList,
	"additem":         addItem,
	"split":           split,
	"getat":           element,
	"append":          appendAll,
	"length":          length,
	"upper":           onString(func(s string) *Node { return strNode(strings.ToUpper(s)) }),
	"lower":           onString(func(s string) *Node { return strNode(strings.ToLower(s)) }),
	"trim":            onString(func(s string) *Node { return strNode(strings.TrimSpace(s)) }),
	"left":            left,
	"right":           right,
	"substring":       substring,
	"replace":         replace,
	"contains":        search(func(s, part string) *Node { return boolNode(strings.Contains(s, part)) }),
	"startswith":      search(func(s, part string) *Node { return boolNode(strings.HasPrefix(s, part)) }),
	"endswith":        search(func(s, part string) *Node { return boolNode(strings.HasSuffix(s, part)) }),
	"findstring":      search(find),
	"areequal":        areEqual,
	"isset":           whether(func(n *Node) bool { return n.Kind != NotSet }),
	"isnotsetorempty": whether(isEmpty),
	"abs":             absolute,
	"min":             extreme(-1),
	"max":             extreme(1),
}

// makeDuration takes days, hours, minutes, seconds and milliseconds; the last
// ones may be left out.
func makeDuration(args []*Node) *Node {
	if len(args) == 0 || len(args) > len(durationUnits) {
		return nil
	}
	var total time.Duration
	for i, a := range args {
		n, ok := intOf(a)
		if !ok {
			return nil
		}
		if total, ok = addProduct(total, n, durationUnits[i].unit); !ok {
			return nil
		}
	}
	return durNode(total)
}

// toDuration takes milliseconds, or a duration's text.
func toDuration(args []*Node) *Node {
	if len(args) != 1 {
		return nil
	}
	if ms, ok := intOf(args[0]); ok {
		if d, ok := addProduct(0, ms, time.Millisecond); ok {
			return durNode(d)
		}
		return nil
	}
	s, ok := stringOf(args[0])
	if !ok {
		return nil
	}
	if d, ok := ParseDuration(s); ok {
		return durNode(d)
	}
	return nil
}

func addDurations(symbol string, x time.Duration, b *Node) *Node {
	y, ok := durationOf(b)
	if !ok || symbol != "+" && symbol != "-" {
		return nil
	}
	if symbol == "-" {
		y = -y
	}
	if z, ok := addInt(int64(x), int64(y)); ok {
		return durNode(time.Duration(z))
	}
	return nil
}

// toInt cuts nothing: how the platform rounds a fraction is not documented.
func toInt(args []*Node) *Node {
	if len(args) != 1 {
		return nil
	}
	if s, ok := stringOf(args[0]); ok {
		i, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil {
			return nil
		}
		return intNode(i)
	}
	f, ok := numberOf(args[0])
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return nil
	}
	return intNode(int64(f))
}

func toDecimal(args []*Node) *Node {
	if len(args) != 1 {
		return nil
	}
	text, ok := stringOf(args[0])
	if !ok {
		f, ok := numberOf(args[0])
		if !ok {
			return nil
		}
		return decNode(f)
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return nil
	}
	return decNode(f)
}

// toString knows strings, integers and booleans; the form of the others is
// not documented.
func toString(args []*Node) *Node {
	if len(args) != 1 || args[0].Kind != Literal {
		return nil
	}
	switch args[0].Type {
	case "str", "int":
		return strNode(args[0].Text)
	}
	return nil
}

func areEqual(args []*Node) *Node {
	if len(args) != 2 {
		return nil
	}
	if same, ok := equal(args[0], args[1]); ok {
		return boolNode(same)
	}
	return nil
}

func whether(f func(*Node) bool) func([]*Node) *Node {
	return func(args []*Node) *Node {
		if len(args) != 1 || !IsConstant(args[0]) {
			return nil
		}
		return boolNode(f(args[0]))
	}
}

func isEmpty(n *Node) bool {
	switch n.Kind {
	case NotSet:
		return true
	case List:
		return len(n.Args) == 0
	}
	return n.Text == ""
}

func absolute(args []*Node) *Node {
	if len(args) != 1 {
		return nil
	}
	if i, ok := intOf(args[0]); ok && i != math.MinInt64 {
		return intNode(max(i, -i))
	}
	if f, ok := numberOf(args[0]); ok {
		return decNode(math.Abs(f))
	}
	return nil
}

// extreme folds min (-1) and max (1) of numbers given one by one.
func extreme(sign int) func([]*Node) *Node {
	return func(args []*Node) *Node {
		if len(args) < 2 {
			return nil
		}
		best := args[0]
		for _, a := range args {
			order, ok := rank(a, best)
			if !ok {
				return nil
			}
			if order*sign > 0 {
				best = a
			}
		}
		return best
	}
}
