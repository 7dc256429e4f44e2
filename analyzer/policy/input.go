package policy

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// sharedInput is the part of the input that all flows of a review share,
// encoded once.
type sharedInput struct {
	from          facts.Org
	limits        []facts.Limit
	org, capacity *ast.Term
}

// keys of the input documents
const (
	keyFlow     = "flow"
	keyFlows    = "flows"
	keyOrg      = "org"
	keyCapacity = "capacity"
	keyParams   = "params"
)

func (s *Set) flowInput(in facts.FlowInput) ast.Value {
	shared := s.share(in.Org, in.Capacity)
	return document(keyFlow, s.flow.term(reflect.ValueOf(in.Flow)), shared)
}

func (s *Set) orgInput(in facts.OrgInput) ast.Value {
	shared := s.share(in.Org, in.Capacity)
	return document(keyFlows, s.flows.term(reflect.ValueOf(in.Flows)), shared)
}

// document leaves params empty: each rule's own parameters stand in for them.
func document(key string, value *ast.Term, shared *sharedInput) ast.Value {
	return ast.NewObject(
		[2]*ast.Term{ast.StringTerm(key), value},
		[2]*ast.Term{ast.StringTerm(keyOrg), shared.org},
		[2]*ast.Term{ast.StringTerm(keyCapacity), shared.capacity},
		[2]*ast.Term{ast.StringTerm(keyParams), ast.InternedEmptyObject},
	)
}

// share encodes the organisation and its limits unless they are those of the
// last call. The comparison is cheap in the usual case: slices that are the
// same memory are equal without a look inside.
func (s *Set) share(org facts.Org, limits []facts.Limit) *sharedInput {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := s.shared; last != nil && reflect.DeepEqual(last.from, org) && reflect.DeepEqual(last.limits, limits) {
		return last
	}
	s.shared = &sharedInput{from: org, limits: limits,
		org: s.org.term(reflect.ValueOf(org)), capacity: s.capacity.term(reflect.ValueOf(limits))}
	return s.shared
}
