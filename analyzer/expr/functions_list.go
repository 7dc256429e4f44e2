package expr

import (
	"slices"
	"strings"
)

func count(args []*Node) *Node {
	if len(args) != 1 || args[0].Kind != List {
		return nil
	}
	return intNode(int64(len(args[0].Args)))
}

func makeList(args []*Node) *Node { return &Node{Kind: List, Args: args} }

// addItem adds elements at the end of a list. Whether a list that is added counts as one
// element is not documented.
func addItem(args []*Node) *Node {
	if len(args) < 2 || args[0].Kind != List {
		return nil
	}
	for _, a := range args[1:] {
		if a.Kind == List || a.Kind == NotSet {
			return nil
		}
	}
	return &Node{Kind: List, Args: slices.Concat(args[0].Args, args[1:])}
}

// split cuts a text into a list. Whether empty parts are kept is not documented.
func split(args []*Node) *Node {
	if len(args) != 2 {
		return nil
	}
	text, okText := stringOf(args[0])
	separator, okSeparator := stringOf(args[1])
	if !okText || !okSeparator || separator == "" {
		return nil
	}
	parts := strings.Split(text, separator)
	if slices.Contains(parts, "") {
		return nil
	}
	list := &Node{Kind: List}
	for _, part := range parts {
		list.Args = append(list.Args, strNode(part))
	}
	return list
}

func element(args []*Node) *Node {
	if len(args) != 2 || args[0].Kind != List {
		return nil
	}
	i, ok := intOf(args[1])
	if !ok || i < 0 || i >= int64(len(args[0].Args)) {
		return nil
	}
	return args[0].Args[i]
}

// appendAll joins strings; NOT_SET adds nothing.
func appendAll(args []*Node) *Node {
	var b strings.Builder
	for _, a := range args {
		s, ok := stringOf(a)
		if !ok && a.Kind != NotSet {
			return nil
		}
		b.WriteString(s)
	}
	if len(args) == 0 {
		return nil
	}
	return strNode(b.String())
}
