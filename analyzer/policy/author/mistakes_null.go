package author

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// bySize are the comparisons by size, as the parser names them, and how they are written.
var bySize = map[string]string{"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

// size finds comparisons by size with what can be null, and of text with a number. What is
// compared for equality the compiler holds to one type.
func (c *checked) size(e *ast.Expr, holding []*ast.Expr) {
	if !e.IsCall() || len(e.Operands()) != 2 {
		return
	}
	operator := e.Operator().String()
	symbol := bySize[operator]
	if symbol == "" {
		return
	}
	for i, side := range e.Operands() {
		shapes, other := c.shapesOf(side), e.Operands()[1-i].Value
		_, number := other.(ast.Number)
		_, text := other.(ast.String)
		isText := func(s shape) bool { return s.kind() == "string" }
		isNumber := func(s shape) bool { return s.kind() == "number" || s.kind() == "integer" }
		switch {
		case number && every(shapes, isText), text && every(shapes, isNumber):
			c.say(e.Location, "%s is compared by %s with %v, which is of another type: the answer is always the same", side, symbol, other)
			return
		case slices.ContainsFunc(shapes, func(s shape) bool { return s.null }) && misleads(e, operator, i == 0) && !c.guarded(side, holding):
			c.say(e.Location, "%s can be null, which is less than any number: ask is_number(%s) before comparing it by %s", side, side, symbol)
			return
		}
	}
}

// misleads reports whether a comparison by size holds, or may seem to, where the field is null:
// null is less than any number.
func misleads(e *ast.Expr, operator string, left bool) bool {
	less := operator == "lt" || operator == "lte"
	return e.Negated || less == left
}

// guarded reports whether a condition asks whether the term is known.
func (c *checked) guarded(t *ast.Term, holding []*ast.Expr) bool {
	return slices.ContainsFunc(holding, func(e *ast.Expr) bool { return c.asksIfKnown(e, c.stands(t)) })
}

// asksIfKnown reports whether a condition asks whether what a text stands for is null, or what
// type it is.
func (c *checked) asksIfKnown(e *ast.Expr, of string) bool {
	if !e.IsCall() {
		return false
	}
	switch e.Operator().String() {
	case "is_number", "is_object", "is_string", "is_boolean", "is_null", "neq", "equal":
		return slices.ContainsFunc(e.Operands(), func(t *ast.Term) bool { return c.stands(t) == of })
	}
	return false
}

// absent finds a condition with not that reads a field of a record that can be null: it holds
// where the record is not known.
func (c *checked) absent(e *ast.Expr, holding []*ast.Expr) {
	if !e.Negated {
		return
	}
	said := false
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		one, ok := c.resolve(ref, c.scope)
		if !ok || said {
			return false
		}
		for _, record := range one.within {
			if !c.proven(record, holding) {
				said = true
				c.say(e.Location, "%s can be null: this holds where it is not known; ask is_object(%s) as well", record, record)
				break
			}
		}
		return false
	})
}

// proven reports whether a condition without not asks for a record, or for a field of it.
func (c *checked) proven(record ast.Ref, holding []*ast.Expr) bool {
	of := record.String()
	return slices.ContainsFunc(holding, func(e *ast.Expr) bool {
		if c.asksIfKnown(e, of) {
			return true
		}
		if e.Negated || e.IsEvery() {
			return false
		}
		reads := false
		inClosure := false
		ast.WalkClosures(e, func(any) bool { inClosure = true; return true })
		ast.WalkRefs(e, func(ref ast.Ref) bool {
			full := expand(ref, c.scope)
			reads = reads || len(full) > len(record) && full[:len(record)].Equal(record)
			return false
		})
		return reads && !inClosure
	})
}
