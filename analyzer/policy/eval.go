package policy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/print"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// EvalFlow evaluates all flow rules over one flow. Findings come in a fixed
// order. Errors name the rule and the flow; the other rules still speak. The
// Org and Capacity of calls that follow each other are encoded once as long as
// they stay the same, so callers should hand on the same slices.
func (s *Set) EvalFlow(ctx context.Context, in facts.FlowInput) ([]finding.Finding, []error) {
	var asked []asked
	read := reads{fields: map[string]bool{}}
	for _, u := range s.units {
		if q := s.mayFind(u, FlowScope, reflect.ValueOf(&in).Elem()); len(q.rules) > 0 {
			asked = append(asked, q)
			read.add(q.reads)
		}
	}
	input := sync.OnceValue(func() ast.Value { return s.flowInputFor(in, read) })
	locate := newLocator([]facts.Flow{in.Flow}, in.Flow.Name)
	return s.evaluate(ctx, asked, func(*unit) ast.Value { return input() }, subject{"flow " + in.Flow.Name, s.timeout}, locate)
}

// EvalOrg evaluates all org rules over all flows at once.
func (s *Set) EvalOrg(ctx context.Context, in facts.OrgInput) ([]finding.Finding, []error) {
	locate := newLocator(in.Flows, "")
	locate.wholeOf = in.WholeOf
	var all []asked
	for _, u := range s.units {
		if q := s.mayFind(u, OrgScope, reflect.ValueOf(&in).Elem()); len(q.rules) > 0 {
			all = append(all, q)
		}
	}
	full := sync.OnceValue(func() ast.Value { return s.orgInput(in) })
	input := func(u *unit) ast.Value {
		if u.source == BuiltinSource {
			return s.orgInputOf(in, s.outlines)
		}
		return full()
	}
	return s.evaluate(ctx, all, input, subject{"the organisation", s.timeout + time.Duration(len(in.Flows))*s.timeout/flowsPerTimeout}, locate)
}

// mayFind is what the unit is asked of an input: about the rules that may find
// something there.
func (s *Set) mayFind(u *unit, scope Scope, input reflect.Value) asked {
	q := u.questions[scope]
	if q.gates == nil {
		return asked{u, q}
	}
	start := time.Now()
	open := q.gates.Open(input)
	s.costs.spared(q.rules, open, time.Since(start))
	return asked{u, q.some(open)}
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

// asked is a unit with what it is asked.
type asked struct {
	unit *unit
	*question
}

// evaluate asks units, each of the input that it gets, and turns their answers
// into findings.
func (s *Set) evaluate(ctx context.Context, all []asked, input func(*unit) ast.Value, about subject, locate *locator) ([]finding.Finding, []error) {
	var out []found
	var errs []error
	for _, a := range all {
		answers, unitErrs := s.ask(ctx, a, input(a.unit), about)
		known := newRecords(func() ast.Value { return input(a.unit) }, locate.current)
		errs = append(errs, unitErrs...)
		for _, r := range a.rules {
			answer := answers[answerVar(r)]
			if answer == nil {
				continue
			}
			one, err := findings(r, answer, locate, known)
			if err != nil {
				errs = append(errs, fmt.Errorf("rule %s: %s: %w", r.ID, about.name, err))
			}
			out = append(out, one...)
		}
	}
	order(out)
	fingerprint(out, locate)
	return strip(out), errs
}

// ask returns the answers of rules. All are asked at once; only when that fails,
// one by one, to find out who is to blame.
func (s *Set) ask(ctx context.Context, a asked, input ast.Value, about subject) (topdown.QueryResult, []error) {
	if !s.overdue.any() && s.costs == nil {
		answers, err := s.query(ctx, a.unit, a.asks, input, about.timeout)
		if err == nil {
			return answers, nil
		}
		if ctx.Err() != nil {
			return nil, []error{fmt.Errorf("%s: %w", about.name, ctx.Err())}
		}
		if len(a.rules) == 1 { // nobody else to blame
			return nil, []error{s.blame(a.rules[0], about, err)}
		}
	}
	return s.askEach(ctx, a, input, about)
}

func (s *Set) askEach(ctx context.Context, a asked, input ast.Value, about subject) (topdown.QueryResult, []error) {
	answers := topdown.QueryResult{}
	var errs []error
	for i, r := range a.rules {
		if s.overdue.has(r.ID) {
			continue
		}
		start := time.Now()
		one, err := s.query(ctx, a.unit, a.asks[i:i+1], input, about.timeout)
		s.costs.add(r.ID, time.Since(start))
		switch {
		case err == nil:
			maps.Copy(answers, one)
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

// query evaluates a query under guard and returns the values of its variables.
func (s *Set) query(ctx context.Context, u *unit, asks []*ast.Expr, input ast.Value, timeout time.Duration) (topdown.QueryResult, error) {
	g := newGuard(ctx, timeout, s.growth)
	q := u.query(asks, input, g.cancel)
	if u.print != nil {
		q = q.WithPrintHook(&printer{to: u.print, mu: &s.mu})
	}
	var answers topdown.QueryResult
	err := q.Iter(ctx, func(one topdown.QueryResult) error {
		answers = one
		return nil
	})
	if reason := g.done(); reason != nil {
		return nil, &overrun{reason}
	}
	if err == nil {
		err = ctx.Err()
	}
	return answers, err
}

// overrun is the error of an evaluation that its guard stopped.
type overrun struct {
	reason error
}

func (o *overrun) Error() string { return o.reason.Error() }

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
