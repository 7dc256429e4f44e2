package interpreter

import (
	"maps"
	"strings"

	"archlint/analyzer/flow"
)

// Options say what a run may do.
type Options struct {
	// Choose picks one of n ways on, 0..n-1.
	Choose func(n int) int
	// Fails reports whether the action about to be left raises a run-time error for
	// a reason of its own; nil: none does.
	Fails func() bool
	// Cap is how many actions a run can execute, CapHandler how many more the error
	// handling can that the cap leads to.
	Cap, CapHandler int
	// Record keeps the steps of the run in the result.
	Record bool
}

// Ending is how a run ended.
type Ending string

// The endings of a run.
const (
	Ended   Ending = "ended"   // by itself
	Errored Ending = "errored" // by a run-time error, after the handler if there is one
	Capped  Ending = "capped"  // by the cap on executed actions
)

// Result is what one run did.
type Result struct {
	Ran      map[*flow.Action]int // how often each action ran
	Executed int                  // actions, entering a menu counted
	Ending   Ending
	Steps    []Step // in order, if they are recorded
}

// signal is how control leaves a block.
type signal struct {
	kind   leaving
	to     *flow.Container
	with   []argument
	output string
}

type leaving uint8

const (
	fallsOff leaving = iota
	next
	exit
	jumps
	returns
	ends
	errs
	caps
)

type run struct {
	p         *Program
	o         Options
	res       Result
	limit     int
	vars      map[string]value
	attrs     map[string]value // of the participant
	started   map[*flow.Container]bool
	active    map[*flow.Container]int // calls of a container that have not returned
	at        *flow.Container         // where the run is
	menuNow   *flow.Container         // where the last choice was made
	fractions int                     // how decimals are kept: 0 not decided, 1 exactly, 2 in binary
	doing     []int                   // steps of the actions that are being run, the innermost last
}

// Run executes the flow once.
func (p *Program) Run(o Options) Result {
	r := &run{
		p: p, o: o, limit: o.Cap, vars: make(map[string]value), attrs: make(map[string]value),
		started: make(map[*flow.Container]bool), active: make(map[*flow.Container]int),
	}
	r.res.Ran, r.res.Ending = make(map[*flow.Action]int), Ended
	if p.f.Entry == nil {
		return r.res
	}
	s := signal{kind: errs}
	if r.begin() == nil {
		s = r.task(p.f.Entry, nil)
	}
	for handled := false; s.kind == errs || s.kind == caps; handled = true {
		r.res.Ending = Errored
		if s.kind == caps {
			r.res.Ending = Capped
		}
		if handled || p.f.Errors.Target == nil {
			break
		}
		if s.kind == caps {
			r.limit += o.CapHandler
		}
		s = r.task(p.f.Errors.Target, nil)
	}
	return r.res
}

// task runs a container and all that it jumps to, until something returns.
func (r *run) task(c *flow.Container, with []argument) signal {
	for {
		s := r.container(c, with)
		switch s.kind {
		case jumps:
			c, with = s.to, s.with
		case next, exit: // outside any loop: the platform would reject it
			return signal{kind: ends}
		default:
			return s
		}
	}
}

func (r *run) queued() bool { return strings.HasPrefix(string(r.p.f.Type), "inqueue") }

func (r *run) cut() bool { return r.o.Choose(2) == 1 }

func (r *run) container(c *flow.Container, with []argument) signal {
	if r.queued() && (c.Recurring || c.Kind == flow.Menu) && r.cut() {
		return signal{kind: ends}
	}
	if r.enter(c, with) != nil {
		return signal{kind: errs}
	}
	if c.Kind == flow.Menu {
		return r.menu(c)
	}
	if s := r.block(c.Body); s.kind != fallsOff {
		return s
	}
	switch {
	case c.Kind == flow.LoopTask || c.Recurring:
		if len(c.Body.Actions) == 0 {
			return signal{kind: ends} // the platform demands an action
		}
		return signal{kind: jumps, to: c}
	case c.Kind == flow.MenuTask && c.Owner != nil:
		return signal{kind: jumps, to: r.menuOf(c)}
	case c.Kind == flow.State && c == r.p.f.Entry && len(r.p.recurring) > 0:
		return r.toRecurring()
	case c.Kind == flow.State || c.Kind == flow.BotState:
		return signal{kind: ends}
	}
	return signal{kind: returns, output: "default"}
}

func (r *run) toRecurring() signal {
	return signal{kind: jumps, to: r.p.recurring[r.o.Choose(len(r.p.recurring))]}
}

// menuOf is the menu that a choice's task goes back to: its own, or, if every menu
// offers the choice, the one that it was taken in.
func (r *run) menuOf(task *flow.Container) *flow.Container {
	for _, ch := range task.Owner.Choices {
		if ch.Global && ch.Action.Target == task && r.menuNow != nil {
			return r.menuNow
		}
	}
	return task.Owner
}

func (r *run) menu(c *flow.Container) signal {
	if s, stop := r.count(); stop {
		return s
	}
	r.menuNow = c
	var choices []*flow.Choice
	for _, other := range r.p.menus {
		for _, ch := range other.Choices {
			if other == c || ch.Global {
				choices = append(choices, ch)
			}
		}
	}
	if len(choices) == 0 {
		return signal{kind: ends}
	}
	chosen := choices[r.o.Choose(len(choices))]
	r.note(Step{Menu: c, Choice: chosen})
	s := r.action(chosen.Action)
	if s.kind == fallsOff {
		return signal{kind: jumps, to: c}
	}
	return s
}

// count executes one action against the cap.
func (r *run) count() (signal, bool) {
	if r.res.Executed >= r.limit {
		return signal{kind: caps}, true
	}
	r.res.Executed++
	return signal{}, false
}

func (r *run) block(b *flow.Block) signal {
	if b == nil {
		return signal{}
	}
	for _, a := range b.Actions {
		if s := r.action(a); s.kind != fallsOff {
			return s
		}
	}
	return signal{}
}

// callee runs a task that comes back. Where a task runs that is still being run
// further out, that one may find its variables as it left them, or as the inner one did.
func (r *run) callee(c *flow.Container, with []argument) signal {
	caller, before := r.at, maps.Clone(r.vars)
	r.active[caller]++
	s := r.task(c, with)
	if s.kind == returns {
		r.restore(before)
	}
	r.active[caller]--
	return s
}

// restore gives the variables of containers that are being run what they held, at choice.
func (r *run) restore(before map[string]value) {
	changed := false
	for key, v := range r.vars {
		changed = changed || r.isActive(key) && !isSame(before, key, v)
	}
	if !changed || r.o.Choose(2) == 0 {
		return
	}
	maps.DeleteFunc(r.vars, func(key string, _ value) bool { return r.isActive(key) })
	for key, v := range before {
		if r.isActive(key) {
			r.vars[key] = v
		}
	}
}

func (r *run) isActive(key string) bool {
	for c, n := range r.active {
		if n > 0 && strings.HasPrefix(key, r.p.prefix(c)) {
			return true
		}
	}
	return false
}

func isSame(before map[string]value, key string, v value) bool {
	old, ok := before[key]
	if !ok || old.kind == pending || v.kind == pending {
		return ok == (v.kind == pending)
	}
	same, _ := equal(old, v)
	return same
}
