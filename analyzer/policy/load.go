package policy

import (
	"context"
	"path/filepath"
	"sync"

	"archlint/analyzer/source"
)

// Set is a loaded rule library, prepared for evaluation. It is safe for
// concurrent use.
type Set struct {
	units []*Unit
	limit limits // of one rule over one flow

	encoders

	mu      sync.Mutex // guards shared, the last organisation that was encoded
	shared  *sharedInput
	overdue overdue
	costs   *costs // nil unless a profile was asked for

	workers  *workers          // evaluate the rules of users; nil where this process does
	each     bool              // ask rule by rule
	jobs     int               // rules at a time over one flow, where they are asked one by one
	announce func(rule string) // called, if set, with the rule that is asked next when they are asked one by one
}

// SetJobs says how many rules may be evaluated at a time over a flow that is too
// large for all of them in one query. The answers do not depend on it.
func (s *Set) SetJobs(n int) { s.jobs = n }

// Load reads, checks, compiles and prepares the rules. The error is LoadErrors
// (each a *source.Error with file, line and column) when policies or their
// configuration are wrong; the Set then holds the sources that are right, so
// that a review can go on with them and still say what failed.
func Load(ctx context.Context, opts Options) (*Set, error) {
	s := &Set{limit: limits{opts.Steps, opts.Timeout}, encoders: newEncoders()}
	if opts.Profile {
		s.costs = newCosts()
	}
	if s.limit.steps <= 0 {
		s.limit.steps = DefaultSteps
	}
	if s.limit.clock <= 0 {
		s.limit.clock = DefaultTimeout
	}
	units, errs := readUnits(opts)
	units, idErrs := dropCollisions(units)
	errs = append(errs, idErrs...)
	errs = append(errs, configure(rulesOf(units), opts)...)
	units, tryErrs := compilable(units, opts)
	errs = append(errs, tryErrs...)
	for _, u := range units {
		if unitErrs := u.prepare(ctx, opts.Print); len(unitErrs) > 0 {
			errs = append(errs, unitErrs...)
			continue
		}
		s.units = append(s.units, u)
		if u.source == BuiltinSource {
			s.outlines, s.lean = u.outlineEncoder(), u.leanEncoder()
		}
	}
	s.startWorkers(opts)
	if err := ctx.Err(); err != nil {
		return s, err
	}
	if len(errs) > 0 {
		return s, errs.Sorted()
	}
	return s, nil
}

// Rules returns the rules of the set, the built-in ones first, then source by
// source, each in order of id.
func (s *Set) Rules() []Rule {
	var out []Rule
	for _, u := range s.units {
		for _, r := range u.rules {
			out = append(out, *r)
		}
	}
	return out
}

// readUnits reads and parses every source; what cannot be read is left out and told.
func readUnits(opts Options) ([]*Unit, LoadErrors) {
	var units []*Unit
	var errs LoadErrors
	if opts.Builtin {
		files, err := readBuiltin()
		if err != nil {
			errs.AddErr("policies", err)
		}
		u, unitErrs := parseUnit(BuiltinSource, withoutTests(files), nil)
		units, errs = append(units, u), append(errs, unitErrs...)
	}
	texts, readErrs := readTexts(opts)
	parsed, parseErrs := parseSources(texts)
	return append(units, parsed...), append(append(errs, readErrs...), parseErrs...)
}

// readTexts reads the sources of users, the Conftest-style ones last and as one.
func readTexts(opts Options) ([]SourceText, LoadErrors) {
	var out []SourceText
	var errs LoadErrors
	for _, name := range opts.Sources {
		shown := sourceName(name)
		files, err := ReadSource(name)
		files = withoutTests(files)
		switch {
		case err != nil:
			errs.Add(shown, nil, "reading policies: %v", err)
		case len(files) == 0:
			errs.Add(shown, nil, "no policy in it: want .rego files that are not tests")
		default:
			out = append(out, SourceText{Name: shown, Files: files})
		}
	}
	conftest, conftestErrs := readConftest(opts.Conftest)
	if len(opts.Conftest) > 0 && len(conftestErrs) == 0 {
		out = append(out, conftest)
	}
	return out, append(errs, conftestErrs...)
}

// sourceName is how a user's source is called: never like the built-in library, whose
// rules are trusted.
func sourceName(path string) string {
	name := filepath.ToSlash(path)
	if name == BuiltinSource {
		name = "./" + name
	}
	return name
}

// parseSources parses sources of users; one with an error is left out.
func parseSources(sources []SourceText) ([]*Unit, LoadErrors) {
	var units []*Unit
	library, err := sharedHelpers()
	var errs LoadErrors
	if err != nil {
		errs.AddErr("policies/lib", err)
	}
	for _, s := range sources {
		var u *Unit
		var unitErrs LoadErrors
		if s.Conftest {
			u, unitErrs = parseConftest(s)
		} else {
			u, unitErrs = parseUnit(s.Name, s.Files, withoutTests(library))
		}
		if len(unitErrs) > 0 {
			errs = append(errs, unitErrs...)
			continue
		}
		u.text = s
		units = append(units, u)
	}
	return units, errs
}

// dropCollisions refuses sources that define an id, or an alias, that an
// earlier source has: a finding's rule must mean one thing.
func dropCollisions(units []*Unit) ([]*Unit, LoadErrors) {
	var kept []*Unit
	var errs LoadErrors
	owner := map[string]*Rule{}
	for _, u := range units {
		before := len(errs)
		for _, r := range u.rules {
			for _, name := range append([]string{r.ID}, r.Aliases...) {
				if other := owner[name]; other != nil {
					errs = append(errs, &source.Error{File: r.File, Pos: source.Pos{Line: r.Line, Column: 1},
						Message: "rule id " + name + " is taken by " + other.File})
				}
				owner[name] = r
			}
		}
		if len(errs) == before {
			kept = append(kept, u)
		}
	}
	return kept, errs
}

func rulesOf(units []*Unit) []*Rule {
	var out []*Rule
	for _, u := range units {
		out = append(out, u.rules...)
	}
	return out
}
