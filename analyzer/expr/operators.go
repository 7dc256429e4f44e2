package expr

import (
	"cmp"
	"math"
	"strings"
)

// foldOperator returns the result of an operator on folded operands, or nil
// when it is not constant. "and" and "or" are decided by one operand: the
// other can only make the run fail, never change the answer.
func foldOperator(symbol string, args []*Node) *Node {
	switch {
	case symbol == "!" && len(args) == 1:
		if v, ok := boolOf(args[0]); ok {
			return boolNode(!v)
		}
	case symbol == "neg" && len(args) == 1:
		return arithmetic("-", intNode(0), args[0])
	case symbol == "?" && len(args) == 3:
		return choose(args)
	case len(args) != 2:
	case symbol == "and" || symbol == "or":
		return logic(symbol == "or", args[0], args[1])
	case symbol == "==" || symbol == "!=":
		if same, ok := equal(args[0], args[1]); ok {
			return boolNode(same == (symbol == "=="))
		}
	case strings.Contains("< <= > >=", symbol):
		return compare(symbol, args[0], args[1])
	default:
		return arithmetic(symbol, args[0], args[1])
	}
	return nil
}

// logic folds "or" (decisive true) and "and" (decisive false).
func logic(decisive bool, a, b *Node) *Node {
	x, okX := boolOf(a)
	y, okY := boolOf(b)
	switch {
	case okX && x == decisive, okY && y == decisive:
		return boolNode(decisive)
	case okX && okY:
		return boolNode(!decisive)
	case okX:
		return b
	case okY:
		return a
	}
	return nil
}

func choose(args []*Node) *Node {
	if len(args) != 3 {
		return nil
	}
	test, ok := boolOf(args[0])
	switch {
	case !ok:
		return nil
	case test:
		return args[1]
	}
	return args[2]
}

// equal compares constants. Strings that differ in letter case only are not
// decided: whether the platform takes them as equal is not documented.
func equal(a, b *Node) (same, ok bool) {
	if a.Kind == NotSet && b.Kind == NotSet {
		return true, true
	}
	if a.Kind == NotSet && b.Kind == Literal || a.Kind == Literal && b.Kind == NotSet {
		return false, true
	}
	if x, isString := stringOf(a); isString {
		y, isString := stringOf(b)
		if !isString || x != y && strings.EqualFold(x, y) {
			return false, false
		}
		return x == y, true
	}
	if x, isBool := boolOf(a); isBool {
		y, isBool := boolOf(b)
		return x == y, isBool
	}
	order, ok := rank(a, b)
	return order == 0, ok
}

func compare(symbol string, a, b *Node) *Node {
	order, ok := rank(a, b)
	if !ok {
		return nil
	}
	switch symbol {
	case "<":
		return boolNode(order < 0)
	case "<=":
		return boolNode(order <= 0)
	case ">":
		return boolNode(order > 0)
	}
	return boolNode(order >= 0)
}

// rank orders two numbers or two durations.
func rank(a, b *Node) (int, bool) {
	if x, ok := intOf(a); ok {
		if y, ok := intOf(b); ok {
			return cmp.Compare(x, y), true
		}
	}
	if x, ok := numberOf(a); ok {
		y, ok := numberOf(b)
		return cmp.Compare(x, y), ok
	}
	if x, ok := durationOf(a); ok {
		y, ok := durationOf(b)
		return cmp.Compare(x, y), ok
	}
	return 0, false
}

// arithmetic folds + - * / %. Two integers give an integer, except that "/"
// always gives a decimal (the platform types it so); + also joins strings and
// adds durations.
func arithmetic(symbol string, a, b *Node) *Node {
	if x, ok := stringOf(a); ok {
		if y, ok := stringOf(b); ok && symbol == "+" {
			return strNode(x + y)
		}
		return nil
	}
	if x, ok := durationOf(a); ok {
		return addDurations(symbol, x, b)
	}
	if x, ok := intOf(a); ok {
		if y, ok := intOf(b); ok && symbol != "/" {
			return integers(symbol, x, y)
		}
	}
	x, okX := numberOf(a)
	y, okY := numberOf(b)
	if !okX || !okY {
		return nil
	}
	return decimals(symbol, x, y)
}

func integers(symbol string, x, y int64) *Node {
	var z int64
	ok := false
	switch symbol {
	case "+":
		z, ok = addInt(x, y)
	case "-":
		if y != math.MinInt64 {
			z, ok = addInt(x, -y)
		}
	case "*":
		z, ok = mulInt(x, y)
	case "%":
		if y > 0 && x >= 0 { // the sign of a remainder is not documented
			z, ok = x%y, true
		}
	}
	if !ok {
		return nil
	}
	return intNode(z)
}

func decimals(symbol string, x, y float64) *Node {
	switch symbol {
	case "+":
		return decNode(x + y)
	case "-":
		return decNode(x - y)
	case "*":
		return decNode(x * y)
	case "/":
		if y != 0 {
			return decNode(x / y)
		}
	}
	return nil
}
