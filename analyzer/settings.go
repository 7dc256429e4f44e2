package analyzer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"archlint/analyzer/config"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
	"archlint/analyzer/source"
)

// CheckSettings loads the rules and holds what the configuration says of them,
// and of limits, against them, without any flow. The error is config.Errors for
// wrong settings, policy.LoadErrors for rules that cannot be loaded.
func CheckSettings(ctx context.Context, opts Options) error {
	r := &job{opts: opts, log: opts.log()}
	if _, err := r.loadPolicies(ctx); err != nil {
		return err
	}
	if opts.LimitsFile != "" {
		if _, err := r.ownLimits(); err != nil {
			return err
		}
	}
	var broken policy.LoadErrors
	for _, e := range r.errs {
		broken = append(broken, &source.Error{File: e.File, Pos: source.Pos{Line: e.Line, Column: e.Column}, Message: e.Message})
	}
	if len(broken) > 0 {
		return broken
	}
	return nil
}

// RuleOptions are the options by which the rules are loaded.
func (o Options) RuleOptions() policy.Options { return o.settings().options(o) }

// OwnRules are the rules that no policy judges, at the levels that hold.
func (o Options) OwnRules() []policy.Rule { return native.At(o.settings().levels) }

func (s *settings) options(o Options) policy.Options {
	return policy.Options{
		Sources: o.Policies, Builtin: !o.NoBuiltin, Conftest: o.Conftest, Profile: o.PolicyCosts != nil,
		Levels: s.ofPolicies(), Params: s.params, Where: s.where, Print: o.PolicyPrint, Worker: o.PolicyWorker,
	}
}

// ofPolicies are the levels of rules that policies judge.
func (s *settings) ofPolicies() map[string]finding.Severity {
	levels := maps.Clone(s.levels)
	maps.DeleteFunc(levels, func(id string, _ finding.Severity) bool { return native.Is(id) })
	return levels
}

// settings are what the configuration says of rules, ready for the policies
// and for the findings.
type settings struct {
	levels map[string]finding.Severity
	params map[string]map[string]any
	places map[[2]string]config.Origin // by rule and parameter ("" for the rule)
	// held are rules that are off, but not everywhere: they are evaluated, and
	// off wherever no override says otherwise.
	held map[string]bool
}

// settings gathers levels and parameters. A rule that is off costs nothing,
// unless an override wants it somewhere.
func (o Options) settings() *settings {
	s := &settings{
		levels: map[string]finding.Severity{}, params: map[string]map[string]any{},
		places: map[[2]string]config.Origin{}, held: map[string]bool{},
	}
	for id, level := range o.Levels {
		s.levels[id] = level
	}
	for _, r := range o.Rules {
		s.places[[2]string{r.ID, ""}] = r.At
		switch {
		case r.Level == finding.Off && !r.Firm && wanted(r.ID, o.Overrides):
			s.held[r.ID] = true
		case r.Level != "":
			s.levels[r.ID] = r.Level
		}
		for _, p := range r.Params {
			if s.params[r.ID] == nil {
				s.params[r.ID] = map[string]any{}
			}
			s.params[r.ID][p.Name] = p.Value
			s.places[[2]string{r.ID, p.Name}] = p.At
		}
	}
	return s
}

// wanted reports whether an override switches the rule on.
func wanted(id string, overrides []config.Override) bool {
	return slices.ContainsFunc(overrides, func(o config.Override) bool {
		return slices.ContainsFunc(o.Levels, func(r config.Rule) bool { return r.ID == id && r.Level != finding.Off })
	})
}

// where writes the place of a setting before an error about it.
func (s *settings) where(rule, param string) string {
	at, ok := s.places[[2]string{rule, param}]
	switch {
	case !ok:
		return ""
	case at.Kind == config.FromFile:
		return fmt.Sprintf("%s:%s: ", at.Name, at.Pos)
	default:
		return at.Name + ": "
	}
}

// placesOf turns the overrides into what findings are held to, the rules by
// their present ids. What names no rule is an error with its place.
func (o Options) placesOf(s *settings, rules []policy.Rule) ([]finding.Place, error) {
	ids, names := map[string]string{}, []string{}
	for _, r := range rules {
		for _, name := range append([]string{r.ID}, r.Aliases...) {
			ids[name] = r.ID
			names = append(names, name)
		}
	}
	firm := map[string]bool{}
	for _, r := range o.Rules {
		firm[ids[r.ID]] = r.Firm && r.Level != ""
	}
	for id := range o.Levels {
		firm[ids[id]] = true
	}
	off := map[string]finding.Severity{}
	for id := range s.held {
		off[ids[id]] = finding.Off
	}
	places := []finding.Place{{Matches: func(string, string) bool { return true }, Levels: off}}
	var errs config.Errors
	for _, override := range o.Overrides {
		levels := map[string]finding.Severity{}
		for _, r := range override.Levels {
			id, known := ids[r.ID]
			if !known {
				errs = append(errs, r.At.Error("no rule %q%s", r.ID, config.DidYouMean(r.ID, names)))
			} else if !firm[id] {
				levels[id] = r.Level
			}
		}
		places = append(places, finding.Place{Matches: override.Matches, Levels: levels})
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return places, nil
}
