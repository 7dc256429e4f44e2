package policy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown/print"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// EvalFlow evaluates all flow rules over one flow. Findings come in a fixed
// order. Errors name the rule and the flow; the other rules still speak. The
// Org and Capacity of calls that follow each other are encoded once as long as
// they stay the same, so callers should hand on the same slices.
func (s *Set) EvalFlow(ctx context.Context, in facts.FlowInput) ([]finding.Finding, []error) {
	locate := newLocator([]facts.Flow{in.Flow}, in.Flow.Name)
	input := s.flowInput(in)
	return s.evaluate(ctx, FlowScope, func(*unit) ast.Value { return input }, subject{"flow " + in.Flow.Name, s.timeout}, locate)
}

// EvalOrg evaluates all org rules over all flows at once.
func (s *Set) EvalOrg(ctx context.Context, in facts.OrgInput) ([]finding.Finding, []error) {
	locate := newLocator(in.Flows, "")
	locate.wholeOf = in.WholeOf
	full := sync.OnceValue(func() ast.Value { return s.orgInput(in) })
	input := func(u *unit) ast.Value {
		if u.source == BuiltinSource {
			return s.orgInput(outlined(in))
		}
		return full()
	}
	return s.evaluate(ctx, OrgScope, input, subject{"the organisation", s.timeout + time.Duration(len(in.Flows))*s.timeout/flowsPerTimeout}, locate)
}

// subject is what rules are asked about, and how long they may take over it.
type subject struct {
	name    string
	timeout time.Duration
}

// flowsPerTimeout is how many flows earn the rules of the organisation their
// timeout once more: 5,000 flows take ordinary rules seconds, and a busy machine
// several times as long.
const flowsPerTimeout = 500

// evaluate asks every unit that has rules of the scope, of the input that it
// gets, and turns its answers into findings.
func (s *Set) evaluate(ctx context.Context, scope Scope, input func(*unit) ast.Value, about subject, locate *locator) ([]finding.Finding, []error) {
	var out []found
	var errs []error
	for _, u := range s.units {
		if _, has := u.queries[scope]; !has {
			continue
		}
		answers, unitErrs := s.ask(ctx, u, scope, input(u), about)
		errs = append(errs, unitErrs...)
		for _, id := range sortedKeys(answers) {
			one, err := findings(u.byID[id], answers[id], locate)
			if err != nil {
				errs = append(errs, fmt.Errorf("rule %s: %s: %w", id, about.name, err))
			}
			out = append(out, one...)
		}
	}
	order(out)
	fingerprint(out, locate)
	return strip(out), errs
}

// ask returns the answers of a unit's rules, by rule id. All rules are asked
// at once; only when that fails, one by one, to find out who is to blame.
func (s *Set) ask(ctx context.Context, u *unit, scope Scope, input ast.Value, about subject) (map[string]*ast.Term, []error) {
	query := u.queries[scope]
	if !s.overdue.any() && s.costs == nil {
		t, err := s.query(ctx, u, query, input, about.timeout)
		if err == nil {
			return byRule(t), nil
		}
		if ctx.Err() != nil {
			return nil, []error{fmt.Errorf("%s: %w", about.name, ctx.Err())}
		}
		if active := u.active(scope); len(active) == 1 { // nobody else to blame
			return nil, []error{s.blame(active[0], about, err)}
		}
	}
	return s.askEach(ctx, u, scope, input, about)
}

func (s *Set) askEach(ctx context.Context, u *unit, scope Scope, input ast.Value, about subject) (map[string]*ast.Term, []error) {
	answers := map[string]*ast.Term{}
	var errs []error
	for _, r := range u.active(scope) {
		if s.overdue.has(r.ID) {
			continue
		}
		t, err := s.askOne(ctx, u, r, input, about.timeout)
		switch {
		case err == nil && t != nil:
			answers[r.ID] = t
		case err == nil:
		case ctx.Err() != nil:
			return nil, append(errs, fmt.Errorf("%s: %w", about.name, ctx.Err()))
		default:
			errs = append(errs, s.blame(r, about, err))
		}
	}
	return answers, errs
}

// blame words why a rule gave no answer. One that was stopped is not asked again.
func (s *Set) blame(r *Rule, about subject, err error) error {
	var stopped *overrun
	if errors.As(err, &stopped) {
		s.overdue.add(r.ID)
		return fmt.Errorf("rule %s: %s: %w; the rule is not asked again in this run", r.ID, about.name, err)
	}
	return fmt.Errorf("rule %s: %s: %w", r.ID, about.name, err)
}

func (s *Set) askOne(ctx context.Context, u *unit, r *Rule, input ast.Value, timeout time.Duration) (*ast.Term, error) {
	query, err := u.single(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	t, err := s.query(ctx, u, query, input, timeout)
	s.costs.add(r.ID, time.Since(start))
	return t, err
}

// query evaluates one prepared query under guard and returns its value, nil
// when undefined.
func (s *Set) query(ctx context.Context, u *unit, query rego.PreparedEvalQuery, input ast.Value, timeout time.Duration) (*ast.Term, error) {
	g := newGuard(ctx, timeout, s.growth)
	options := []rego.EvalOption{rego.EvalParsedInput(input), rego.EvalExternalCancel(g.cancel),
		rego.EvalTransaction(u.reading), rego.EvalMetrics(metrics.NoOp())}
	if u.print != nil {
		options = append(options, rego.EvalPrintHook(&printer{to: u.print, mu: &s.mu}))
	}
	result, err := query.Eval(ctx, options...)
	if reason := g.done(); reason != nil {
		return nil, &overrun{reason}
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || len(result) == 0 {
		return nil, err
	}
	t, _ := result[0].Expressions[0].Value.(*ast.Term)
	return t, nil
}

// overrun is the error of an evaluation that its guard stopped.
type overrun struct {
	reason error
}

func (o *overrun) Error() string { return o.reason.Error() }

// byRule splits the answer of the generated module.
func byRule(t *ast.Term) map[string]*ast.Term {
	out := map[string]*ast.Term{}
	if t == nil {
		return out
	}
	object, ok := t.Value.(ast.Object)
	if !ok {
		return out
	}
	object.Foreach(func(key, value *ast.Term) {
		if id, ok := key.Value.(ast.String); ok {
			out[string(id)] = value
		}
	})
	return out
}

// overdue remembers the rules that ran out of time or memory: one that loops
// forever would otherwise cost its deadline for every flow.
type overdue struct {
	mu  sync.RWMutex
	ids map[string]bool
}

func (o *overdue) any() bool {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return len(o.ids) > 0
}

func (o *overdue) has(id string) bool {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.ids[id]
}

func (o *overdue) add(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ids == nil {
		o.ids = map[string]bool{}
	}
	o.ids[id] = true
}

// printer writes what policies print, a line each, with the place of the call.
type printer struct {
	to io.Writer
	mu *sync.Mutex
}

// Print implements OPA's print hook.
func (p *printer) Print(at print.Context, message string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := fmt.Fprintf(p.to, "%s: %s\n", at.Location, message)
	return err
}
