package policy

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"archlint/analyzer/facts"
)

// Attendant does in a worker what only authors of rules ask for: package author.
type Attendant interface {
	// Try tries sources of rules. Before each part, begin is called with its name, and says
	// whether it is to be left out: it was too much before.
	Try(ctx context.Context, sources []SourceText, task json.RawMessage, begin func(part string) (leftOut bool)) (any, error)
	// Account has one rule account for what it says of a case. What it writes reaches
	// whoever asks at once.
	Account(ctx context.Context, set *Set, rule string, in Case, task json.RawMessage, to io.Writer) (any, error)
}

// trialAddresses bounds a single allocation of a worker that tries rules, which the watchdog
// would see too late. Unit tests call the built-in functions of Rego without a bound on their
// cost, so that less is let through elsewhere.
const trialAddresses = 8 << 30

// try has the attendant do what the setup asks for.
func (w *worker) try(ctx context.Context, s setup) error {
	if w.attendant == nil {
		return errors.New("this worker tries no rules")
	}
	limitAddresses(trialAddresses)
	w.watch.begin(0)
	w.watch.start(w)
	said, err := w.attendant.Try(ctx, s.Sources, s.Trial.Task, func(part string) (leftOut bool) {
		if contains(s.Trial.LeaveOut, part) {
			return true
		}
		w.watch.rest()
		w.reply(wireReply{Rule: part})
		return false
	})
	w.watch.pause()
	return w.say(said, err, &wireAnswer{})
}

// account has the attendant ask one rule.
func (w *worker) account(ctx context.Context, q wireQuestion, flows []facts.Flow, out *wireAnswer) {
	if w.attendant == nil {
		out.Errors = append(out.Errors, "this worker explains no rules")
		return
	}
	in := Case{All: facts.OrgInput{Flows: flows, Org: w.shared.Org, Capacity: w.shared.Capacity, Outages: q.Outages}, About: q.One.About}
	if q.Flow != nil {
		in.Flow = facts.FlowInput{Flow: *q.Flow, Org: w.shared.Org, Capacity: w.shared.Capacity}
	}
	to := bufio.NewWriterSize(traceWriter{w}, 1<<16)
	said, err := w.attendant.Account(ctx, w.set, q.One.Rule, in, q.One.Task, to)
	err = errors.Join(err, to.Flush())
	if err == nil {
		out.Said, err = json.Marshal(said)
	}
	if err != nil {
		out.Errors = append(out.Errors, err.Error())
	}
}

// say replies with what an attendant says.
func (w *worker) say(said any, err error, out *wireAnswer) error {
	if err == nil {
		out.Said, err = json.Marshal(said)
	}
	if err != nil {
		return err
	}
	w.reply(wireReply{Done: out})
	return nil
}

// traceWriter hands on a trace.
type traceWriter struct{ *worker }

func (t traceWriter) Write(text []byte) (int, error) {
	t.reply(wireReply{Trace: string(text)})
	return len(text), nil
}

// Apart reports whether a worker evaluates the unit, and not this process.
func (s *Set) Apart(u *Unit) bool { return s.workers != nil && u.source != BuiltinSource }

// AskApart has the attendant of a worker ask a rule about a case. What it writes goes to a
// writer, nil for none. Where the worker ends, the rule was too much for it.
func (s *Set) AskApart(ctx context.Context, r *Rule, in Case, task any, to io.Writer) (json.RawMessage, error) {
	raw, err := json.Marshal(task)
	if err != nil {
		return nil, err
	}
	q := inquiry{trace: to, wireQuestion: wireQuestion{Flow: &in.Flow.Flow, Outages: in.All.Outages, One: &wireOne{Rule: r.ID,
		About: in.About, Task: raw}},
		shared: wireShared{in.Flow.Org, in.Flow.Capacity}}
	limit := s.limit
	if r.Scope == OrgScope {
		q.flows, q.shared = in.All.Flows, wireShared{in.All.Org, in.All.Capacity}
		limit = limit.forFlows(len(in.All.Flows))
	}
	answer, err := s.workers.ask(ctx, q, limit.clock)
	switch {
	case err != nil:
		return nil, fmt.Errorf("rule %s: %s: %w", r.ID, in.About, err)
	case len(answer.Errors) > 0:
		return nil, errors.New(answer.Errors[0])
	}
	return answer.Said, nil
}

// TryApart has workers do a task on the unit until one does all of it, but for the parts at
// which others ended: tooMuch is called for each. A part may take that much processor time.
func (u *Unit) TryApart(ctx context.Context, command []string, part time.Duration, task any, tooMuch func(part,
	reason string)) (json.RawMessage, error) {
	raw, err := json.Marshal(task)
	if err != nil {
		return nil, err
	}
	t := wireTrial{Task: raw}
	for {
		w := &workers{command: command, setup: setup{Sources: []SourceText{u.text}, Memory: workerMemory, Time: part, Trial: &t}}
		said, at, err := w.tryOnce(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err == nil:
			return said, nil
		case at == "":
			return nil, err
		}
		tooMuch(at, err.Error())
		t.LeaveOut = append(t.LeaveOut, at)
	}
}

// tryOnce has one worker do a trial. Where it ends early, part is what it was at.
func (w *workers) tryOnce(ctx context.Context) (said json.RawMessage, part string, err error) {
	p, err := w.start()
	if err != nil {
		return nil, "", fmt.Errorf("starting the process that tries rules: %w", err)
	}
	defer p.kill()
	defer context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })()
	for {
		var r wireReply
		if err := p.from.Decode(&r); err != nil {
			return nil, part, errors.New("it ended the process that it ran in: it needs too much memory, or meets a defect of OPA")
		}
		switch {
		case r.Done != nil:
			return r.Done.Said, "", nil
		case r.Stopped != "":
			return nil, part, errors.New(r.Stopped)
		case r.Rule != "":
			part = r.Rule
		}
	}
}
