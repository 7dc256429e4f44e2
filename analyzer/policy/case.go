package policy

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// Case is what one rule is asked about: a flow, or all flows if that is its scope.
type Case struct {
	Flow facts.FlowInput
	All  facts.OrgInput
	// About names it for errors: "flow Orders".
	About string
}

// CaseOfFlow asks about one flow.
func CaseOfFlow(in facts.FlowInput) Case { return Case{Flow: in, About: "flow " + in.Flow.Name} }

// CaseOfOrg asks about all flows.
func CaseOfOrg(in facts.OrgInput) Case { return Case{All: in, About: "the organisation"} }

// Units are the sources of the rules.
func (s *Set) Units() []*Unit { return s.units }

// Find finds a rule by id or alias.
func (s *Set) Find(id string) (*Unit, *Rule, error) {
	var known []string
	for _, u := range s.units {
		for _, r := range u.rules {
			if r.ID == id || contains(r.Aliases, id) {
				return u, r, nil
			}
			known = append(known, r.ID)
		}
	}
	return nil, nil, fmt.Errorf("no rule %q%s", id, DidYouMean(id, known))
}

// Watch evaluates one rule with a tracer, and returns its answer; without the index that would
// skip bodies before their first condition is looked at.
func (s *Set) Watch(ctx context.Context, u *Unit, r *Rule, input ast.Value, tracer topdown.QueryTracer) (*ast.Term, error) {
	ask, err := u.asking(r)
	if err != nil {
		return nil, err
	}
	g := newGuard(ctx, s.limit)
	result, err := u.query([]*ast.Expr{ask}, input, g).WithQueryTracer(tracer).WithIndexing(false).Run(ctx)
	err = stoppedOr(ctx, err, g.done())
	if err != nil || len(result) == 0 {
		return ast.SetTerm(), err
	}
	return result[0][answerVar(r)], nil
}

// Document is the input that a rule sees of a case.
func (s *Set) Document(r *Rule, in Case) ast.Value {
	if r.Scope == OrgScope {
		return s.orgInput(in.All)
	}
	return s.flowInput(in.Flow)
}

// Judge turns the answer of a rule, which saw that document, into findings.
func (s *Set) Judge(r *Rule, answer *ast.Term, document ast.Value, in Case) ([]finding.Finding, error) {
	locate := newLocator([]facts.Flow{in.Flow.Flow}, in.Flow.Flow.Name)
	if r.Scope == OrgScope {
		locate = newLocator(in.All.Flows, "")
	}
	found, err := findings(r, answer, newRecords(func() ast.Value { return document }, locate.current))
	if err != nil {
		return nil, err
	}
	return named(found, locate), nil
}

// PlaceOf is the place of a record that a rule points at, and what a finding there is about.
// ok is false for what is no record with a place.
func PlaceOf(object ast.Object) (at facts.Place, about string, ok bool) {
	p, ok := placeOf(object, "")
	return p.Place, p.about, ok
}

// FlowDocument is the input of the rules over one flow.
func FlowDocument(in facts.FlowInput) ast.Value {
	s := &Set{encoders: newEncoders()}
	return s.flowInput(in)
}

// OrgDocument is the input of the rules over all flows.
func OrgDocument(in facts.OrgInput) ast.Value {
	s := &Set{encoders: newEncoders()}
	return s.orgInput(in)
}
