package policy

import (
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// placeFields are those that a record needs to be the "at" of a finding.
var placeFields = []string{"flow", "file", "line", "column", "node", "pointer", "name", "format", "modelledShare"}

// outlineEncoder encodes flows for the built-in rules at org scope: with the
// fields that those name, and those of places. Thousands of flows with all their
// facts would take more memory than the rest of a review. Users' rules get all.
func (u *unit) outlineEncoder() *encoder {
	named := map[string]bool{}
	for _, field := range placeFields {
		named[field] = true
	}
	for _, r := range u.questions[OrgScope].rules {
		own, others := u.behind(r)
		for _, rule := range append(own, others...) {
			ast.WalkTerms(rule, func(t *ast.Term) bool {
				if text, ok := t.Value.(ast.String); ok {
					named[string(text)] = true
				}
				return false
			})
		}
	}
	p := newPlanner(func(field string) bool { return named[field] })
	return p.encoder(reflect.TypeFor[[]facts.Flow]())
}

// WantsDetails reports whether EvalOrg reads more of the flows than their outlines:
// rules of users may, the built-in ones do not.
func (s *Set) WantsDetails() bool {
	return slices.ContainsFunc(s.units, func(u *unit) bool {
		return len(u.questions[OrgScope].rules) > 0 && u.source != BuiltinSource
	})
}
