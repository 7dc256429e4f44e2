// Package expr reads Architect expressions: the text that stands in Archy YAML
// and the tree that the Platform API keeps in a value's "config" become the
// same Node. It folds constants, lists references and compares expressions.
//
// What it refuses to do: guess. Text that is not an expression it knows, a
// function whose rule is not established, a value in a template's placeholder
// are Unknown, and everything made of them is unknown too. Nothing here
// returns an error that would stop a review.
//
// Sources: the corpus of decoded exports, where 2,517 values carry both forms
// (operators, associativity, operand order, types of results), and Genesys'
// articles on expressions ("Expressions tips and best practices": Append takes
// NOT_SET, the operators do not).
package expr

import "strings"

// Kind tells nodes apart.
type Kind uint8

// The kinds of node.
const (
	// Unknown is anything that could not be read. Text holds the source.
	Unknown Kind = iota
	// Literal is a constant: Text is its value without quotes, Type its
	// platform type ("str", "int", "dec", "bln", "dur", "que", ...) or "" where
	// the format does not tell.
	Literal
	// List is a literal list; Args are its elements.
	List
	// NotSet is NOT_SET, or a setting left empty.
	NotSet
	// Reference is a variable or a built-in value: Name is "Scope.name" without
	// quotes, ID the platform's id where known, System set on built-in values
	// where the format tells.
	Reference
	// Call is a function call: Name as written, Args in source order.
	Call
	// Operator is an operator: Name is its symbol, in lower case ("+", "and",
	// "!"; "neg" for a minus sign, "?" for a conditional), Args in source order.
	Operator
	// Member is access to a field: Args[0] is the object, Name the field.
	Member
	// Index is access to an element: Args[0] is the list, Args[1] the index.
	Index
)

// String returns the kind's name.
func (k Kind) String() string {
	names := [...]string{"unknown", "literal", "list", "notSet", "reference", "call", "operator", "member", "index"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Node is an expression, or a part of one. Nodes are not changed after they
// are made and may be shared.
type Node struct {
	Kind   Kind
	Name   string
	Text   string
	Type   string
	ID     string
	System bool
	Args   []*Node
}

// Is reports whether n is a call of the named function, in any letter case.
func (n *Node) Is(function string) bool {
	return n != nil && n.Kind == Call && strings.EqualFold(n.Name, function)
}

// IsOp reports whether n is the operator of that symbol.
func (n *Node) IsOp(symbol string) bool {
	return n != nil && n.Kind == Operator && n.Name == symbol
}

// Scope returns the part of a reference's name before its first dot, in lower
// case ("flow", "task", "call"), or "" when n is no reference.
func (n *Node) Scope() string {
	if n == nil || n.Kind != Reference {
		return ""
	}
	scope, _, _ := strings.Cut(n.Name, ".")
	return strings.ToLower(scope)
}

// Walk calls visit on n and everything below it, parents first and operands
// in source order. When visit returns false, what is below is left out.
func Walk(n *Node, visit func(*Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, a := range n.Args {
		Walk(a, visit)
	}
}

// Known reports whether n holds nothing unknown.
func Known(n *Node) bool {
	if n == nil {
		return false
	}
	known := true
	Walk(n, func(m *Node) bool {
		known = known && m.Kind != Unknown
		return known
	})
	return known
}

// References returns the references in n, each once, in order of first
// appearance. Two are the same when their ids are, or, where an id is missing,
// their names in any letter case.
func References(n *Node) []*Node {
	var refs []*Node
	seen := make(map[string]bool)
	Walk(n, func(m *Node) bool {
		if m.Kind != Reference {
			return true
		}
		key := refKey(m)
		if !seen[key] {
			seen[key] = true
			refs = append(refs, m)
		}
		return true
	})
	return refs
}

func refKey(n *Node) string {
	if n.ID != "" && !n.System {
		return "#" + strings.ToLower(n.ID)
	}
	return strings.ToLower(n.Name)
}

// Bare returns n without the conversion functions around it. The platform
// puts one around a value whose type is not the setting's (ToString around a
// number), in the tree but not in the text; for what an expression reads and
// compares they do not matter.
func Bare(n *Node) *Node {
	for n != nil && n.Kind == Call && len(n.Args) == 1 && conversions[strings.ToLower(n.Name)] {
		n = n.Args[0]
	}
	return n
}

// conversions are the one-operand functions that the corpus shows in trees
// without their being in the text.
var conversions = map[string]bool{
	"tostring": true, "todecimal": true, "toint": true, "tobool": true,
	"tocommunication": true, "tophonenumber": true, "tojson": true,
	"toaudio": true, "toaudiotts": true, "toaudionumber": true,
	"toaudioduration": true, "toaudiodatetime": true,
}
