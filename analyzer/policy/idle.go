package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// Idle returns, in order of id, the rules that had nothing to look at: every
// list of the input that they run over is empty, in all flows.
func (s *Set) Idle(in facts.OrgInput) []string {
	document := s.orgInput(in)
	var out []string
	for _, u := range s.units {
		for _, r := range u.rules {
			if lists := u.lists(r); len(lists) > 0 && !slices.ContainsFunc(lists, func(f Fact) bool { return holds(document, f) }) {
				out = append(out, r.ID)
			}
		}
	}
	slices.Sort(out)
	return out
}

// lists are the lists of the input that a rule runs over, as paths into the
// organisation's document.
func (u *Unit) lists(r *Rule) []Fact {
	var out []Fact
	for _, m := range u.modules {
		if PackageName(m.Package) != r.Package {
			continue
		}
		ast.WalkBodies(m, func(body ast.Body) bool {
			for _, f := range Iterated(body) {
				if f[0] == keyFlow {
					f = append(Fact{keyFlows, "*"}, f[1:]...)
				}
				out = append(out, f)
			}
			return false
		})
	}
	return out
}

// holds reports whether a path leads to anything.
func holds(v ast.Value, f Fact) bool {
	if len(f) == 0 {
		return true
	}
	switch v := v.(type) {
	case *ast.Array:
		return v.Until(func(e *ast.Term) bool { return holds(e.Value, f[1:]) })
	case ast.Object:
		field := v.Get(ast.StringTerm(f[0]))
		return field != nil && holds(field.Value, f[1:])
	}
	return false
}
