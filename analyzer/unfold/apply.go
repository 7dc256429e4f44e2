package unfold

import (
	"math"

	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
)

// apply returns what is known after an effect.
func (p *program) apply(e effect, s *store) *store {
	switch e.kind {
	case dataflow.Assign:
		return p.assign(e, residual(e.value, s), s)
	case dataflow.Copy:
		if e.other == untracked {
			return s.with(e.v, nil, true)
		}
		return p.assign(e, residual(reference(e.other), s), s)
	case dataflow.Receive, dataflow.Forget:
		return s.with(e.v, nil, true)
	case dataflow.ForgetAll:
		return s.without(^bits(0))
	}
	return s // loops count up themselves; what enters a container is done there
}

// assign gives a variable the value of a residual expression.
func (p *program) assign(e effect, value *expr.Node, s *store) *store {
	declared := ""
	if d := p.info[p.vars[e.v]].Declared; d != nil {
		declared = d.Type
	}
	c := constantOf(value, declared)
	if c != nil && !inexact(c.node) && !p.isFar(c.node) {
		return s.with(e.v, c, true)
	}
	b, bounded := rangeOf(value, s)
	s = s.with(e.v, nil, true)
	if !bounded || declared == "integer" && value.Kind == expr.Literal && value.Type == "dec" {
		return s
	}
	slack := p.blurred(around(b))
	if !slack.bounded() {
		return s
	}
	return s.knowing(fact{key: expr.Key(reference(e.v)), vars: bits(0).with(e.v), kind: isBetween, num: slack})
}

// inexact reports whether a constant is a decimal fraction whose sums depend on how
// the platform keeps decimals, which is not documented: in tenths, or in halves.
func inexact(n *expr.Node) bool {
	x, ok := numberOf(n)
	return ok && n.Type == "dec" && (math.Abs(x) > 1<<40 || x*1024 != math.Trunc(x*1024))
}

// around widens a range by what sums of decimal fractions may differ by.
func around(b between) between {
	exact := func(x float64) bool { return math.IsInf(x, 0) || x*1024 == math.Trunc(x*1024) }
	if !exact(b.lo) {
		b.lo -= 1e-9 * max(1, math.Abs(b.lo))
	}
	if !exact(b.hi) {
		b.hi += 1e-9 * max(1, math.Abs(b.hi))
	}
	return b
}

func (p *program) isFar(n *expr.Node) bool {
	x, ok := numberOf(n)
	return ok && math.Abs(x) > p.far
}

// blurred widens a range whose ends are far, so that what goes on for ever comes to a
// state that it has been in.
func (p *program) blurred(b between) between {
	switch {
	case b.lo > p.far:
		b.lo, b.loOpen = p.far, true
	case b.lo < -p.far:
		b.lo, b.loOpen = math.Inf(-1), false
	}
	switch {
	case b.hi < -p.far:
		b.hi, b.hiOpen = -p.far, true
	case b.hi > p.far:
		b.hi, b.hiOpen = math.Inf(1), false
	}
	return b
}
