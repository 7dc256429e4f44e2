package expr

import (
	"math"
	"strconv"
	"strings"
	"time"

	"archlint/analyzer/flow"
)

// Fold returns n with everything computed that does not depend on a run. The
// result is a Literal, List or NotSet where n is constant; n itself is not
// changed. What the platform's rule for an operation is not established for
// (comparing strings that differ in letter case only, integers that overflow)
// stays as it is.
func Fold(n *Node) *Node {
	if n == nil || len(n.Args) == 0 && n.Kind != Call {
		return n
	}
	args, changed := make([]*Node, len(n.Args)), false
	for i, a := range n.Args {
		args[i] = Fold(a)
		changed = changed || args[i] != a
	}
	if folded := foldOne(n, args); folded != nil {
		return folded
	}
	if !changed {
		return n
	}
	c := *n
	c.Args = args
	return &c
}

func foldOne(n *Node, args []*Node) *Node {
	switch n.Kind {
	case Operator:
		return foldOperator(n.Name, args)
	case Call:
		if f := functions[strings.ToLower(n.Name)]; f != nil {
			return f(args)
		}
	case Index:
		return element(args)
	}
	return nil
}

// IsConstant reports whether n, folded, is one value: a literal, a list of
// constants, or NOT_SET.
func IsConstant(n *Node) bool {
	if n == nil {
		return false
	}
	switch n.Kind {
	case Literal, NotSet:
		return true
	case List:
		for _, a := range n.Args {
			if !IsConstant(a) {
				return false
			}
		}
		return true
	}
	return false
}

// Int returns the integer that v is, once folded.
func Int(v *flow.Value) (int64, bool) { return IntOf(Fold(Of(v))) }

// IntOf returns the integer that a folded expression is.
func IntOf(n *Node) (int64, bool) { return intOf(n) }

// Bool returns the boolean that v is, once folded.
func Bool(v *flow.Value) (value, ok bool) { return boolOf(Fold(Of(v))) }

// String returns the text that v is, once folded: a string, or another
// literal as written.
func String(v *flow.Value) (string, bool) {
	n := Fold(Of(v))
	return n.Text, n.Kind == Literal
}

// Seconds returns the seconds of the duration that v is, once folded.
func Seconds(v *flow.Value) (float64, bool) { return SecondsOf(Fold(Of(v))) }

// SecondsOf returns the seconds of the duration that a folded expression is.
func SecondsOf(n *Node) (float64, bool) {
	d, ok := durationOf(n)
	return d.Seconds(), ok
}

func intOf(n *Node) (int64, bool) {
	if n == nil || n.Kind != Literal || n.Type != "int" && n.Type != "" {
		return 0, false
	}
	i, err := strconv.ParseInt(strings.TrimSpace(n.Text), 10, 64)
	return i, err == nil
}

func numberOf(n *Node) (float64, bool) {
	if n == nil || n.Kind != Literal || n.Type != "int" && n.Type != "dec" && n.Type != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(n.Text), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

func boolOf(n *Node) (value, ok bool) {
	if n == nil || n.Kind != Literal || n.Type != "bln" && n.Type != "" {
		return false, false
	}
	switch strings.ToLower(n.Text) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

func stringOf(n *Node) (string, bool) {
	if n == nil || n.Kind != Literal || n.Type != "str" {
		return "", false
	}
	return n.Text, true
}

func durationOf(n *Node) (time.Duration, bool) {
	if n == nil || n.Kind != Literal || n.Type != "dur" && n.Type != "" {
		return 0, false
	}
	return ParseDuration(n.Text)
}

func intNode(i int64) *Node {
	return &Node{Kind: Literal, Type: "int", Text: strconv.FormatInt(i, 10)}
}

func decNode(f float64) *Node {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil
	}
	return &Node{Kind: Literal, Type: "dec", Text: strconv.FormatFloat(f, 'f', -1, 64)}
}

func boolNode(v bool) *Node {
	return &Node{Kind: Literal, Type: "bln", Text: strconv.FormatBool(v)}
}

func strNode(s string) *Node { return &Node{Kind: Literal, Type: "str", Text: s} }

func durNode(d time.Duration) *Node {
	return &Node{Kind: Literal, Type: "dur", Text: FormatDuration(d)}
}
