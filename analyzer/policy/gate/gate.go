// Package gate decides, without running Rego, where a built-in rule cannot find
// anything.
//
// Most rules find nothing in most flows, and one condition on one fact shows it:
// no call is in a loop, no action looks anything up. A gate evaluates such
// conditions directly on the facts. It is derived from the compiled rule and errs on
// one side only: a condition that it does not understand may hold. A rule whose gate
// is closed has no findings; a rule whose gate is open has to be evaluated.
package gate

import (
	"reflect"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/fields"
)

// Gates are the gates of rules that share an input. They are safe
// for concurrent use.
type Gates struct {
	rules  [][]body // by rule, then by body; nil where a gate is always open
	frames sync.Pool
}

// New derives the gates of partial sets, named by their references
// (data.ours.findings), for input documents that are encoded from values of a
// struct type. The compiler must have compiled the rules.
func New(c *ast.Compiler, sets []ast.Ref, input reflect.Type) *Gates {
	g := &Gates{rules: make([][]body, len(sets))}
	r := &reader{compiler: c, input: input, fields: map[reflect.Type]map[string]fields.Field{}, shared: map[*ast.Rule]int{}}
	for i, ref := range sets {
		g.rules[i] = r.set(ref)
	}
	slots, shared := r.slots, len(r.shared)
	g.frames.New = func() any { return &frame{slots: make([]value, slots), shared: make([]result, shared)} }
	return g
}

// Open returns, by rule, whether it may find anything in the input.
func (g *Gates) Open(input reflect.Value) []bool {
	f := g.frames.Get().(*frame)
	defer g.frames.Put(f)
	f.input, f.left = valueOf(input), mostSteps
	defer f.forget()
	out := make([]bool, len(g.rules))
	for i, bodies := range g.rules {
		out[i] = bodies == nil || anyBody(bodies, f) != no
	}
	return out
}

// answer is what is known about a condition. The order matters: a body holds as
// little as the least of its conditions.
type answer int

const (
	no answer = iota
	maybe
	yes
)

// not is the answer of the negation.
func (a answer) not() answer { return yes - a }

// body is the conditions of a rule, a function or a comprehension, in order.
type body []step

// step is one condition, or a variable that runs over a list.
type step struct {
	test  func(*frame) answer
	list  func(*frame) value // where it runs over a list; test is nil
	slot  int                // of the element
	inert bool               // its test cannot fail
}

// frame is what the variables of the bodies stand for while a gate is decided.
type frame struct {
	input  value
	slots  []value
	shared []result // values of rules without arguments
	left   int      // steps that may still be taken
}

// mostSteps is how many steps the gates of all rules may take over one input. No
// rule needs a hundredth of them for a flow as people draw it; one that holds each
// of its thousands of nodes against every other is left to Rego, which has limits of
// its own.
const mostSteps = 1_000_000

// forget releases the input.
func (f *frame) forget() {
	f.input = value{}
	clear(f.slots)
	clear(f.shared)
}

// result is a value once it has been worked out.
type result struct {
	known bool
	value value
}

func anyBody(bodies []body, f *frame) answer {
	best := no
	for _, b := range bodies {
		if best = max(best, b.answer(f)); best == yes {
			break
		}
	}
	return best
}

// answer reports whether some assignment of the variables makes all conditions hold.
func (b body) answer(f *frame) answer {
	least := yes
	for i := range b {
		if b[i].list != nil {
			return min(least, b[i].some(f, b[i+1:]))
		}
		if least = min(least, b[i].test(f)); least == no {
			return no
		}
	}
	return least
}

// some reports whether the rest may hold for an element of the list. The first
// that may is enough: maybe where yes could be said is no mistake.
func (s *step) some(f *frame, rest body) answer {
	list := s.list(f)
	switch list.kind {
	case unknown, record: // a record's fields
		f.slots[s.slot] = value{}
		return min(maybe, rest.answer(f))
	case collection:
		for i, n := 0, list.len(); i < n; i++ {
			if f.left--; f.left < 0 {
				return maybe
			}
			f.slots[s.slot] = list.element(i)
			if a := rest.answer(f); a != no {
				return a
			}
		}
	}
	return no
}
