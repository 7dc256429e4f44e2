package policy

import (
	"reflect"
	"slices"

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
}

func newEncoders() encoders {
	return encoders{
		flow:     newEncoder(reflect.TypeFor[facts.Flow]()),
		flows:    newEncoder(reflect.TypeFor[[]facts.Flow]()),
		org:      newEncoder(reflect.TypeFor[facts.Org]()),
		capacity: newEncoder(reflect.TypeFor[[]facts.Limit]()),
		outages:  newEncoder(reflect.TypeFor[[]facts.Outage]()),
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

func (s *Set) flowInput(in facts.FlowInput) ast.Value {
	return document(s.share(in.Org, in.Capacity), pair(keyFlow, s.flow.term(reflect.ValueOf(in.Flow))))
}

// flowInputFor is the input without those lists of the flow that rules do not
// look at.
func (s *Set) flowInputFor(in facts.FlowInput, r reads) ast.Value {
	if r.all {
		return s.flowInput(in)
	}
	flow := s.flow.termWithout(reflect.ValueOf(&in.Flow).Elem(), func(name string) bool { return !r.fields[name] })
	return document(s.share(in.Org, in.Capacity), pair(keyFlow, flow))
}

func (s *Set) orgInput(in facts.OrgInput) ast.Value {
	return document(s.share(in.Org, in.Capacity),
		pair(keyFlows, s.flows.term(reflect.ValueOf(in.Flows))), pair(keyOutages, s.outages.term(reflect.ValueOf(in.Outages))))
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

// outlineOnly are the fields of flows that the built-in rules at org scope get
// empty: most of an export's facts, which none of them reads (a test holds them
// to that). Users' rules get all.
var outlineOnly = []string{"nodes", "worst", "likely", "witness", "inputs", "successOutputs", "failureOutputs"}

// WantsDetails reports whether EvalOrg reads more of the flows than their outlines:
// rules of users may, the built-in ones do not.
func (s *Set) WantsDetails() bool {
	return slices.ContainsFunc(s.units, func(u *unit) bool {
		return len(u.questions[OrgScope].rules) > 0 && u.source != BuiltinSource
	})
}

// outlined is in without the fields of outlineOnly: thousands of flows with
// every action of theirs would take more memory than the rest of a review.
func outlined(in facts.OrgInput) facts.OrgInput {
	flows := make([]facts.Flow, len(in.Flows))
	for i, f := range in.Flows {
		f.Nodes, f.Worst, f.Likely = nil, nil, nil
		f.Calls = slices.Clone(f.Calls)
		for j := range f.Calls {
			c := &f.Calls[j]
			c.Witness, c.Inputs, c.SuccessOutputs, c.FailureOutputs = nil, nil, nil, nil
		}
		flows[i] = f
	}
	in.Flows = flows
	return in
}
