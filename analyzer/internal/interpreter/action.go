package interpreter

import (
	"archlint/analyzer/flow"
)

func (r *run) action(a *flow.Action) signal {
	if s, stop := r.count(); stop {
		return s
	}
	r.res.Ran[a]++
	r.begins(a)
	s := r.execute(a)
	r.leavesOff(s)
	return s
}

func (r *run) execute(a *flow.Action) signal {
	if r.o.Fails != nil && r.o.Fails() {
		return signal{kind: errs}
	}
	if r.endsAt(a) {
		return signal{kind: ends}
	}
	switch a.Kind.Control {
	case flow.Ends:
		return signal{kind: ends}
	case flow.EndsState:
		if r.at.Recurring {
			return signal{kind: jumps, to: r.at}
		}
		if len(r.p.recurring) > 0 {
			return r.toRecurring()
		}
		return signal{kind: ends}
	case flow.EndsTask:
		if a.TaskOutput == "" {
			return signal{kind: returns, output: "default"}
		}
		return signal{kind: returns, output: a.TaskOutput}
	case flow.LoopNext:
		return signal{kind: next}
	case flow.LoopExit:
		return signal{kind: exit}
	case flow.JumpsTo:
		with, err := r.arguments(a)
		if err != nil {
			return signal{kind: errs}
		}
		return signal{kind: jumps, to: a.Target, with: with}
	case flow.RepeatMenu:
		return signal{kind: jumps, to: r.menuNow}
	case flow.PreviousMenu: // which one led here is known to the caller alone
		return signal{kind: jumps, to: r.p.menus[r.o.Choose(len(r.p.menus))]}
	case flow.Loops:
		return r.loop(a)
	case flow.Transfers:
		if r.noFailure(a) || r.o.Choose(2) == 0 {
			return signal{kind: ends}
		}
		return r.step(a)
	case flow.Calls, flow.CallsModule:
		return r.calls(a)
	}
	return r.step(a)
}

// noFailure reports whether a transfer cannot come back: in flows of messages and
// e-mail it has no failure output.
func (r *run) noFailure(a *flow.Action) bool {
	switch r.p.f.Type {
	case "inboundemail", "inboundchat", "inboundshortmessage", "inqueueemail", "inqueueshortmessage":
		return len(open(a)) == 0
	}
	return false
}

// endsAt reports whether the run ends at an action although no output says so: an
// agent answers where an interaction waits, a called flow ends the interaction, or
// something does of which nothing is known.
func (r *run) endsAt(a *flow.Action) bool {
	waits := r.queued() && (a.Kind.Waits || a.Kind.Talks)
	called := a.Kind.Control == flow.CallsFlow
	unknown := a.Kind.Opaque || (a.Kind.Control == flow.CallsModule || a.Kind.Control == flow.Calls) && a.Target == nil
	return (waits || called || unknown) && r.cut()
}

// open are the outputs that can be taken.
func open(a *flow.Action) []*flow.Output {
	var out []*flow.Output
	for _, o := range a.Outputs {
		if o.State != flow.OutOfService {
			out = append(out, o)
		}
	}
	return out
}

func (r *run) arguments(a *flow.Action) ([]argument, error) {
	var out []argument
	for _, in := range a.Inputs {
		v, err := r.setting(in.Value, r.p.types[r.p.key(a.Target, in.Name)])
		if err != nil {
			return nil, err
		}
		out = append(out, argument{in.Name, v})
	}
	return out, nil
}

// calls runs a task or module and takes its results.
func (r *run) calls(a *flow.Action) signal {
	if a.Target == nil {
		return r.step(a)
	}
	with, err := r.arguments(a)
	if err != nil {
		return signal{kind: errs}
	}
	caller := r.at
	s := r.callee(a.Target, with)
	last := r.at
	if s.kind != returns {
		return s
	}
	results := make([]value, len(a.Results))
	for i, out := range a.Results {
		r.at = a.Target
		if results[i] = r.read(out.Name); last != a.Target && r.o.Choose(2) == 1 {
			results[i] = r.p.outside("") // another task ended the call
		}
	}
	r.at = caller
	for i, out := range a.Results {
		if out.Value != nil && out.Value.Kind == flow.VariableIn && r.write(out.Value.Text, results[i]) != nil {
			return signal{kind: errs}
		}
	}
	for _, want := range []string{s.output, "default"} {
		for _, o := range open(a) {
			if o.Name == want {
				r.takes(o)
				return r.block(o.Block)
			}
		}
	}
	return r.step(a)
}

// loop runs the body as often as the count says. The index counts from 0; where it
// stands after the last round is not documented.
func (r *run) loop(a *flow.Action) signal {
	n := value{}
	if count := a.Value("loopCount"); count != nil {
		var err error
		if n, err = r.setting(count, "integer"); err != nil || n.kind != number && n.kind != notSet {
			return signal{kind: errs}
		}
	}
	if n.kind == notSet && r.o.Choose(2) == 1 {
		return signal{kind: errs}
	}
	n, err := r.converted(n, "integer")
	if err != nil {
		return signal{kind: errs}
	}
	body := a.Output("loop").Block
	for i := 0; ; i++ {
		if a.Kind.Until && r.o.Choose(2) == 0 {
			return r.leaves(a, i)
		}
		if empty := body == nil || len(body.Actions) == 0; empty || float64(i) >= n.num {
			if empty && n.num > 0 {
				r.index(a, numeric(n.num-1))
			}
			r.indexAfter(a, max(float64(i), n.num))
			return signal{}
		}
		r.indexAt(a, float64(i))
		r.round(a, a.Output("loop"), i)
		switch s := r.block(body); s.kind {
		case fallsOff, next:
		case exit:
			return signal{}
		default:
			return s
		}
	}
}

// indexAt sets the index for a round, or once the rounds are over. One that the round
// before has written may be counted from there.
func (r *run) indexAt(a *flow.Action, round float64) {
	v := numeric(round)
	if at := a.Value("currentIndex"); round > 0 && at != nil && at.Kind == flow.VariableIn {
		was := r.vars[r.p.key(r.at, at.Text)]
		if was.kind == number && was.num != round-1 && r.o.Choose(2) == 1 {
			v = numeric(was.num + 1)
		}
	}
	r.index(a, v)
}

// indexAfter leaves the index as the last round left it, or counts it up once more.
func (r *run) indexAfter(a *flow.Action, rounds float64) {
	if r.o.Choose(2) == 1 {
		r.indexAt(a, rounds)
	}
}

func (r *run) index(a *flow.Action, v value) {
	if at := a.Value("currentIndex"); at != nil && at.Kind == flow.VariableIn {
		_ = r.write(at.Text, v) // a loop's own number is a whole one
	}
}

// leaves leaves a loop by one of its conditions, or by one without an output.
func (r *run) leaves(a *flow.Action, round int) signal {
	var ways []*flow.Output
	for _, o := range open(a) {
		if o.Name != "loop" {
			ways = append(ways, o)
		}
	}
	if i := r.o.Choose(len(ways) + 1); i < len(ways) {
		r.round(a, ways[i], round)
		return r.block(ways[i].Block)
	}
	return signal{}
}
