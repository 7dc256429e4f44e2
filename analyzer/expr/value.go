package expr

import (
	"bytes"
	"strings"

	"archlint/analyzer/flow"
)

// Of returns the expression that v holds, and never nil: Unknown when v is
// nil or stands for a placeholder. It reads v.Tree if that is filled, else the
// platform's tree, else the text; v is left as it is.
func Of(v *flow.Value) *Node {
	if v == nil || v.Kind == flow.Unknown {
		return &Node{Kind: Unknown}
	}
	if n, ok := v.Tree.(*Node); ok && n != nil {
		return n
	}
	if len(v.Config) > 0 {
		if n := FromConfig(v.Config); n.Kind != Unknown {
			return n
		}
	}
	switch v.Kind {
	case flow.NotSet:
		return &Node{Kind: NotSet, Type: v.Type}
	case flow.Literal:
		return FromLiteral(v.Text, v.Type)
	case flow.VariableIn, flow.Expression:
		return Parse(v.Text)
	}
	return &Node{Kind: Unknown, Text: v.Text}
}

// MayRead reports whether v may hold references. Of most literals it tells by a
// glance that they do not, which spares reading them.
func MayRead(v *flow.Value) bool {
	switch v.Kind {
	case flow.NotSet:
		return false
	case flow.Literal:
		if n, ok := v.Tree.(*Node); ok && n != nil {
			return n.Kind != Literal
		}
		return len(v.Reads) > 0 || bytes.Contains(v.Config, []byte(`"items"`)) // a list's
	}
	return true
}

// FromLiteral returns the node of a literal setting. Where the format gives no
// type, it is left open and the text alone decides what the literal can mean.
// Lists and structures have no text of their own and are Unknown.
func FromLiteral(text, typ string) *Node {
	if strings.HasSuffix(typ, "_coll") || text == "" && typ != "" && typ != "str" {
		return &Node{Kind: Unknown, Type: typ}
	}
	return &Node{Kind: Literal, Text: text, Type: typ}
}
