package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Mistakes are comparisons in the rules of users that compile and do not say what they seem
// to, a line each with its place: with a field that can be null, and of text with a number.
func (s *Set) Mistakes() []string {
	known := fieldKinds()
	var out []string
	for _, u := range s.units {
		if u.source == BuiltinSource {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(u.modules)) {
			if !u.library[name] {
				out = append(out, known.mistakesIn(name, u.modules[name])...)
			}
		}
	}
	return out
}

// kinds are the types that the fields of one name have in all records of the input.
type kinds map[string]map[string]bool

func fieldKinds() kinds {
	known := kinds{}
	for _, scope := range []Scope{FlowScope, OrgScope} {
		schema := Schema(scope)
		for _, record := range schema["definitions"].(map[string]any) {
			known.add(record.(map[string]any))
		}
		known.add(schema)
	}
	return known
}

func (k kinds) add(record map[string]any) {
	properties, _ := record["properties"].(map[string]any)
	for field, schema := range properties {
		s, _ := schema.(map[string]any)
		if k[field] == nil {
			k[field] = map[string]bool{}
		}
		switch kind := s["type"].(type) {
		case string:
			k[field][kind] = true
		case []any:
			for _, one := range kind {
				k[field][fmt.Sprint(one)] = true
			}
		default:
			k[field]["record"] = true
		}
	}
}

// only reports whether every field of that name is of these types.
func (k kinds) only(field string, types ...string) bool {
	for kind := range k[field] {
		if !slices.Contains(types, kind) {
			return false
		}
	}
	return len(k[field]) > 0
}

// bySize are the comparisons by size, as the parser names them, and how they are written.
var bySize = map[string]string{"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

func (k kinds) mistakesIn(file string, m *ast.Module) []string {
	var out []string
	ast.WalkBodies(m, func(body ast.Body) bool {
		for _, e := range body {
			if says := k.mistake(e, body); says != "" {
				out = append(out, fmt.Sprintf("%s:%d: %s", file, e.Location.Row, says))
			}
		}
		return false
	})
	return out
}

func (k kinds) mistake(e *ast.Expr, body ast.Body) string {
	if !e.IsCall() || len(e.Operands()) != 2 {
		return ""
	}
	operator := e.Operator().String()
	symbol := bySize[operator]
	if symbol == "" {
		return "" // the compiler holds what is compared for equality to one type
	}
	for i, side := range e.Operands() {
		field := lastField(side)
		other := e.Operands()[1-i].Value
		_, number := other.(ast.Number)
		_, text := other.(ast.String)
		switch {
		case field == "":
		case number && k.only(field, "string"), text && k.only(field, "number", "integer", "null"):
			return fmt.Sprintf("%s is compared by %s with %v, which is of another type: the answer is always the same", side, symbol, other)
		case k[field]["null"] && misleads(e, operator, i == 0) && !guarded(side, body):
			return fmt.Sprintf("%s can be null, which is less than any number: ask is_number(%s) before comparing it by %s", side, side, symbol)
		}
	}
	return ""
}

// misleads reports whether a comparison by size holds, or may seem to, where the field is null:
// null is less than any number.
func misleads(e *ast.Expr, operator string, left bool) bool {
	less := operator == "lt" || operator == "lte"
	return e.Negated || less == left
}

// lastField is the last name of a reference to a field, "" for other terms.
func lastField(t *ast.Term) string {
	ref, ok := t.Value.(ast.Ref)
	if !ok || len(ref) < 2 {
		return ""
	}
	name, _ := ref[len(ref)-1].Value.(ast.String)
	return string(name)
}

// guarded reports whether another condition of the body asks about the term.
func guarded(t *ast.Term, body ast.Body) bool {
	for _, e := range body {
		operator := ""
		if e.IsCall() {
			operator = e.Operator().String()
		}
		if operator != "is_number" && operator != "is_null" && operator != "neq" {
			continue
		}
		for _, o := range e.Operands() {
			if o.Equal(t) {
				return true
			}
		}
	}
	return false
}

// nearBuiltin names the built-in function that differs from a name in its letters' case only.
func nearBuiltin(name string) string {
	for _, b := range ast.Builtins {
		if strings.EqualFold(b.Name, name) || strings.EqualFold(strings.ReplaceAll(b.Name, "_", ""), name) {
			return `; did you mean "` + b.Name + `"?`
		}
	}
	return ""
}
