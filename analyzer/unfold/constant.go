package unfold

import (
	"strconv"
	"strings"

	"archlint/analyzer/expr"
)

// constant is a value that is known: a literal, NOT_SET, or a list whose elements
// may be unknown. Two constants are equal if their keys are.
type constant struct {
	node *expr.Node
	key  string
}

// Values beyond these are not followed: they decide nothing that people write.
const (
	longestText = 200
	longestList = 200
)

// types are the platform's short names of the types of variables.
var types = map[string]string{"string": "str", "integer": "int", "decimal": "dec", "boolean": "bln", "duration": "dur"}

// constantOf returns the constant that a folded expression is when it is assigned to
// a variable of a type ("" where that is not known), or nil if it is not constant or
// has to be converted by a rule that is not established.
func constantOf(n *expr.Node, declared string) *constant {
	switch n.Kind {
	case expr.NotSet:
		return &constant{&expr.Node{Kind: expr.NotSet}, "-"}
	case expr.Literal:
		return literal(n, declared)
	case expr.List:
		return list(n)
	}
	return nil
}

func literal(n *expr.Node, declared string) *constant {
	if len(n.Text) > longestText {
		return nil
	}
	typ := types[declared]
	switch {
	case n.Type == "" && typ != "":
		n = &expr.Node{Kind: expr.Literal, Type: typ, Text: n.Text}
	case n.Type == "int" && typ == "dec":
		n = &expr.Node{Kind: expr.Literal, Type: typ, Text: n.Text}
	case typ != "" && n.Type != typ:
		return nil
	}
	if n.Type == "int" {
		i, err := strconv.ParseInt(strings.TrimSpace(n.Text), 10, 64)
		if err != nil {
			return nil
		}
		n = &expr.Node{Kind: expr.Literal, Type: "int", Text: strconv.FormatInt(i, 10)}
	}
	return &constant{n, n.Type + " " + strconv.Quote(n.Text)}
}

// list keeps the length of a list and the elements that are known.
func list(n *expr.Node) *constant {
	if len(n.Args) > longestList {
		return nil
	}
	out, key := &expr.Node{Kind: expr.List, Args: make([]*expr.Node, len(n.Args))}, strings.Builder{}
	key.WriteByte('[')
	for i, a := range n.Args {
		out.Args[i] = unknown
		if c := constantOf(a, ""); c != nil && a.Kind != expr.List {
			out.Args[i] = c.node
			key.WriteString(c.key)
		}
		key.WriteByte(',')
	}
	key.WriteByte(']')
	return &constant{out, key.String()}
}

func reference(v variable) *expr.Node {
	return &expr.Node{Kind: expr.Reference, Name: "v" + strconv.Itoa(int(v))}
}

// referred returns the variable of a bound reference.
func referred(n *expr.Node) variable {
	if n == nil || n.Kind != expr.Reference || !strings.HasPrefix(n.Name, "v") {
		return untracked
	}
	v, err := strconv.Atoi(n.Name[1:])
	if err != nil {
		return untracked
	}
	return variable(v)
}

// variablesIn returns the variables that a bound expression reads.
func variablesIn(n *expr.Node) bits {
	var all bits
	expr.Walk(n, func(m *expr.Node) bool {
		all = all.with(referred(m))
		return true
	})
	return all
}

func integer(i int64) *expr.Node {
	return &expr.Node{Kind: expr.Literal, Type: "int", Text: strconv.FormatInt(i, 10)}
}
