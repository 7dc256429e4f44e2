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

// encoders are those of the parts of the input documents.
type encoders struct {
	flow, flows, org, capacity, outages *encoder
	outlines                            *encoder // of flows, for the built-in rules at org scope
	lean                                *encoder // of a flow, for those at flow scope
}

func newEncoders() encoders {
	p := newPlanner(everything)
	flow := p.encoder(reflect.TypeFor[facts.Flow]())
	return encoders{
		flow:     flow,
		lean:     flow,
		flows:    p.encoder(reflect.TypeFor[[]facts.Flow]()),
		org:      p.encoder(reflect.TypeFor[facts.Org]()),
		capacity: p.encoder(reflect.TypeFor[[]facts.Limit]()),
		outages:  p.encoder(reflect.TypeFor[[]facts.Outage]()),
	}
}

// keys of the input documents
const (
	keyFlow     = "flow"
	keyFlows    = "flows"
	keyOrg      = "org"
	keyCapacity = "capacity"
	keyOutages  = "outages"
	keyParams   = "params"
)

// inputType is what the input document of a scope is encoded from.
func inputType(scope Scope) reflect.Type {
	if scope == OrgScope {
		return reflect.TypeFor[facts.OrgInput]()
	}
	return reflect.TypeFor[facts.FlowInput]()
}

func (s *Set) flowInput(in facts.FlowInput) ast.Value {
	return document(s.share(in.Org, in.Capacity), pair(keyFlow, s.flow.term(reflect.ValueOf(in.Flow))))
}

// flowInputFor is the input without those lists of the flow, and of the records in
// it, that rules do not look at.
func (s *Set) flowInputFor(in facts.FlowInput, r reads) ast.Value {
	if r.all {
		return s.flowInput(in)
	}
	flow := s.lean.termWithout(reflect.ValueOf(&in.Flow).Elem(), s.jobs, func(name string) bool { return !r.fields[name] })
	return document(s.share(in.Org, in.Capacity), pair(keyFlow, flow))
}

func (s *Set) orgInput(in facts.OrgInput) ast.Value { return s.orgInputOf(in, s.flows) }

func (s *Set) orgInputOf(in facts.OrgInput, flows *encoder) ast.Value {
	return document(s.share(in.Org, in.Capacity),
		pair(keyFlows, flows.term(reflect.ValueOf(in.Flows))), pair(keyOutages, s.outages.term(reflect.ValueOf(in.Outages))))
}

// document leaves params empty: each rule's own parameters stand in for them.
func document(shared *sharedInput, own ...[2]*ast.Term) ast.Value {
	return ast.NewObject(append(own, pair(keyOrg, shared.org), pair(keyCapacity, shared.capacity),
		pair(keyParams, ast.InternedEmptyObject))...)
}

func pair(key string, value *ast.Term) [2]*ast.Term {
	return [2]*ast.Term{ast.StringTerm(key), value}
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
