package interpreter

import "archlint/analyzer/flow"

// Step is one thing that a run did: an action, a further round of a loop, or the choice
// of a menu.
type Step struct {
	Action *flow.Action
	Output *flow.Output // by which it was left, nil where it took none
	Round  bool         // a further round
	Failed bool         // a run-time error came after it
	Menu   *flow.Container
	Choice *flow.Choice
}

func (r *run) note(s Step) {
	if r.o.Record {
		r.res.Steps = append(r.res.Steps, s)
	}
}

// begins notes that an action runs.
func (r *run) begins(a *flow.Action) {
	r.note(Step{Action: a})
	if r.o.Record {
		r.doing = append(r.doing, len(r.res.Steps)-1)
	}
}

// leavesOff notes that it has run, or that an error ended it.
func (r *run) leavesOff(s signal) {
	if !r.o.Record {
		return
	}
	if s.kind == errs {
		r.res.Steps[len(r.res.Steps)-1].Failed = true
	}
	r.doing = r.doing[:len(r.doing)-1]
}

// takes notes the output of the action that is being run.
func (r *run) takes(o *flow.Output) {
	if r.o.Record {
		r.res.Steps[r.doing[len(r.doing)-1]].Output = o
	}
}

// round notes a round of a loop, or how it was left instead.
func (r *run) round(a *flow.Action, o *flow.Output, i int) {
	if i == 0 {
		r.takes(o)
		return
	}
	r.note(Step{Action: a, Output: o, Round: true})
}
