// Package oracle runs a flow step by step. It is written from the semantics of
// Architect flows alone, walks the tree and not the control-flow graph, and
// shares no code with the analyses that it checks.
package oracle

import (
	"archlint/analyzer/flow"
)

// Chooser picks one of n ways on, 0..n-1.
type Chooser func(n int) int

// Options say what a run may do.
type Options struct {
	Choose Chooser
	// At, if set, is told before each choice which action or menu makes it, as a
	// *flow.Action or a *flow.Container.
	At func(place any)
	// Fails reports whether the action about to be left raises a run-time
	// error; nil: none ever does.
	Fails func() bool
	// Ends runs the flow that an action calls and reports whether that ended the
	// interaction; nil: called flows, and what is not known, may end it or not.
	Ends func(*flow.Action) bool
	// Cuts reports whether a run ends now that may end although no output says so;
	// nil: by choice.
	Cuts func() bool
	// Holds reports whether a condition of a loop's own holds after some rounds;
	// nil: by choice.
	Holds func(rounds int) bool
	// Cap is how many actions a run can execute, CapHandler how many more the
	// error handling can that the cap leads to.
	Cap, CapHandler int
	// Spent, if set, counts the actions of several runs that share the cap.
	Spent *int
}

// How a run ended.
const (
	Ended   = "ended"   // by itself
	Errored = "errored" // by a run-time error, after the handler if there is one
	Capped  = "capped"  // by the cap on executed actions
)

// Result is what one run did.
type Result struct {
	Ran      map[*flow.Action]int    // how often each action ran
	Left     map[*flow.Action]int    // how often a transfer succeeded
	Entered  map[*flow.Container]int // how often a menu was entered
	Executed int                     // actions, entering a menu counted
	How      string
	Final    bool // the interaction ended, and not only the run
}

// signal is how control leaves a block.
type signal struct {
	kind   string // "" falls off, "next", "exit", "jump", "return", "end", "over" (the interaction), "error", "cap"
	to     *flow.Container
	output string
}

type run struct {
	f       *flow.Flow
	o       Options
	r       Result
	spent   *int
	limit   int
	handled bool
	menuNow *flow.Container // where the last choice was made
	at      *flow.Container // where the run is
}

// Run executes f once.
func Run(f *flow.Flow, o Options) Result {
	r := &run{f: f, o: o, limit: o.Cap, spent: o.Spent}
	if r.spent == nil {
		r.spent = new(int)
	}
	r.r.Ran, r.r.Left, r.r.Entered = make(map[*flow.Action]int), make(map[*flow.Action]int), make(map[*flow.Container]int)
	r.r.How = Ended
	if f.Entry == nil {
		return r.r
	}
	s := r.task(f.Entry)
	for s.kind == "error" || s.kind == "cap" {
		r.r.How = Errored
		if s.kind == "cap" {
			r.r.How = Capped
		}
		if r.handled || f.Errors.Target == nil {
			break
		}
		r.handled = true
		if s.kind == "cap" {
			r.limit += o.CapHandler
		}
		s = r.task(f.Errors.Target)
	}
	r.r.Final = s.kind == "over" || r.r.How != Ended && s.kind != "return" && s.kind != "end"
	return r.r
}

// choose makes one choice at a place.
func (r *run) choose(place any, n int) int {
	if r.o.At != nil {
		r.o.At(place)
	}
	return r.o.Choose(n)
}

// count executes one action against the cap.
func (r *run) count() (signal, bool) {
	if *r.spent >= r.limit {
		return signal{kind: "cap"}, true
	}
	*r.spent++
	r.r.Executed++
	return signal{}, false
}
