package policy

import (
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
	"archlint/analyzer/policy/fields"
)

// placeFields are those that a record needs to be the "at" of a finding.
var placeFields = []string{"flow", "file", "line", "column", "node", "pointer", "name", "format", "modelledShare"}

// outlineEncoder encodes flows for the built-in rules at org scope: with the
// fields that those name, and those of places. Thousands of flows with all their
// facts would take more memory than the rest of a review. Users' rules get all.
func (u *Unit) outlineEncoder() *encoder {
	named := u.named(OrgScope)
	for _, field := range placeFields {
		named[field] = true
	}
	p := newPlanner(func(f fields.Field) bool { return named[f.Name] })
	return p.encoder(reflect.TypeFor[[]facts.Flow]())
}

// leanEncoder encodes a flow for the built-in rules at flow scope: without the lists
// of records that none of them names, such as the steps of the witness of every call.
func (u *Unit) leanEncoder() *encoder {
	named := u.named(FlowScope)
	p := newPlanner(func(f fields.Field) bool {
		return named[f.Name] || f.Type.Kind() != reflect.Slice || f.Type.Elem().Kind() != reflect.Struct
	})
	return p.encoder(reflect.TypeFor[facts.Flow]())
}

// named are the texts that the rules of a scope, and those that they rest on, hold:
// the names of the fields that they read among them.
func (u *Unit) named(scope Scope) map[string]bool {
	named := map[string]bool{}
	for _, r := range u.questions[scope].rules {
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
	return named
}

// WantsDetails reports whether EvalOrg reads more of the flows than their outlines:
// rules of users may, the built-in ones do not.
func (s *Set) WantsDetails() bool {
	return slices.ContainsFunc(s.units, func(u *Unit) bool {
		return len(u.questions[OrgScope].rules) > 0 && u.source != BuiltinSource
	})
}
