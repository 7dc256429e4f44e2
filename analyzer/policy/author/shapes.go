package author

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy"
)

// shape is what the schema says of a part of the input.
type shape struct {
	schema map[string]any
	record string // name of the record that it is, "" for other values
	// within are the records on the way to it that can be null, as references.
	within []ast.Ref
	null   bool // it can be null itself
}

// kind is the type of a shape: "string", "number", "integer", "boolean", "array" or "object".
func (s shape) kind() string {
	switch kind := s.schema["type"].(type) {
	case string:
		return kind
	case []any:
		text, _ := kind[0].(string)
		return text
	}
	return ""
}

// words are the texts that it takes; closed is set where there are no others.
func (s shape) words() (words []string, closed bool) {
	list, closed := s.schema["enum"].([]any)
	if !closed {
		list, _ = s.schema["examples"].([]any)
	}
	for _, one := range list {
		text, _ := one.(string)
		words = append(words, text)
	}
	return words, closed
}

// placed reports whether a finding may stand at it.
func (s shape) placed() bool {
	properties, _ := s.schema["properties"].(map[string]any)
	has := func(field string) bool { return properties[field] != nil }
	return has("file") && has("line") || has("limit") || has("namespace") && has("key")
}

// shapes are the shapes of the input of both scopes.
type shapes struct {
	root        map[string]any
	definitions map[string]any
}

func newShapes() shapes {
	flow, org := policy.Described(policy.FlowScope), policy.Described(policy.OrgScope)
	s := shapes{root: flow, definitions: org["definitions"].(map[string]any)}
	fields := flow["properties"].(map[string]any)
	for field, schema := range org["properties"].(map[string]any) {
		fields[field] = schema
	}
	for name, record := range flow["definitions"].(map[string]any) {
		s.definitions[name] = record
	}
	return s
}

// of follows a reference to a record by name.
func (s shapes) of(schema any, within []ast.Ref) shape {
	out := shape{within: within}
	out.schema, _ = schema.(map[string]any)
	if all, ok := out.schema["allOf"].([]any); ok {
		out.schema, _ = all[0].(map[string]any)
	}
	if ref, ok := out.schema["$ref"].(string); ok {
		out.record = ref[len("#/definitions/"):]
		out.schema, _ = s.definitions[out.record].(map[string]any)
	} else if title, ok := out.schema["title"].(string); ok {
		out.record = title
	}
	if kinds, ok := out.schema["type"].([]any); ok {
		out.null = len(kinds) > 1
	}
	return out
}

// resolve is the shape that a reference leads to, given those of the variables in scope.
func (s shapes) resolve(ref ast.Ref, scope variables) (shape, bool) {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return shape{}, false
	}
	at, ok := scope[head]
	if head.Equal(ast.InputRootDocument.Value) {
		at, ok = variable{shape: s.of(s.root, nil), ref: ref[:1]}, true
	}
	if !ok || at.ref == nil {
		return shape{}, false
	}
	out := at.shape
	for i, part := range ref[1:] {
		within := out.within
		if out.null {
			within = append(within[:len(within):len(within)], at.ref.Concat(ref[1:i+1]))
		}
		properties, _ := out.schema["properties"].(map[string]any)
		key, named := part.Value.(ast.String)
		switch {
		case named && properties[string(key)] != nil:
			out = s.of(properties[string(key)], within)
		case out.schema["items"] != nil && !named:
			out = s.of(out.schema["items"], within)
		default:
			return shape{}, false
		}
	}
	return out, true
}

// variable is a variable of a rule that stands for a part of the input.
type variable struct {
	shape
	ref ast.Ref // what it stands for: the variable itself where it runs over a list; nil if that is not known
}

// variables are those of a rule, by name. One that is given several values stands for none.
type variables map[ast.Var]variable

// variablesOf finds what the variables of a rule stand for. What one is given may rest on
// others, so that it goes on until nothing is added.
func (s shapes) variablesOf(rule *ast.Rule) variables {
	all := map[ast.Var][]binding{}
	ast.WalkExprs(rule, func(e *ast.Expr) bool {
		for _, one := range bindingsIn(e) {
			all[one.name] = append(all[one.name], one)
		}
		return false
	})
	scope := variables{}
	for range len(all) + 1 {
		before := len(scope)
		for name, given := range all {
			if _, known := scope[name]; known || len(given) != 1 {
				continue
			}
			if v, ok := s.variable(given[0], scope); ok {
				scope[name] = v
			}
		}
		if len(scope) == before {
			break
		}
	}
	return scope
}

// binding is where a variable gets its value: a term, or the elements of a list.
type binding struct {
	name    ast.Var
	from    *ast.Term
	element bool
}

func (s shapes) variable(from binding, scope variables) (variable, bool) {
	ref, ok := from.from.Value.(ast.Ref)
	if v, isVar := from.from.Value.(ast.Var); isVar {
		ref, ok = ast.Ref{ast.NewTerm(v)}, true
	}
	if !ok {
		return variable{}, false
	}
	own := ast.Ref{ast.NewTerm(from.name)}
	if !from.element {
		at, ok := s.resolve(ref, scope)
		return variable{at, expand(ref, scope)}, ok
	}
	at, ok := s.resolve(ref.Append(ast.VarTerm("_")), scope)
	return variable{at, own}, ok
}

// expand returns a reference with the variable at its head replaced by what it stands for.
func expand(ref ast.Ref, scope variables) ast.Ref {
	head, ok := ref[0].Value.(ast.Var)
	if v, known := scope[head]; ok && known && v.ref != nil {
		return v.ref.Concat(ref[1:])
	}
	return ref
}

// bindingsIn are the variables to which an expression gives a value.
func bindingsIn(e *ast.Expr) []binding {
	switch terms := e.Terms.(type) {
	case *ast.SomeDecl:
		if len(terms.Symbols) == 1 {
			if call, ok := terms.Symbols[0].Value.(ast.Call); ok && len(call) > 2 {
				return bindingOf(call[len(call)-2], call[len(call)-1], true)
			}
		}
	case *ast.Every:
		return bindingOf(terms.Value, terms.Domain, true)
	case []*ast.Term:
		if e.IsAssignment() || e.IsEquality() {
			return bindingOf(e.Operand(0), e.Operand(1), false)
		}
	}
	return nil
}

func bindingOf(name, from *ast.Term, element bool) []binding {
	if v, ok := name.Value.(ast.Var); ok {
		return []binding{{v, from, element}}
	}
	return nil
}
