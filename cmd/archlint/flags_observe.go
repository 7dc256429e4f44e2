package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/pflag"

	"archlint/analyzer"
	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
)

// watchFlags show how rules are evaluated, on stderr.
type watchFlags struct {
	trace   []string
	profile bool
}

func (f *watchFlags) add(set *pflag.FlagSet) {
	set.StringArrayVar(&f.trace, "trace", nil, "`RULE` whose evaluation is shown on stderr, step by step; may be repeated")
	set.BoolVar(&f.profile, "profile-policies", false, "show on stderr what each rule's evaluations took")
}

func (f *watchFlags) apply(ctx context.Context, a *app, verbose bool, o *analyzer.Options) error {
	if verbose {
		o.Observe.Rules.Silence = a.tellSilentRules
	}
	if len(f.trace) > 0 {
		set, err := policy.Load(ctx, o.Rules.PolicyOptions(o.Observe.Rules))
		if set == nil {
			return err
		}
		for _, id := range f.trace {
			if _, unknown := findRule(set.Rules(), id); err == nil && unknown != nil {
				return fmt.Errorf("--trace: %w", unknown)
			}
		}
		o.Observe.Rules.Trace, o.Observe.Rules.TraceTo, o.Observe.Rules.Tracer = f.trace, a.stderr, author.Trace
	}
	if f.profile {
		o.Observe.Rules.Costs = a.tellCosts
	}
	return nil
}

// tellCosts prints what rules took, the dearest first.
func (a *app) tellCosts(costs []policy.Cost) {
	tab := tabwriter.NewWriter(a.stderr, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "total\tevaluations\teach\t  rule")
	for _, c := range costs {
		fmt.Fprintf(tab, "%s\t%d\t%s\t  %s\n", c.Total.Round(time.Microsecond), c.Evaluations, (c.Total / time.Duration(c.Evaluations)).
			Round(100*time.Nanosecond), c.Rule)
	}
	_ = tab.Flush()
}

// tellSilentRules lists the rules that found nothing, and among them those
// that had nothing of their kind to look at: a rule that never speaks may be
// one that cannot.
func (a *app) tellSilentRules(all int, silent, idle []string) {
	if len(silent) == 0 {
		return
	}
	fmt.Fprintf(a.stderr, "archlint: %d of %d rules found nothing: %s\n", len(silent), all, strings.Join(silent, ", "))
	if len(idle) > 0 {
		fmt.Fprintf(a.stderr, "archlint: %d of them had nothing to look at: %s\n", len(idle), strings.Join(idle, ", "))
	}
	fmt.Fprintln(a.stderr, "archlint: archlint explain RULE --at FLOW/NODE says why a rule is silent there")
}
