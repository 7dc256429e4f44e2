package author

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy"
)

// Mistake is a condition, or an "at", in a rule of a user that compiles and does not say what
// it seems to.
type Mistake struct {
	File string
	Line int
	Says string
}

// String is a line with the place.
func (m Mistake) String() string { return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Says) }

// Mistakes are those in the rules of users, in order of file and line: comparisons with what
// can be null, of text with numbers, and with words that a field never takes; and an "at" that
// stands nowhere.
func Mistakes(s *policy.Set) []Mistake {
	known := newKinds()
	var out []Mistake
	for _, u := range s.Units() {
		if u.Builtin() || u.Lenient() {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(u.Modules())) {
			if !u.Shared(name) {
				out = append(out, known.mistakesIn(name, u.Modules()[name])...)
			}
		}
	}
	return out
}

// kinds are what is known of the fields of the input.
type kinds struct {
	shapes
	byName map[string][]shape // of the fields of one name in all records
}

func newKinds() kinds {
	k := kinds{newShapes(), map[string][]shape{}}
	for _, name := range slices.Sorted(maps.Keys(k.definitions)) {
		k.add(k.definitions[name].(map[string]any))
	}
	k.add(k.root)
	return k
}

func (k kinds) add(record map[string]any) {
	properties, _ := record["properties"].(map[string]any)
	for field, schema := range properties {
		k.byName[field] = append(k.byName[field], k.of(schema, nil))
	}
}

// mistakesIn looks at the rules of a module.
func (k kinds) mistakesIn(file string, m *ast.Module) []Mistake {
	var out []Mistake
	for _, first := range m.Rules {
		scope := k.variablesOf(first)
		for rule := first; rule != nil; rule = rule.Else {
			c := checked{kinds: k, file: file, module: m, scope: scope}
			c.body(rule.Body, nil)
			c.inside(rule.Head, rule.Body)
			if policy.IsFindings(rule) {
				c.at(rule)
			}
			out = append(out, c.found...)
		}
	}
	slices.SortStableFunc(out, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return slices.Compact(out)
}

// checked is one rule, and what was found in it.
type checked struct {
	kinds
	file   string
	module *ast.Module
	scope  variables
	found  []Mistake
}

func (c *checked) say(at *ast.Location, format string, args ...any) {
	if at != nil {
		c.found = append(c.found, Mistake{c.file, at.Row, fmt.Sprintf(format, args...)})
	}
}

// body looks at the conditions of a body; outer are those that hold where it is evaluated.
func (c *checked) body(body ast.Body, outer []*ast.Expr) {
	holding := append(slices.Clone(outer), body...)
	for _, e := range body {
		c.size(e, holding)
		c.absent(e, holding)
		c.word(e)
		c.inside(e, holding)
	}
}

// inside looks at the bodies in an expression or a head: comprehensions and every.
func (c *checked) inside(node any, outer []*ast.Expr) {
	ast.WalkClosures(node, func(closure any) bool {
		switch closure := closure.(type) {
		case *ast.ArrayComprehension:
			c.within(closure.Term, closure.Body, outer)
		case *ast.SetComprehension:
			c.within(closure.Term, closure.Body, outer)
		case *ast.ObjectComprehension:
			c.within(closure.Key, closure.Body, outer)
			c.inside(closure.Value, append(slices.Clone(outer), closure.Body...))
		case *ast.Every:
			c.inside(closure.Domain, outer)
			c.body(closure.Body, outer)
		}
		return true
	})
}

func (c *checked) within(term *ast.Term, body ast.Body, outer []*ast.Expr) {
	c.body(body, outer)
	c.inside(term, append(slices.Clone(outer), body...))
}

// shapesOf are the shapes that a term can have: one where it is known what it stands for, else
// those of all fields of its name.
func (c *checked) shapesOf(t *ast.Term) []shape {
	ref, ok := refOf(t)
	if !ok {
		return nil
	}
	if one, ok := c.resolve(ref, c.scope); ok {
		return []shape{one}
	}
	if len(ref) < 2 || isRuleRef(ref) {
		return nil
	}
	name, _ := ref[len(ref)-1].Value.(ast.String)
	return c.byName[string(name)]
}

// refOf is the reference that a term is, a variable too.
func refOf(t *ast.Term) (ast.Ref, bool) {
	switch v := t.Value.(type) {
	case ast.Ref:
		return v, true
	case ast.Var:
		return ast.Ref{t}, true
	}
	return nil, false
}

// isRuleRef reports whether a reference leads to rules and not into the input.
func isRuleRef(ref ast.Ref) bool { return ref[0].Equal(ast.DefaultRootDocument) }

// every reports whether a test holds for all of several shapes, of which there are some.
func every(all []shape, test func(shape) bool) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(s shape) bool { return !test(s) })
}

// stands is what a term stands for, so that two terms for one value are the same text.
func (c *checked) stands(t *ast.Term) string {
	ref, ok := refOf(t)
	if !ok {
		return t.String()
	}
	return expand(ref, c.scope).String()
}
