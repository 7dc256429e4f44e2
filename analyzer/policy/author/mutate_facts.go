package author

import (
	"context"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/policy"
)

// The second kind of mutation leaves the rule alone and changes what it sees:
// a fact that a condition of the rule reads gets other values in the rule's
// bad example, and with at least one of them the rule must no longer fire as
// it did. Only conditions that rest on one fact are tried: where two are
// compared with each other, or a condition says what must not be, there is
// nothing to take away.

// facts tries the facts that the rule's conditions read.
func (t *mutant) facts(ctx context.Context) (survivors []Survivor, tried int, err error) {
	done := map[string]bool{}
	for _, name := range policy.SortedKeys(t.base) {
		m := t.base[name]
		for _, rule := range m.Rules {
			if policy.PackageName(m.Package) != t.rule.Package || !policy.IsFindings(rule) || !t.bodies[rule.Location.String()] {
				continue
			}
			lists := policy.Iterated(rule.Body)
			for _, expr := range rule.Body {
				f := onlyFact(expr, lists)
				if f == nil || done[f.String()] || typeGuard(expr) {
					continue
				}
				done[f.String()] = true
				changed, missed, err := t.notices(ctx, f, literals(expr))
				if err != nil {
					return survivors, tried, err
				}
				if !changed {
					continue // the bad example does not have it
				}
				tried++
				if !missed {
					survivors = append(survivors, Survivor{Rule: t.rule.ID, File: name, Line: expr.Location.Row, Condition: firstLine(expr.Location.Text),
						Fact: f.String()})
				}
			}
		}
	}
	return survivors, tried, nil
}

// literals are the texts and numbers that a condition names.
func literals(expr *ast.Expr) []ast.Value {
	var out []ast.Value
	ast.WalkTerms(expr, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Ref:
			return true
		case ast.String, ast.Number:
			out = append(out, v)
		}
		return false
	})
	return out
}

// notices gives a fact of the bad inputs other values, among them those that
// the condition names. changed reports whether
// it has any there, missed whether the rule found other things then.
func (t *mutant) notices(ctx context.Context, f policy.Fact, named []ast.Value) (changed, missed bool, err error) {
	others := slices.Clone(alternatives)
	for _, s := range named {
		others = append(others, func(v ast.Value) ast.Value {
			if ast.ValueName(v) == ast.ValueName(s) {
				return s
			}
			return nil
		})
	}
	for i, in := range t.inputs {
		if !in.bad || len(t.places[i]) == 0 {
			continue
		}
		for _, other := range others {
			value, did := replaceFact(in.value, f, other)
			if !did {
				continue
			}
			changed = true
			found, err := t.ask(ctx, t.compiler, value, false)
			if err != nil {
				return changed, false, err
			}
			if !slices.Equal(found, t.places[i]) {
				return true, true, nil
			}
		}
	}
	return changed, false, nil
}

// onlyFact is the one fact that a condition rests on, or nil.
func onlyFact(expr *ast.Expr, lists map[ast.Var]policy.Fact) policy.Fact {
	if _, declares := expr.Terms.(*ast.SomeDecl); declares || expr.Negated || expr.IsEvery() || expr.IsAssignment() {
		return nil
	}
	var only policy.Fact
	n := 0
	ast.WalkClosures(expr, func(any) bool { n = 2; return true }) // comprehensions are not looked into
	ast.WalkTerms(expr, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Ref:
			f := policy.FactOf(v, lists)
			if f == nil {
				if head, ok := v[0].Value.(ast.Var); ok && len(v) > 1 && lists[head] != nil {
					n = 2 // a reference that is not understood
				}
				return true
			}
			only, n = f, n+1
			return true
		case ast.Var:
			n = 2 // something that was worked out before
		}
		return false
	})
	if n != 1 {
		return nil
	}
	return only
}

// alternatives are the other values that a fact may have, as far as its own
// value allows. Null is none of them, but for records: nearly every condition
// misses that.
var alternatives = []func(ast.Value) ast.Value{
	func(v ast.Value) ast.Value { // the opposite, or nothing
		switch v := v.(type) {
		case ast.Boolean:
			return !v
		case ast.Number:
			return ast.Number("0")
		case ast.String:
			return ast.String("")
		case *ast.Array:
			return ast.NewArray()
		case ast.Object:
			return ast.NullValue
		}
		return nil
	},
	func(v ast.Value) ast.Value { // too much, or something else
		switch v.(type) {
		case ast.Number:
			return ast.Number("1000000000")
		case ast.String:
			return ast.String("something else")
		case ast.Null:
			return ast.Number("1")
		}
		return nil
	},
}

// replaceFact returns the input with other values of a fact; did reports whether there were any.
func replaceFact(v ast.Value, f policy.Fact, alternative func(ast.Value) ast.Value) (changed ast.Value, did bool) {
	if len(f) == 0 {
		other := alternative(v)
		return other, other != nil && other.Compare(v) != 0
	}
	switch v := v.(type) {
	case *ast.Array:
		if f[0] != "*" {
			return v, false
		}
		terms := make([]*ast.Term, v.Len())
		for i := range terms {
			one, ok := replaceFact(v.Elem(i).Value, f[1:], alternative)
			terms[i] = v.Elem(i)
			if ok {
				terms[i], did = ast.NewTerm(one), true
			}
		}
		return ast.NewArray(terms...), did
	case ast.Object:
		field := v.Get(ast.StringTerm(f[0]))
		if field == nil {
			return v, false
		}
		one, ok := replaceFact(field.Value, f[1:], alternative)
		if !ok {
			return v, false
		}
		out := ast.NewObject()
		v.Foreach(func(key, value *ast.Term) { out.Insert(key, value) })
		out.Insert(ast.StringTerm(f[0]), ast.NewTerm(one))
		return out, true
	}
	return v, false
}

// exits notes the bodies of findings that were true.
type exits struct {
	bodies map[string]bool
}

// Enabled, Config and TraceEvent implement topdown.QueryTracer.
func (x *exits) Enabled() bool { return true }

// Config asks for nothing.
func (x *exits) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks for the ends of bodies.
func (x *exits) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.ExitOp && policy.IsFindings(rule) {
		x.bodies[rule.Location.String()] = true
	}
}
