package analyzer

import (
	"context"
	"errors"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
)

// loadPolicies loads the rules. What cannot be loaded is trouble, told with its
// places, and no rule takes part then: a review by a part of the rules that
// were asked for would pass silently over the others.
func (r *review) loadPolicies(ctx context.Context) (*policy.Set, error) {
	if r.opts.NoBuiltin && len(r.opts.Policies) == 0 {
		return nil, nil
	}
	set, err := policy.Load(ctx, policy.Options{
		Sources: r.opts.Policies, Builtin: !r.opts.NoBuiltin, Levels: r.opts.Levels, Print: r.opts.PolicyPrint,
	})
	var failed policy.LoadErrors
	switch {
	case errors.As(err, &failed):
		for _, e := range failed {
			r.trouble(e)
		}
		return nil, nil
	case err != nil:
		return nil, err
	}
	r.rules = set.Rules()
	return set, nil
}

// judge evaluates the rules, once a flow and once for the org, and puts the
// findings in order.
func (r *review) judge(ctx context.Context, set *policy.Set, flows []*reviewed) []finding.Finding {
	if set == nil || len(flows) == 0 {
		return nil
	}
	perFlow := make([][]finding.Finding, len(flows)+1)
	errs := make([][]error, len(flows)+1)
	r.each(ctx, len(flows), func(i int) {
		perFlow[i], errs[i] = set.EvalFlow(ctx, facts.FlowInput{Flow: flows[i].facts, Org: r.org, Capacity: r.capacity.Limits})
	})
	if ctx.Err() == nil {
		in := facts.OrgInput{Org: r.org, Capacity: r.capacity.Limits, Outages: r.capacity.Outages}
		for _, f := range flows {
			in.Flows = append(in.Flows, f.facts)
		}
		perFlow[len(flows)], errs[len(flows)] = set.EvalOrg(ctx, in)
	}
	var all []finding.Finding
	for i := range perFlow {
		all = append(all, perFlow[i]...)
		for _, err := range errs[i] {
			r.trouble(err)
		}
	}
	return finding.Process(all, finding.Processors(nil), r.log)
}
