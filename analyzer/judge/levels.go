package judge

import (
	"fmt"
	"maps"
	"slices"

	"archlint/analyzer/config"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
)

// Rules say which rules judge, and how severe each is. The zero value has all
// built-in rules at their own levels.
type Rules struct {
	// Policies are users' rules: directories, files, bundles. NoBuiltin leaves
	// the built-in library out.
	Policies  []string
	NoBuiltin bool
	// Conftest are directories of Conftest-style policies, see package policy.
	Conftest []string
	// Levels override severities by rule id.
	Levels map[string]finding.Severity
	// Settings are further settings of rules, by configuration; Overrides hold for
	// some paths or flows only.
	Settings  []config.Rule
	Overrides []config.Override
	// Worker is the command of a program that calls policy.Work. If set, rules of
	// users are evaluated by such processes, so that none can end this one.
	Worker []string
}

// PolicyOptions returns the options for loading the rules.
func (o Rules) PolicyOptions(w Watch) policy.Options { return o.settings().options(o, w) }

// Own are the rules that no policy judges, at the levels that hold.
func (o Rules) Own() []policy.Rule { return native.At(o.settings().levels) }

func (s *settings) options(o Rules, w Watch) policy.Options {
	return policy.Options{
		Sources: o.Policies, Builtin: !o.NoBuiltin, Conftest: o.Conftest, Profile: w.Costs != nil,
		Levels: s.ofPolicies(), Params: s.params, Where: s.where, Print: w.Print, Worker: o.Worker,
	}
}

// ofPolicies are the levels of rules that policies judge.
func (s *settings) ofPolicies() map[string]finding.Severity {
	levels := maps.Clone(s.levels)
	maps.DeleteFunc(levels, func(id string, _ finding.Severity) bool { return native.Is(id) })
	return levels
}

// settings are the rules' settings, ready for the policies and for the findings.
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
func (o Rules) settings() *settings {
	s := &settings{
		levels: map[string]finding.Severity{}, params: map[string]map[string]any{},
		places: map[[2]string]config.Origin{}, held: map[string]bool{},
	}
	for id, level := range o.Levels {
		s.levels[id] = level
	}
	for _, r := range o.Settings {
		s.places[[2]string{r.ID, ""}] = r.At
		switch {
		case r.Level == finding.Off && !r.Firm && switchedOn(r.ID, o.Overrides):
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

// switchedOn reports whether an override switches the rule on.
func switchedOn(id string, overrides []config.Override) bool {
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
func (o Rules) placesOf(s *settings, rules []policy.Rule) ([]finding.PlaceLevels, error) {
	ids, names := map[string]string{}, []string{}
	for _, r := range rules {
		for _, name := range append([]string{r.ID}, r.Aliases...) {
			ids[name] = r.ID
			names = append(names, name)
		}
	}
	firm := map[string]bool{}
	for _, r := range o.Settings {
		firm[ids[r.ID]] = r.Firm && r.Level != ""
	}
	for id := range o.Levels {
		firm[ids[id]] = true
	}
	off := map[string]finding.Severity{}
	for id := range s.held {
		off[ids[id]] = finding.Off
	}
	places := []finding.PlaceLevels{{Matches: func(string, string) bool { return true }, Levels: off}}
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
		places = append(places, finding.PlaceLevels{Matches: override.Matches, Levels: levels})
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return places, nil
}
