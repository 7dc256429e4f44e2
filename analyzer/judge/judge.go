// Package judge lets rules judge what is known of flows, and holds their findings
// against levels, waivers, the baseline and budgets.
package judge

import (
	"context"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/review"
)

// Subject is what is judged.
type Subject struct {
	Flows    []review.Flow
	Org      facts.Org
	Capacity capacity.Result
}

// Run evaluates the rules, once a flow and once for the org. It closes the rules.
func Run(ctx context.Context, rules Loaded, s Subject, w Watch, jobs int) (found []finding.Finding, errs []error) {
	set := rules.set
	if set == nil || len(s.Flows) == 0 {
		return nil, nil
	}
	defer set.Close()
	set.SetJobs(jobs)
	perFlow := make([][]finding.Finding, len(s.Flows)+1)
	problems := make([][]error, len(s.Flows)+1)
	inparallel.Each(ctx, jobs, len(s.Flows), func(i int) {
		perFlow[i], problems[i] = set.EvalFlow(ctx, facts.FlowInput{Flow: s.Flows[i].Whole(), Org: s.Org, Capacity: s.Capacity.Limits})
	})
	in := facts.OrgInput{
		Flows: review.Flows(s.Flows, set.WantsDetails() || w.shows()),
		Org:   s.Org, Capacity: s.Capacity.Limits, Outages: s.Capacity.Outages,
		WholeOf: func(flow int) facts.Flow { return s.Flows[flow].Whole() },
	}
	if ctx.Err() == nil {
		perFlow[len(s.Flows)], problems[len(s.Flows)] = set.EvalOrg(ctx, in)
	}
	for i := range perFlow {
		found = append(found, perFlow[i]...)
		errs = append(errs, problems[i]...)
	}
	return found, append(errs, rules.watch(ctx, w, in, found)...)
}
