package bounded

import (
	"math"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// What work is worth, in evaluation steps. A step takes OPA about a microsecond.
const (
	bytesPerStep    = 256 // of a text that is read or copied once
	elementsPerStep = 4   // of an array that is copied
	nodesPerStep    = 4   // of a value that is walked through
)

// Limits on single arguments.
const (
	mostDigits  = 10_000    // of a number, and its greatest exponent
	mostNodes   = 5_000_000 // of a value that is walked through, each way to a node counted
	mostText    = 64 << 20  // bytes of a text that a call may write
	mostPattern = 2_000     // bytes of a pattern
)

// shallow is the price of handing a value over: of a text its length, of a
// collection its elements, whatever they hold.
func shallow(t *ast.Term) int64 {
	switch v := t.Value.(type) {
	case ast.String:
		return int64(len(v)) / bytesPerStep
	case *ast.Array:
		return int64(v.Len()) / elementsPerStep
	case ast.Set:
		return int64(v.Len())
	case ast.Object:
		return int64(v.Len())
	}
	return 0
}

// extent is what a value holds in all. Parts that stand at several places count
// at each of them, as they do for what walks through the value.
type extent struct {
	nodes, bytes int64
}

func (e extent) large() bool { return e.nodes > mostNodes || e.bytes > mostText }

func (e extent) steps() int64 { return e.nodes/nodesPerStep + e.bytes/bytesPerStep }

// measure walks through a value, and gives up where it is large.
func measure(t *ast.Term) extent {
	var e extent
	e.add(t)
	return e
}

func (e *extent) add(t *ast.Term) {
	e.nodes++
	if e.large() {
		return
	}
	stop := func(t *ast.Term) bool {
		e.add(t)
		return e.large()
	}
	switch v := t.Value.(type) {
	case ast.String:
		e.bytes += int64(len(v))
	case ast.Number:
		e.bytes += int64(len(v))
	case *ast.Array:
		v.Until(stop)
	case ast.Set:
		v.Until(stop)
	case ast.Object:
		v.Until(func(key, value *ast.Term) bool { return stop(key) || stop(value) })
	}
}

// Size is about how many bytes a value has when it is written as JSON, or more than
// a text may have where it is larger than that.
func Size(t *ast.Term) int {
	e := measure(t)
	if e.large() {
		return 2 * mostText
	}
	return int(e.bytes + 4*e.nodes)
}

// unwieldy reports whether a number has more digits than any rule needs, or an
// exponent that gives it as many when it is written out.
func unwieldy(t *ast.Term) bool {
	n, ok := t.Value.(ast.Number)
	if !ok {
		return false
	}
	return unwieldyText(string(n))
}

func unwieldyText(text string) bool {
	if len(text) > mostDigits {
		return true
	}
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return false
	}
	digits := strings.TrimLeft(text[at+1:], "+-0")
	return len(digits) > len("9999")
}

// length is that of a text in bytes, 0 for anything else.
func length(t *ast.Term) int64 {
	s, _ := t.Value.(ast.String)
	return int64(len(s))
}

// elements is how many a collection has, 0 for anything else.
func elements(t *ast.Term) int64 {
	switch v := t.Value.(type) {
	case *ast.Array:
		return int64(v.Len())
	case ast.Set:
		return int64(v.Len())
	case ast.Object:
		return int64(v.Len())
	}
	return 0
}

// times multiplies without overflow.
func times(a, b int64) int64 {
	if a > 0 && b > math.MaxInt64/a {
		return math.MaxInt64
	}
	return a * b
}
