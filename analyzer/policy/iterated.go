package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Fact is a path into the input document; each "*" stands for every element
// of a list.
type Fact []string

// String writes the path as rules read it.
func (f Fact) String() string { return strings.ReplaceAll("input."+strings.Join(f, "."), ".*", "[]") }

// Iterated are the lists of the input that variables of a body run over: of
// `some call in input.flow.calls`, call: flow.calls.*.
func Iterated(body ast.Body) map[ast.Var]Fact {
	out := map[ast.Var]Fact{}
	for _, expr := range body {
		some, ok := expr.Terms.(*ast.SomeDecl)
		if !ok || len(some.Symbols) != 1 {
			continue
		}
		call, ok := some.Symbols[0].Value.(ast.Call)
		if !ok || len(call) != 3 {
			continue
		}
		v, isVar := call[1].Value.(ast.Var)
		list, isRef := call[2].Value.(ast.Ref)
		if !isVar || !isRef {
			continue
		}
		if f := FactOf(list, out); f != nil {
			out[v] = append(f, "*")
		}
	}
	return out
}

// FactOf is the fact that a reference names, or nil.
func FactOf(ref ast.Ref, lists map[ast.Var]Fact) Fact {
	head, ok := ref[0].Value.(ast.Var)
	if !ok || len(ref) < 2 {
		return nil
	}
	var out Fact
	if !head.Equal(ast.InputRootDocument.Value) {
		if out = slices.Clone(lists[head]); out == nil {
			return nil
		}
	}
	for _, t := range ref[1:] {
		key, ok := t.Value.(ast.String)
		if !ok {
			return nil
		}
		out = append(out, string(key))
	}
	return out
}
