package analyzer

import (
	"context"
	"fmt"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
)

// watch shows how the rules were evaluated, where that was asked for: traces,
// flow by flow, which rules found nothing, and what each rule cost.
func (r *job) watch(ctx context.Context, set *policy.Set, in facts.OrgInput, found []finding.Finding) {
	for _, id := range r.opts.PolicyTrace {
		if err := r.trace(ctx, set, id, in); err != nil && ctx.Err() == nil {
			r.trouble(err)
		}
	}
	if r.opts.PolicySilence != nil {
		r.tellSilence(set, in, found)
	}
	if r.opts.PolicyCosts != nil {
		r.opts.PolicyCosts(set.Costs())
	}
}

// watched reports whether the evaluation is shown in more than its costs.
func (r *job) watched() bool { return len(r.opts.PolicyTrace) > 0 || r.opts.PolicySilence != nil }

func (r *job) tellSilence(set *policy.Set, in facts.OrgInput, found []finding.Finding) {
	spoke := map[string]bool{}
	for _, f := range found {
		spoke[f.Rule] = true
	}
	asked, silent := 0, []string{}
	for _, rule := range r.rules {
		if rule.Severity == finding.Off || native.Is(rule.ID) {
			continue
		}
		asked++
		if !spoke[rule.ID] {
			silent = append(silent, rule.ID)
		}
	}
	idle := set.Idle(in)
	r.opts.PolicySilence(asked, silent, slices.DeleteFunc(slices.Clone(silent), func(id string) bool { return !slices.Contains(idle, id) }))
}

func (r *job) trace(ctx context.Context, set *policy.Set, id string, in facts.OrgInput) error {
	to := r.opts.PolicyTraceTo
	i := slices.IndexFunc(r.rules, func(rule policy.Rule) bool { return rule.ID == id || slices.Contains(rule.Aliases, id) })
	if i < 0 || r.rules[i].Scope == policy.OrgScope {
		if _, err := fmt.Fprintf(to, "# rule %s over all flows\n", id); err != nil {
			return err
		}
		return set.TraceOrg(ctx, id, in, to)
	}
	for _, f := range in.Flows {
		if _, err := fmt.Fprintf(to, "# rule %s over flow %s (%s)\n", id, f.Name, f.File); err != nil {
			return err
		}
		if err := set.Trace(ctx, id, facts.FlowInput{Flow: f, Org: in.Org, Capacity: in.Capacity}, to); err != nil {
			return err
		}
	}
	return nil
}
