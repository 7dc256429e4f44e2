package policy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/facts"
)

// Trace writes the evaluation of one rule over one flow, step by step.
func (s *Set) Trace(ctx context.Context, id string, in facts.FlowInput, to io.Writer) error {
	if u, r, err := s.rule(id); err == nil && s.apart(u) {
		return s.traceApart(ctx, r, inquiry{wireQuestion: wireQuestion{Flow: &in.Flow}, shared: wireShared{in.Org, in.Capacity}, trace: to},
			s.aboutFlow(in.Flow.Name))
	}
	return s.trace(ctx, id, s.flowInput(in), "flow "+in.Flow.Name, to)
}

// TraceOrg writes the evaluation of one rule over all flows, step by step.
func (s *Set) TraceOrg(ctx context.Context, id string, in facts.OrgInput, to io.Writer) error {
	if u, r, err := s.rule(id); err == nil && s.apart(u) {
		return s.traceApart(ctx, r, inquiry{wireQuestion: wireQuestion{Outages: in.Outages}, shared: wireShared{in.Org, in.Capacity},
			flows: in.Flows, trace: to}, s.aboutOrg(len(in.Flows)))
	}
	return s.trace(ctx, id, s.orgInput(in), "the organisation", to)
}

func (s *Set) trace(ctx context.Context, id string, input ast.Value, subject string, to io.Writer) error {
	u, r, err := s.rule(id)
	if err != nil {
		return err
	}
	tracer := topdown.NewBufferTracer()
	_, err = s.traced(ctx, u, r, input, tracer)
	var steps bytes.Buffer
	topdown.PrettyTraceWithLocation(&steps, *tracer)
	for line := range strings.Lines(steps.String()) {
		if _, writeErr := io.WriteString(to, cut(line)); writeErr != nil {
			return writeErr
		}
	}
	if err != nil {
		return fmt.Errorf("rule %s: %s: %w", r.ID, subject, err)
	}
	return nil
}

// cut shortens a line of a trace: whole records stand in it.
func cut(line string) string {
	const most = 240
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "...\n"
}

// traced evaluates one rule with a tracer, without the index that would skip
// bodies before their first condition is looked at.
func (s *Set) traced(ctx context.Context, u *unit, r *Rule, input ast.Value, tracer topdown.QueryTracer) (*ast.Term, error) {
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
