package unfold

import "archlint/analyzer/expr"

// assume returns a store that knows besides that a residual condition has come to an
// answer, nil where it cannot come to it. The condition was not decided before.
func (p *program) assume(n *expr.Node, s *store, holdsTrue bool) *store {
	switch {
	case n.IsOp("!") && len(n.Args) == 1:
		return p.assume(n.Args[0], s, !holdsTrue)
	case (n.IsOp("and") && holdsTrue || n.IsOp("or") && !holdsTrue) && len(n.Args) == 2:
		for _, a := range chain(n, n.Name) {
			if s = p.assumePart(a, s, holdsTrue); s == nil {
				return nil
			}
		}
		return s
	case (n.IsOp("and") || n.IsOp("or")) && len(n.Args) == 2:
		return p.assumeEither(n, s, holdsTrue)
	}
	if c, ok := comparisonOf(n); ok {
		if !holdsTrue {
			c = c.opposite()
		}
		return p.assumeCompared(c, s)
	}
	if v := referred(n); v != untracked && holdsTrue {
		return s.with(v, constantOf(&expr.Node{Kind: expr.Literal, Type: "bln", Text: "true"}, ""), true)
	}
	return p.remember(n, s, holdsTrue)
}

// assumePart assumes an answer of a part of a condition, which may be decided already.
func (p *program) assumePart(n *expr.Node, s *store, holdsTrue bool) *store {
	rest := residual(n, s)
	switch decide(rest, s) {
	case undecided:
		return p.assume(rest, s, holdsTrue)
	case answerOf(holdsTrue):
		return s
	}
	return nil
}

// assumeEither assumes an answer that any part of a condition can give it. Where all but
// one of them cannot, that one does.
func (p *program) assumeEither(n *expr.Node, s *store, holdsTrue bool) *store {
	var only *store
	for _, a := range chain(n, n.Name) {
		one := p.assumePart(a, s, holdsTrue)
		if one != nil && only != nil {
			return p.remember(n, s, holdsTrue)
		}
		if one != nil {
			only = one
		}
	}
	return only
}

func (p *program) remember(n *expr.Node, s *store, holdsTrue bool) *store {
	if !expr.Known(n) || variablesIn(n) == 0 {
		return s
	}
	kind := fails
	if holdsTrue {
		kind = holds
	}
	return s.knowing(fact{key: expr.Key(n), vars: variablesIn(n), kind: kind})
}

// assumeCompared remembers a comparison that holds, nil where it cannot hold.
func (p *program) assumeCompared(c comparison, s *store) *store {
	if !expr.Known(c.left) {
		return s
	}
	key, vars := expr.Key(c.left), variablesIn(c.left)
	if text, ok := textOf(c.right); ok && c.symbol == "==" {
		return s.knowing(fact{key: key, vars: vars, kind: isText, text: text})
	}
	if x, ok := numberOf(c.right); ok {
		if allowed, ok := side(c.symbol, x); ok {
			return p.narrow(c.left, allowed, s)
		}
	}
	switch c.symbol { // of two opposite questions one is remembered
	case "!=", ">", ">=":
		return p.remember(c.opposite().node(), s, false)
	}
	return p.remember(c.node(), s, true)
}

// narrow remembers that an expression's value is in a range, nil where it cannot be.
func (p *program) narrow(n *expr.Node, allowed between, s *store) *store {
	before, _ := rangeOf(n, s)
	allowed = allowed.and(before)
	v := referred(n)
	if v != untracked && p.isInteger(v) || n.Is("Count") || n.Is("Length") {
		allowed = allowed.integers()
	}
	if allowed.empty() {
		return nil
	}
	if v != untracked && allowed.lo == allowed.hi {
		if c := p.numeric(v, allowed.lo); c != nil {
			return s.with(v, c, true)
		}
	}
	return s.knowing(fact{key: expr.Key(n), vars: variablesIn(n), kind: isBetween, num: allowed})
}

func (p *program) isInteger(v variable) bool {
	d := p.info[p.vars[v]].Declared
	return d != nil && d.Type == "integer"
}

// numeric is the constant of a number for a variable of a known numeric type.
func (p *program) numeric(v variable, x float64) *constant {
	if !p.isInteger(v) || x != float64(int64(x)) {
		return nil
	}
	return constantOf(integer(int64(x)), "integer")
}
