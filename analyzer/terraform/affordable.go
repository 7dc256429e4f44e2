package terraform

import (
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// What one expression may cost. A configuration is input that nobody vouches for: a
// text that is doubled forty times would fill any memory, and Terraform's language has
// no limit of its own.
const (
	maxText     = 16 << 10 // bytes of a text
	maxElements = 10_000   // of a collection
	maxTogether = 4 << 20  // bytes of all texts that an expression refers to
	maxFile     = 4 << 20  // bytes of a file
)

// huge finds numbers whose digits would fill the memory when they become text.
var huge = regexp.MustCompile(`[0-9][eE]\+?[0-9]{4,}`)

// loopInJSON finds expressions with a loop in JSON syntax, where they are texts.
var loopInJSON = regexp.MustCompile(`\$\{[^"]*\bfor\b`)

// readable reports whether a file can be evaluated at a bounded cost.
func readable(name string, text []byte) bool {
	return len(text) <= maxFile && !huge.Match(text) && (hclSyntax(name) || !loopInJSON.Match(text))
}

// hclSyntax reports whether a file is written in HCL's own syntax, not in JSON.
func hclSyntax(name string) bool { return len(name) < 5 || name[len(name)-5:] != ".json" }

// affordable reports whether an expression takes no more than one loop over what it
// refers to, and refers to no more than it may.
func affordable(e hcl.Expression, n *names) bool {
	uses := len(e.Variables())
	if uses*n.largest() > maxTogether {
		return false
	}
	if node, ok := e.(hclsyntax.Node); ok {
		loops := 0
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			if _, ok := n.(*hclsyntax.ForExpr); ok {
				loops++
			}
			return nil
		})
		return loops <= 1
	}
	return true
}

// small reports whether a value may be used further.
func small(v cty.Value) bool { return size(v, 3) <= maxText*4 }

// size is roughly how many bytes a value takes as text, as deep as told.
func size(v cty.Value, depth int) int {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown() || v.IsNull() || depth == 0:
		return 0
	case v.Type() == cty.String:
		if n := len(v.AsString()); n <= maxText {
			return n
		}
		return maxText*4 + 1
	case !v.CanIterateElements():
		return 0
	case v.LengthInt() > maxElements:
		return maxText*4 + 1
	}
	sum := 0
	for it := v.ElementIterator(); it.Next(); {
		_, in := it.Element()
		if sum += size(in, depth-1); sum > maxText*4 {
			break
		}
	}
	return sum
}

// largest is the size of the largest value.
func (n *names) largest() int {
	most := 0
	for _, in := range n.inside {
		if in.leaf {
			most = max(most, size(in.value, 3))
		} else {
			most = max(most, in.largest())
		}
	}
	return most
}
