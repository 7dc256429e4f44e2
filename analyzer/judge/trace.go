package judge

import (
	"context"
	"fmt"
	"io"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
)

// Watch says what to show of how rules are evaluated.
type Watch struct {
	// Print receives what policies print; nil drops it.
	Print io.Writer
	// Trace are rules whose evaluation Tracer writes to TraceTo, step by step. All three
	// are set, or none.
	Trace   []string
	TraceTo io.Writer
	Tracer  Tracer
	// Silence, if set, is called at the end with the number of rules that were evaluated,
	// those that found nothing, and those of them that had nothing to look at.
	Silence func(asked int, silent, idle []string)
	// Costs, if set, is called at the end with the time that each rule's evaluations took.
	// Rules are then evaluated one by one, which takes longer.
	Costs func([]policy.Cost)
}

// Tracer writes how a rule of a set is evaluated over a case.
type Tracer func(ctx context.Context, set *policy.Set, rule string, in policy.Case, to io.Writer) error

// watch shows how the rules were evaluated, where that was asked for: traces,
// flow by flow, which rules found nothing, and what each rule cost.
func (r Loaded) watch(ctx context.Context, w Watch, in facts.OrgInput, found []finding.Finding) (errs []error) {
	for _, id := range w.Trace {
		if err := r.trace(ctx, w, id, in); err != nil && ctx.Err() == nil {
			errs = append(errs, err)
		}
	}
	if w.Silence != nil {
		w.Silence(r.silence(in, found))
	}
	if w.Costs != nil {
		w.Costs(r.set.Costs())
	}
	return errs
}

// shows reports whether the evaluation is shown in more than its costs.
func (w Watch) shows() bool { return len(w.Trace) > 0 || w.Silence != nil }

// silence counts the rules that were asked, and lists those that found nothing and
// those among them that had nothing to look at.
func (r Loaded) silence(in facts.OrgInput, found []finding.Finding) (asked int, silent, idle []string) {
	spoke := map[string]bool{}
	for _, f := range found {
		spoke[f.Rule] = true
	}
	silent = []string{}
	for _, rule := range r.Rules {
		if rule.Severity == finding.Off || native.Is(rule.ID) {
			continue
		}
		asked++
		if !spoke[rule.ID] {
			silent = append(silent, rule.ID)
		}
	}
	all := r.set.Idle(in)
	return asked, silent, slices.DeleteFunc(slices.Clone(silent), func(id string) bool { return !slices.Contains(all, id) })
}

func (r Loaded) trace(ctx context.Context, w Watch, id string, in facts.OrgInput) error {
	i := slices.IndexFunc(r.Rules, func(rule policy.Rule) bool { return rule.ID == id || slices.Contains(rule.Aliases, id) })
	if i < 0 || r.Rules[i].Scope == policy.OrgScope {
		if _, err := fmt.Fprintf(w.TraceTo, "# rule %s over all flows\n", id); err != nil {
			return err
		}
		return w.Tracer(ctx, r.set, id, policy.CaseOfOrg(in), w.TraceTo)
	}
	for _, f := range in.Flows {
		if _, err := fmt.Fprintf(w.TraceTo, "# rule %s over flow %s (%s)\n", id, f.Name, f.File); err != nil {
			return err
		}
		about := policy.CaseOfFlow(facts.FlowInput{Flow: f, Org: in.Org, Capacity: in.Capacity})
		if err := w.Tracer(ctx, r.set, id, about, w.TraceTo); err != nil {
			return err
		}
	}
	return nil
}
