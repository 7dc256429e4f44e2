package policy

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"archlint/analyzer/facts"
)

// WorkerArgument is the only argument of a program that calls Work.
const WorkerArgument = "evaluate-rules-for-archlint"

// Limits on a worker. Ordinary rules stay below a hundredth of them.
const (
	// workerMemory is how much of the heap may be in use after a collection.
	workerMemory = 1 << 30
	// memoryPerFlow is what the facts of a flow may add where rules see all of them.
	memoryPerFlow = 1 << 20
	// workerAddresses is what the operating system lets it reserve, where it does.
	workerAddresses = 32 << 30
	// workerTime is the processor time of one question: of a rule that hangs in a
	// single call. Unlike the clock it does not go on while other programs run.
	workerTime = 30 * time.Second
	// compileTime is that of compiling all rules: types of nested values may grow
	// exponentially.
	compileTime = 5 * time.Second
	workerLook  = 20 * time.Millisecond
)

// Work evaluates rules of users in a process of their own, for the archlint that
// started it: it reads questions from in, answers on out, and ends with in. What
// takes the process down takes no review down. The attendant does what only authors of rules
// ask for; nil does none of that. The result is the exit code.
func Work(in io.Reader, out io.Writer, attendant Attendant) int {
	debug.SetGCPercent(100) // memory is judged after a collection: GOGC must not matter
	debug.SetMaxStack(256 << 20)
	limitAddresses(workerAddresses)
	w := &worker{in: json.NewDecoder(bufio.NewReader(in)), out: json.NewEncoder(out), attendant: attendant}
	if err := w.work(context.Background()); err != nil {
		w.reply(wireReply{Stopped: err.Error()})
		return 1
	}
	return 0
}

type worker struct {
	in  *json.Decoder
	mu  sync.Mutex // guards out
	out *json.Encoder

	attendant Attendant

	set    *Set
	shared wireShared
	watch  watchdog
}

func (w *worker) reply(r wireReply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.out.Encode(r); err != nil {
		w.watch.end() // nobody listens any more
	}
}

func (w *worker) work(ctx context.Context) error {
	var s setup
	if err := w.in.Decode(&s); err != nil {
		return fmt.Errorf("reading the rules: %w", err)
	}
	w.watch.base, w.watch.time = s.Memory, s.Time
	if s.Trial != nil {
		return w.try(ctx, s)
	}
	w.watch.begin(0)
	w.watch.limit = compileTime
	w.watch.start(w)
	err := w.load(ctx, s)
	w.watch.pause()
	w.reply(wireReply{Loaded: true})
	if err != nil {
		return err
	}
	for {
		var q wireQuestion
		if err := w.in.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading the facts: %w", err)
		}
		if err := w.answer(ctx, q); err != nil {
			return err
		}
	}
}

// load prepares the rules, which have been loaded without an error before.
func (w *worker) load(ctx context.Context, s setup) error {
	units, errs := parseSources(s.Sources)
	if len(errs) > 0 {
		return errs
	}
	for _, r := range rulesOf(units) {
		setting := s.Rules[r.ID]
		r.Severity = setting.Severity
		r.setParams(r.ID, setting.Params, Options{}.where())
	}
	w.set = &Set{units: units, limit: limits{s.Steps, DefaultTimeout}, encoders: newEncoders(), announce: func(rule string) {
		w.watch.rest()
		w.reply(wireReply{Rule: rule})
	}}
	if s.Profile {
		w.set.costs = newCosts()
	}
	var print io.Writer
	if s.Print {
		print = printed{w}
	}
	for _, u := range units {
		if errs := u.prepare(ctx, print); len(errs) > 0 {
			return errs
		}
	}
	return nil
}

// printed hands on what rules print.
type printed struct{ *worker }

func (p printed) Write(text []byte) (int, error) {
	p.reply(wireReply{Print: string(text)})
	return len(text), nil
}

// answer evaluates one question.
func (w *worker) answer(ctx context.Context, q wireQuestion) error {
	if q.Shared != nil {
		w.shared = *q.Shared
	}
	flows := make([]facts.Flow, q.Flows)
	for i := range flows {
		if err := w.in.Decode(&flows[i]); err != nil {
			return fmt.Errorf("reading the facts: %w", err)
		}
	}
	for _, id := range q.Skip {
		w.set.overdue.add(id)
	}
	w.watch.begin(q.Flows)
	defer w.watch.rest()
	out := wireAnswer{Found: []wireFound{}}
	if q.One != nil {
		w.account(ctx, q, flows, &out)
	} else {
		w.find(ctx, q, flows, &out)
	}
	w.watch.pause()
	w.reply(wireReply{Done: &out})
	return nil
}

// find asks the rules of a scope.
func (w *worker) find(ctx context.Context, q wireQuestion, flows []facts.Flow, out *wireAnswer) {
	w.set.each = q.Each
	found, errs := w.set.askAll(ctx, q, w.shared, flows)
	for _, f := range found {
		out.Found = append(out.Found, wireFound{f.Finding, f.about})
	}
	for _, err := range errs {
		out.Errors = append(out.Errors, err.Error())
	}
	out.Overdue, out.Costs = w.set.overdue.list(), w.set.costs.take()
}

// askAll asks the set's rules what a question asks.
func (s *Set) askAll(ctx context.Context, q wireQuestion, shared wireShared, flows []facts.Flow) ([]found, []error) {
	if q.Scope == OrgScope {
		in := facts.OrgInput{Flows: flows, Org: shared.Org, Capacity: shared.Capacity, Outages: q.Outages}
		return s.answersForOrg(ctx, in)
	}
	return s.answersForFlow(ctx, facts.FlowInput{Flow: *q.Flow, Org: shared.Org, Capacity: shared.Capacity})
}
