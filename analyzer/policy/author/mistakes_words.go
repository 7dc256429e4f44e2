package author

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy"
)

// word finds comparisons of a field with a text that it never takes.
func (c *checked) word(e *ast.Expr) {
	if e.IsCall() && len(e.Operands()) == 2 {
		c.compared(e.Operator().String(), e.Operand(0), e.Operand(1), e.Location)
	}
	ast.WalkTerms(e, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true // looked at by themselves
		case ast.Call:
			if len(v) == 3 {
				c.compared(v[0].String(), v[1], v[2], e.Location)
			}
		case ast.Ref:
			if len(v) == 2 { // {"a", "b"}[field], {"a": 1}[field]
				c.among(v[1], v[0], e.Location)
			}
		}
		return false
	})
}

// compared looks at a comparison of two terms.
func (c *checked) compared(operator string, a, b *ast.Term, at *ast.Location) {
	switch operator {
	case "equal", "neq", "eq":
		c.never(a, b, at)
		c.never(b, a, at)
	case "internal.member_2":
		c.among(a, b, at)
	}
}

// among looks at a field that is looked up in a set, an array or an object of texts.
func (c *checked) among(field, all *ast.Term, at *ast.Location) {
	each := func(t *ast.Term) { c.never(field, t, at) }
	switch v := c.constant(all).(type) {
	case ast.Set:
		v.Foreach(each)
	case *ast.Array:
		v.Foreach(each)
	case ast.Object:
		v.Foreach(func(key, _ *ast.Term) { each(key) })
	}
}

// constant is the value of a term; of the name of a rule of the module that has no condition,
// that of the rule.
func (c *checked) constant(t *ast.Term) ast.Value {
	name, ok := t.Value.(ast.Var)
	if !ok {
		return t.Value
	}
	for _, rule := range c.module.Rules {
		if rule.Head.Name.Equal(name) && rule.Head.Value != nil && len(rule.Head.Args) == 0 &&
			rule.Body.Equal(ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))) {
			return rule.Head.Value.Value
		}
	}
	return t.Value
}

// never says that a field never is a text, if that is so.
func (c *checked) never(field, text *ast.Term, at *ast.Location) {
	word, ok := text.Value.(ast.String)
	shapes := c.shapesOf(field)
	if !ok || word == "" || len(shapes) == 0 {
		return
	}
	var known []string
	for _, s := range shapes {
		words, closed := s.words()
		if len(words) == 0 || slices.Contains(words, string(word)) || !closed && !misspelt(string(word), words) {
			return
		}
		known = append(known, words...)
	}
	slices.Sort(known)
	known = slices.DeleteFunc(slices.Compact(known), func(s string) bool { return s == "" })
	hint := policy.DidYouMean(string(word), known)
	if hint == "" {
		hint = "; archlint policy schema lists what it can be"
	}
	c.say(at, "%s is never %s%s", field, text, hint)
}

// misspelt reports whether a word is one of several but for the case of its letters, or for
// one letter.
func misspelt(word string, words []string) bool {
	return slices.ContainsFunc(words, func(known string) bool {
		return strings.EqualFold(known, word) || len(word) > 4 && policy.Distance(known, word) == 1
	})
}
