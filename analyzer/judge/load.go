package judge

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"archlint/analyzer/config"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
	"archlint/analyzer/source"
)

// Loaded is the rules that take part, ready to judge.
type Loaded struct {
	// Rules are those of policies, and the rules that no policy can judge.
	Rules []policy.Rule
	// Errors are sources of rules that could not be loaded.
	Errors []error

	set    *policy.Set                 // nil without any policy
	levels map[string]finding.Severity // of rules that no policy judges
	places []finding.PlaceLevels       // where rules have other levels
}

// Load loads the rules. A source that cannot be loaded is among the Errors, and the
// rules of the others take part; to name a rule that does not exist, in the rules or
// in the acceptance, is wrong usage.
func Load(ctx context.Context, o Rules, a Tolerances, w Watch) (Loaded, error) {
	if o.NoBuiltin && len(o.Policies)+len(o.Conftest) == 0 {
		return Loaded{}, nil
	}
	var out Loaded
	s := o.settings()
	opts := s.options(o, w)
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
			out.Errors = append(out.Errors, e)
		}
		if len(wrong) > 0 {
			return out, wrong
		}
		set, err = loadTheRest(ctx, opts)
	}
	if err != nil || set == nil {
		return out, err
	}
	out.set, out.Rules, out.levels = set, append(set.Rules(), native.At(s.levels)...), s.levels
	if err := namesTaken(set.Rules()); err != nil {
		return out, err
	}
	out.places, err = o.placesOf(s, out.Rules)
	if err == nil {
		err = a.knownRules(o, ruleNames(out.Rules))
	}
	if err != nil && !broken { // a rule that is named may be in what did not load
		return out, err
	}
	return out, nil
}

// namesTaken refuses rules that call themselves as one of archlint's own.
func namesTaken(rules []policy.Rule) error {
	for _, rule := range rules {
		for _, name := range append([]string{rule.ID}, rule.Aliases...) {
			if native.Is(name) {
				return config.Errors{{File: rule.File, Pos: source.Pos{Line: rule.Line, Column: 1},
					Message: fmt.Sprintf("rule id %s is taken by archlint itself", name)}}
			}
		}
	}
	return nil
}

// loadTheRest loads the sources that can be loaded by themselves, or nothing.
func loadTheRest(ctx context.Context, opts policy.Options) (*policy.Set, error) {
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
