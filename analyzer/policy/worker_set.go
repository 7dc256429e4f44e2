package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// here are the units that this process evaluates.
func (s *Set) here() []*Unit {
	if s.workers == nil {
		return s.units
	}
	return slices.DeleteFunc(slices.Clone(s.units), func(u *Unit) bool { return u.source != BuiltinSource })
}

// compilable leaves out the sources of users that this process could not compile in
// time: a worker tries first, all together, and one by one where that fails.
func compilable(units []*Unit, opts Options) ([]*Unit, LoadErrors) {
	users := slices.DeleteFunc(slices.Clone(units), func(u *Unit) bool { return u.source == BuiltinSource })
	if len(opts.Worker) == 0 || len(users) == 0 {
		return units, nil
	}
	together := tryCompile(users, opts)
	if together == nil {
		return units, nil
	}
	var errs LoadErrors
	units = slices.DeleteFunc(slices.Clone(units), func(u *Unit) bool {
		if u.source == BuiltinSource {
			return false
		}
		err := together
		if len(users) > 1 {
			err = tryCompile([]*Unit{u}, opts)
		}
		if err != nil {
			errs.Add(u.source, nil, "compiling its rules: %v", err)
		}
		return err != nil
	})
	return units, errs
}

// tryCompile compiles units in a worker. Mistakes in rules are no error here: they
// are reported with their places when this process compiles.
func tryCompile(units []*Unit, opts Options) error {
	w := &workers{command: opts.Worker, setup: setupOf(units)}
	p, err := w.start()
	if err != nil {
		return nil // told when the rules are evaluated
	}
	defer p.kill()
	for {
		var r wireReply
		if err := p.from.Decode(&r); err != nil {
			return errors.New("it ended the process that compiled them: it needs too much memory")
		}
		switch {
		case r.Loaded:
			return nil
		case r.Stopped != "":
			return errors.New(r.Stopped)
		}
	}
}

// setupOf is what a worker loads of units.
func setupOf(units []*Unit) setup {
	out := setup{Steps: DefaultSteps, Memory: workerMemory, Time: workerTime, Rules: map[string]ruleSetting{}}
	for _, u := range units {
		if u.source == BuiltinSource {
			continue
		}
		out.Sources = append(out.Sources, u.text)
		for _, r := range u.rules {
			setting := ruleSetting{Severity: r.Severity, Params: map[string]any{}}
			for _, p := range r.Params {
				setting.Params[p.Name] = p.Value
			}
			out.Rules[r.ID] = setting
		}
	}
	return out
}

// startWorkers prepares that rules of users are evaluated by workers.
func (s *Set) startWorkers(opts Options) {
	w := &workers{command: opts.Worker, print: opts.Print, setup: setupOf(s.units)}
	w.setup.Steps, w.setup.Print, w.setup.Profile = s.limit.steps, opts.Print != nil, s.costs != nil
	if len(opts.Worker) > 0 && len(w.setup.Sources) > 0 {
		s.workers = w
	}
}

// Close ends the processes that evaluate rules. The set can still be used.
func (s *Set) Close() {
	if s != nil && s.workers != nil {
		s.workers.close()
	}
}

// delegate has a question answered by a worker, which asks rule by rule and says
// which. One that ends before it answers is followed by another; the rule at which it
// ended is left out from then on.
func (s *Set) delegate(ctx context.Context, q inquiry, about subject) ([]found, []error) {
	if !s.asksUsers(q.Scope) {
		return nil, nil
	}
	var errs []error
	q.Each = true // so that it is known which rule took the worker down
	for {
		q.Skip = s.overdue.list()
		answer, err := s.workers.ask(ctx, q, about.limit.clock)
		var end *ended
		switch {
		case err == nil:
			out, more := s.take(answer)
			return out, append(errs, more...)
		case ctx.Err() != nil:
			return nil, append(errs, fmt.Errorf("%s: %w", about.name, ctx.Err()))
		case !errors.As(err, &end) || end.rule == "":
			return nil, append(errs, fmt.Errorf("%s: rules of users: %w", about.name, err))
		}
		s.overdue.add(end.rule)
		errs = append(errs, fmt.Errorf("rule %s: %s: %s; the rule is not evaluated again in this run", end.rule, about.name, end.reason))
	}
}

// asksUsers reports whether any rule of a user's is evaluated at a scope.
func (s *Set) asksUsers(scope Scope) bool {
	return slices.ContainsFunc(s.units, func(u *Unit) bool {
		return u.source != BuiltinSource && slices.ContainsFunc(u.questions[scope].rules, func(r *Rule) bool { return !s.overdue.has(r.ID) })
	})
}

// take makes findings and errors of a worker's answer.
func (s *Set) take(answer *wireAnswer) ([]found, []error) {
	var out []found
	for _, f := range answer.Found {
		out = append(out, found{f.Finding, f.About})
	}
	var errs []error
	for _, text := range answer.Errors {
		errs = append(errs, errors.New(text))
	}
	for _, id := range answer.Overdue {
		s.overdue.add(id)
	}
	s.costs.addAll(answer.Costs)
	return out, errs
}

// BoundWorkers sets what the processes that evaluate rules may take, in place of what they may
// as a rule: memory in bytes, and the processor's time for one rule.
func (s *Set) BoundWorkers(memory uint64, part time.Duration) {
	if s.workers != nil {
		s.workers.setup.Memory, s.workers.setup.Time = memory, part
	}
}
