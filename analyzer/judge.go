package analyzer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"archlint/analyzer/config"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
	"archlint/analyzer/source"
)

// loadPolicies loads the rules. A source that cannot be loaded is trouble, told
// with its places, and the rules of the others take part; what is said of rules
// that do not exist is wrong usage.
func (r *job) loadPolicies(ctx context.Context) (*policy.Set, error) {
	if r.opts.NoBuiltin && len(r.opts.Policies)+len(r.opts.Conftest) == 0 {
		return nil, nil
	}
	s := r.opts.settings()
	opts := s.options(r.opts)
	set, err := policy.Load(ctx, opts)
	var failed policy.LoadErrors
	broken := errors.As(err, &failed)
	if broken {
		var wrong config.Errors
		for _, e := range failed {
			if e.File == "" {
				wrong = append(wrong, e)
				continue
			}
			r.trouble(e)
		}
		if len(wrong) > 0 {
			return nil, wrong
		}
		set, err = r.loadTheRest(ctx, opts)
	}
	if err != nil || set == nil {
		return nil, err
	}
	r.rules, r.levels = append(set.Rules(), native.At(s.levels)...), s.levels
	if err := r.namesTaken(set.Rules()); err != nil {
		return nil, err
	}
	r.places, err = r.opts.placesOf(s, r.rules)
	if err == nil {
		err = r.opts.knownRules(r.ruleNames())
	}
	if err != nil && !broken { // a rule that is named may be in what did not load
		return nil, err
	}
	return set, nil
}

// namesTaken refuses rules that call themselves as one of archlint's own.
func (r *job) namesTaken(rules []policy.Rule) error {
	for _, rule := range rules {
		for _, name := range append([]string{rule.ID}, rule.Aliases...) {
			if native.Is(name) {
				return config.Errors{{File: rule.File, Pos: source.Pos{Line: rule.Line, Column: 1}, Message: fmt.Sprintf("rule id %s is taken by archlint itself", name)}}
			}
		}
	}
	return nil
}

// loadTheRest loads the sources that can be loaded by themselves, or nothing.
func (r *job) loadTheRest(ctx context.Context, opts policy.Options) (*policy.Set, error) {
	alone := policy.Options{Print: opts.Print, Worker: opts.Worker}
	loads := func(sources, conftest []string) bool {
		alone.Sources, alone.Conftest = sources, conftest
		_, err := policy.Load(ctx, alone)
		return err == nil
	}
	opts.Sources = slices.DeleteFunc(slices.Clone(opts.Sources), func(one string) bool { return !loads([]string{one}, nil) })
	if !loads(nil, opts.Conftest) { // they meet in one package
		opts.Conftest = nil
	}
	if len(opts.Sources)+len(opts.Conftest) == 0 && !opts.Builtin {
		return nil, ctx.Err()
	}
	set, err := policy.Load(ctx, opts)
	if err != nil { // levels of rules in a source that is left out
		opts.Levels, opts.Params = nil, nil
		set, err = policy.Load(ctx, opts)
	}
	if err != nil {
		return nil, ctx.Err() // told already: the sources do not go together
	}
	return set, nil
}

// judge evaluates the rules, once a flow and once for the org.
func (r *job) judge(ctx context.Context, set *policy.Set, flows []*reviewed) []finding.Finding {
	if set == nil || len(flows) == 0 {
		return nil
	}
	defer set.Close()
	perFlow := make([][]finding.Finding, len(flows)+1)
	errs := make([][]error, len(flows)+1)
	r.each(ctx, len(flows), func(i int) {
		perFlow[i], errs[i] = set.EvalFlow(ctx, facts.FlowInput{Flow: flows[i].whole(), Org: r.org, Capacity: r.capacity.Limits})
	})
	in := facts.OrgInput{
		Flows: factsOf(flows, set.WantsDetails() || r.watched()),
		Org:   r.org, Capacity: r.capacity.Limits, Outages: r.capacity.Outages,
		WholeOf: func(flow int) facts.Flow { return flows[flow].whole() },
	}
	if ctx.Err() == nil {
		perFlow[len(flows)], errs[len(flows)] = set.EvalOrg(ctx, in)
	}
	var all []finding.Finding
	for i := range perFlow {
		all = append(all, perFlow[i]...)
		for _, err := range errs[i] {
			r.trouble(err)
		}
	}
	r.watch(ctx, set, in, all)
	return all
}
