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
	"archlint/analyzer/policy/bounded"
	"archlint/analyzer/visible"
)

// EvalFlow evaluates all flow rules over one flow. Findings come in a fixed
// order. Errors name the rule and the flow; the other rules still speak. The
// Org and Capacity of calls that follow each other are encoded once as long as
// they stay the same, so callers should hand on the same slices.
func (s *Set) EvalFlow(ctx context.Context, in facts.FlowInput) ([]finding.Finding, []error) {
	out, errs := s.answersForFlow(ctx, in)
	if s.workers != nil {
		q := inquiry{wireQuestion: wireQuestion{Scope: FlowScope, Flow: &in.Flow}, shared: wireShared{in.Org, in.Capacity}}
		more, moreErrs := s.delegate(ctx, q, s.aboutFlow(in.Flow.Name))
		out, errs = append(out, more...), append(errs, moreErrs...)
	}
	return named(out, newLocator([]facts.Flow{in.Flow}, in.Flow.Name)), errs
}

// EvalOrg evaluates all org rules over all flows at once.
func (s *Set) EvalOrg(ctx context.Context, in facts.OrgInput) ([]finding.Finding, []error) {
	out, errs := s.answersForOrg(ctx, in)
	if s.workers != nil {
		q := inquiry{wireQuestion: wireQuestion{Scope: OrgScope, Outages: in.Outages}, shared: wireShared{in.Org, in.Capacity}, flows: in.Flows}
		more, moreErrs := s.delegate(ctx, q, s.aboutOrg(len(in.Flows)))
		out, errs = append(out, more...), append(errs, moreErrs...)
	}
	locate := newLocator(in.Flows, "")
	locate.wholeOf = in.WholeOf
	return named(out, locate), errs
}

// named puts findings in order and gives them their fingerprints.
func named(list []found, locate *locator) []finding.Finding {
	order(list)
	fingerprint(list, locate)
	return strip(list)
}

// answersForFlow are what the rules find that this process evaluates.
func (s *Set) answersForFlow(ctx context.Context, in facts.FlowInput) ([]found, []error) {
	var asked []asked
	read := reads{fields: map[string]bool{}}
	for _, u := range s.here() {
		if q := s.mayFind(u, FlowScope, reflect.ValueOf(&in).Elem()); len(q.rules) > 0 {
			asked = append(asked, q)
			read.add(q.reads)
		}
	}
	input := sync.OnceValue(func() ast.Value { return s.flowInputFor(in, read) })
	return s.evaluate(ctx, asked, func(*Unit) ast.Value { return input() }, s.aboutFlow(in.Flow.Name), in.Flow.Name)
}

func (s *Set) aboutFlow(name string) subject { return subject{"flow " + name, s.limit} }

func (s *Set) aboutOrg(flows int) subject {
	return subject{"the organisation", s.limit.forFlows(flows)}
}

// answersForOrg are what the rules find that this process evaluates.
func (s *Set) answersForOrg(ctx context.Context, in facts.OrgInput) ([]found, []error) {
	var all []asked
	for _, u := range s.here() {
		if q := s.mayFind(u, OrgScope, reflect.ValueOf(&in).Elem()); len(q.rules) > 0 {
			all = append(all, q)
		}
	}
	full := sync.OnceValue(func() ast.Value { return s.orgInput(in) })
	input := func(u *Unit) ast.Value {
		if u.source == BuiltinSource {
			return s.orgInputOf(in, s.outlines)
		}
		return full()
	}
	return s.evaluate(ctx, all, input, s.aboutOrg(len(in.Flows)), "")
}

// mayFind is what the unit is asked of an input: about the rules that may find
// something there.
func (s *Set) mayFind(u *Unit, scope Scope, input reflect.Value) asked {
	q := u.questions[scope]
	if q.gates == nil {
		return asked{u, q}
	}
	start := time.Now()
	open := q.gates.Open(input)
	s.costs.spared(q.rules, open, time.Since(start))
	return asked{u, q.some(open)}
}

// subject is what rules are asked about, and what each of them may take over it.
type subject struct {
	name  string
	limit limits
}

// flowsPerLimit is how many flows earn the rules of the organisation their limit
// once more.
const flowsPerLimit = 500

// forFlows is the limit of a rule that looks at so many flows at once.
func (l limits) forFlows(n int) limits {
	l.steps += int64(n) * l.steps / flowsPerLimit
	l.clock += time.Duration(n) * l.clock / flowsPerLimit
	return l
}

// together is what all rules may take that are asked in one query. Rules that need
// more are asked one by one, each with a limit of its own: whether a rule is
// stopped does not depend on the others, and one that is stopped has cost its limit
// once and a tenth.
func (l limits) together() limits {
	l.steps /= 10
	return l
}

// asked is a unit with what it is asked.
type asked struct {
	unit *Unit
	*question
}

// evaluate asks units, each of the input that it gets, and turns their answers
// into findings.
func (s *Set) evaluate(ctx context.Context, all []asked, input func(*Unit) ast.Value, about subject, current string) ([]found, []error) {
	var out []found
	var errs []error
	for _, a := range all {
		answers, unitErrs := s.ask(ctx, a, input(a.unit), about)
		known := newRecords(func() ast.Value { return input(a.unit) }, current)
		errs = append(errs, unitErrs...)
		for _, r := range a.rules {
			answer := answers[answerVar(r)]
			if answer == nil {
				continue
			}
			one, err := findings(r, answer, known)
			if err != nil {
				errs = append(errs, fmt.Errorf("rule %s: %s: %w", r.ID, about.name, err))
			}
			out = append(out, one...)
		}
	}
	return out, errs
}

// ask returns the answers of rules. All are asked at once; when that fails, or takes
// long, one by one, to find out which rule it is.
func (s *Set) ask(ctx context.Context, a asked, input ast.Value, about subject) (topdown.QueryResult, []error) {
	if !s.overdue.any() && s.costs == nil && a.unit.print == nil && !s.each {
		answers, err := s.query(ctx, a.unit, a.asks, input, about.limit.together())
		if err == nil {
			return answers, nil
		}
		if ctx.Err() != nil {
			return nil, []error{fmt.Errorf("%s: %w", about.name, ctx.Err())}
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
		if s.announce != nil {
			s.announce(r.ID)
		}
		start := time.Now()
		one, err := s.query(ctx, a.unit, a.asks[i:i+1], input, about.limit)
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
		return fmt.Errorf("rule %s: %s: %w; the rule is not evaluated again in this run", r.ID, about.name, err)
	}
	return fmt.Errorf("rule %s: %s: %w", r.ID, about.name, err)
}

// query evaluates a query under guard and returns the values of its variables.
func (s *Set) query(ctx context.Context, u *Unit, asks []*ast.Expr, input ast.Value, limit limits) (topdown.QueryResult, error) {
	g := newGuard(ctx, limit)
	q := u.query(asks, input, g)
	if u.print != nil {
		q = q.WithPrintHook(&printer{to: u.print, mu: &s.mu})
	}
	var answers topdown.QueryResult
	err := q.Iter(ctx, func(one topdown.QueryResult) error {
		answers = one
		return nil
	})
	return answers, stoppedOr(ctx, err, g.done())
}

// stoppedOr is the error of an evaluation: why its guard stopped it, where it did.
func stoppedOr(ctx context.Context, err, reason error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case reason != nil:
		return &overrun{reason}
	case topdown.IsCancel(err):
		return &overrun{errors.New(bounded.Reason(err))}
	}
	return err
}

// overrun is the error of an evaluation that its guard stopped.
type overrun struct {
	reason error
}

func (o *overrun) Error() string { return o.reason.Error() }

// overdue remembers the rules that ran into their limits: one that loops for ever
// would otherwise cost them for every flow.
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

func (o *overdue) list() []string {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return SortedKeys(o.ids)
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
	_, err := fmt.Fprintf(p.to, "%s: %s\n", at.Location, visible.Lines(message))
	return err
}
