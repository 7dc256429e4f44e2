package author

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy"
)

// wantRecord says what may be the "at" of a finding.
const wantRecord = "want a flow, call, loop, node, value, step, sum, data action or limit of the input"

// at finds an "at" of a rule's findings that is no record of the input, or that can be null.
func (c *checked) at(rule *ast.Rule) {
	found := rule.Head.Key
	if found == nil {
		return
	}
	object, ok := c.bound(found, rule.Body).Value.(ast.Object)
	if !ok {
		return
	}
	at := object.Get(ast.StringTerm("at"))
	if at == nil {
		c.say(found.Location, `a finding has no "at": %s`, wantRecord)
		return
	}
	switch v := c.bound(at, rule.Body).Value.(type) {
	case ast.String, ast.Number, ast.Boolean, ast.Null, *ast.Array, ast.Set, *ast.ArrayComprehension, *ast.SetComprehension,
		*ast.ObjectComprehension:
		c.say(at.Location, `"at" is %s, which is no record: %s`, at, wantRecord)
	case ast.Object:
		if !placedObject(v) {
			c.say(at.Location, `"at" is made by the rule and has no place: %s`, wantRecord)
		}
	default:
		c.atInput(at, rule.Body)
	}
}

// bound is the term that a condition of the body gives to a variable, or the term itself.
func (c *checked) bound(t *ast.Term, body ast.Body) *ast.Term {
	name, ok := t.Value.(ast.Var)
	if !ok {
		return t
	}
	for _, e := range body {
		if e.IsAssignment() && e.Operand(0).Value.Compare(name) == 0 {
			return e.Operand(1)
		}
	}
	return t
}

func placedObject(o ast.Object) bool {
	r := policy.InputRecord{Object: o}
	return r.Has("file") && r.Has("line") || r.Has("limit") || r.Has("namespace") && r.Has("key")
}

// atInput looks at an "at" that is a part of the input.
func (c *checked) atInput(at *ast.Term, body ast.Body) {
	ref, ok := refOf(at)
	if !ok {
		return
	}
	one, ok := c.resolve(ref, c.scope)
	switch {
	case !ok:
	case one.kind() == "array":
		c.say(at.Location, `"at" is the list %s and not a record of it: %s`, at, wantRecord)
	case one.kind() != "object":
		c.say(at.Location, `"at" is %s, a %s: %s`, at, one.kind(), wantRecord)
	case !one.placed():
		c.say(at.Location, `"at" is %s, which stands nowhere: %s`, at, wantRecord)
	case one.null && !slices.ContainsFunc([]*ast.Expr(body), func(e *ast.Expr) bool { return c.asksIfKnown(e, c.stands(at)) }) &&
		!c.proven(expand(ref, c.scope), body):
		c.say(at.Location, `"at" is %s, which can be null: ask is_object(%s) first`, at, at)
	}
}
