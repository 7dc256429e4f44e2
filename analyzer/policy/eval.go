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
	"archlint/analyzer/internal/inparallel"
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
		more, moreErrs := s.delegate(ctx, q, s.aboutFlow(&in.Flow))
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
	return s.evaluate(ctx, asked, func(*Unit) ast.Value { return input() }, s.aboutFlow(&in.Flow), in.Flow.Name)
}

func (s *Set) aboutFlow(f *facts.Flow) subject {
	return subject{"flow " + f.Name, s.limit, len(f.Nodes) + len(f.Calls)}
}

func (s *Set) aboutOrg(flows int) subject {
	return subject{"the organisation", s.limit.forFlows(flows), flows}
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
	name    string
	limit   limits
	records int // roughly how many a rule looks at
}

// exceeds reports whether so many rules are bound to need more than they may take
// together: each takes a step for each record.
func (s subject) exceeds(rules int) bool {
	return int64(s.records)*int64(rules) > s.limit.together().steps
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
	if !s.overdue.any() && s.costs == nil && a.unit.print == nil && !s.each && !about.exceeds(len(a.asks)) {
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

// askEach asks rule by rule, several at a time where nobody watches them.
func (s *Set) askEach(ctx context.Context, a asked, input ast.Value, about subject) (topdown.QueryResult, []error) {
	replies := make([]reply, len(a.rules))
	inparallel.Each(ctx, s.rulesAtATime(a.unit), len(a.rules), func(i int) { replies[i] = s.askOne(ctx, a, i, input, about) })
	answers := topdown.QueryResult{}
	var errs []error
	for i, r := range a.rules {
		switch err := replies[i].err; {
		case err == nil:
			maps.Copy(answers, replies[i].answers)
		case ctx.Err() == nil:
			errs = append(errs, s.blame(r, about, err))
		}
	}
	if ctx.Err() != nil {
		return nil, append(errs, fmt.Errorf("%s: %w", about.name, ctx.Err()))
	}
	return answers, errs
}

// rulesAtATime is how many rules of a unit are evaluated side by side: one where
// their costs are measured, their prints are read, or each is announced.
func (s *Set) rulesAtATime(u *Unit) int {
	if s.costs != nil || s.announce != nil || u.print != nil {
		return 1
	}
	return max(s.jobs, 1)
}

// reply is what one rule answers: nothing where an earlier flow stopped it.
type reply struct {
	answers topdown.QueryResult
	err     error
}

// askOne asks the i-th rule by itself.
func (s *Set) askOne(ctx context.Context, a asked, i int, input ast.Value, about subject) reply {
	id := a.rules[i].ID
	if s.overdue.has(id) {
		return reply{}
	}
	if s.announce != nil {
		s.announce(id)
	}
	start := time.Now()
	answers, err := s.query(ctx, a.unit, a.asks[i:i+1], input, about.limit)
	s.costs.add(id, time.Since(start))
	return reply{answers, err}
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
