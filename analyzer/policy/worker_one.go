package policy

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"archlint/analyzer/facts"
)

// apart reports whether a worker evaluates the unit, and not this process.
func (s *Set) apart(u *unit) bool { return s.workers != nil && u.source != BuiltinSource }

// explainApart has a worker say why a rule fired or did not fire.
func (s *Set) explainApart(ctx context.Context, r *Rule, in facts.FlowInput, all facts.OrgInput, one wireOne) (Explanation, error) {
	q := inquiry{wireQuestion: wireQuestion{Flow: &in.Flow, Outages: all.Outages, One: &one}, shared: wireShared{in.Org, in.Capacity}}
	about := s.explained(in, one)
	if r.Scope == OrgScope {
		q.flows = all.Flows
		about.limit = about.limit.forFlows(len(all.Flows))
	}
	answer, err := s.askOne(ctx, r, q, about)
	if err != nil {
		return Explanation{}, err
	}
	if answer.Explanation == nil {
		return Explanation{}, fmt.Errorf("rule %s: %s: no answer", r.ID, about.name)
	}
	return *answer.Explanation, nil
}

// traceApart has a worker write the evaluation of a rule.
func (s *Set) traceApart(ctx context.Context, r *Rule, q inquiry, about subject) error {
	q.One = &wireOne{Rule: r.ID, Trace: true}
	_, err := s.askOne(ctx, r, q, about)
	return err
}

// askOne asks a worker about one rule. Where the worker ends, the rule was too much
// for it.
func (s *Set) askOne(ctx context.Context, r *Rule, q inquiry, about subject) (*wireAnswer, error) {
	answer, err := s.workers.ask(ctx, q, about.limit.clock)
	switch {
	case err != nil:
		return nil, fmt.Errorf("rule %s: %s: %w", r.ID, about.name, err)
	case len(answer.Errors) > 0:
		return nil, errors.New(answer.Errors[0])
	}
	return answer, nil
}

// account lets one rule account for itself, as explainApart and traceApart ask.
func (w *worker) account(ctx context.Context, q wireQuestion, flows []facts.Flow, out *wireAnswer) {
	all := facts.OrgInput{Flows: flows, Org: w.shared.Org, Capacity: w.shared.Capacity, Outages: q.Outages}
	var in facts.FlowInput
	if q.Flow != nil {
		in = facts.FlowInput{Flow: *q.Flow, Org: w.shared.Org, Capacity: w.shared.Capacity}
	}
	var err error
	switch to := bufio.NewWriterSize(traced{w}, 1<<16); {
	case !q.One.Trace:
		var e Explanation
		e, err = w.set.explain(ctx, q.One.Rule, in, all, *q.One)
		out.Explanation = &e
	case q.Flow != nil:
		err = errors.Join(w.set.Trace(ctx, q.One.Rule, in, to), to.Flush())
	default:
		err = errors.Join(w.set.TraceOrg(ctx, q.One.Rule, all, to), to.Flush())
	}
	if err != nil {
		out.Errors = append(out.Errors, err.Error())
	}
}

// traced hands on a trace.
type traced struct{ *worker }

func (t traced) Write(text []byte) (int, error) {
	t.reply(wireReply{Trace: string(text)})
	return len(text), nil
}
