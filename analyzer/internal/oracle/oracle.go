// Package oracle runs a flow step by step. It is written from the semantics of
// Architect flows alone, walks the tree and not the control-flow graph, and
// shares no code with the analyses that it checks.
package oracle

import (
	"strings"

	"archlint/analyzer/flow"
)

// Chooser picks one of n ways on, 0..n-1.
type Chooser func(n int) int

// Options say what a run may do.
type Options struct {
	Choose Chooser
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
	Ran      map[*flow.Action]int // how often each action ran
	Left     map[*flow.Action]int // how often a transfer succeeded
	Executed int                  // actions, entering a menu counted
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
	r.r.Ran, r.r.Left = make(map[*flow.Action]int), make(map[*flow.Action]int)
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

// task runs a container and all that it jumps to, until something returns.
func (r *run) task(c *flow.Container) signal {
	for {
		s := r.container(c)
		switch s.kind {
		case "jump":
			c = s.to
		case "next", "exit": // outside any loop: the platform would reject it
			return signal{kind: "end"}
		default:
			return s
		}
	}
}

func (r *run) container(c *flow.Container) signal {
	if strings.HasPrefix(string(r.f.Type), "inqueue") && (c.Recurring || c.Kind == flow.Menu) && r.cut() {
		return signal{kind: "end"}
	}
	if c.Kind == flow.Menu {
		return r.menu(c)
	}
	was := r.at
	r.at = c
	s := r.block(c.Body)
	r.at = was
	if s.kind != "" {
		return s
	}
	switch {
	case c.Kind == flow.LoopTask || c.Recurring:
		return signal{kind: "jump", to: c}
	case c.Kind == flow.MenuTask && c.Owner != nil:
		return signal{kind: "jump", to: r.menuOf(c)}
	case c.Kind == flow.State && c == r.f.Entry && len(r.recurring()) > 0:
		again := r.recurring()
		return signal{kind: "jump", to: again[r.o.Choose(len(again))]}
	case c.Kind == flow.State || c.Kind == flow.BotState:
		return signal{kind: "end"}
	default:
		return signal{kind: "return", output: "default"}
	}
}

// menuOf is the menu that a choice's task goes back to: its own, or, if every
// menu offers the choice, the one that it was taken in.
func (r *run) menuOf(task *flow.Container) *flow.Container {
	for _, ch := range task.Owner.Choices {
		if ch.Global && ch.Action.Target == task && r.menuNow != nil {
			return r.menuNow
		}
	}
	return task.Owner
}

// recurring are the states that run while the interaction waits.
func (r *run) recurring() []*flow.Container {
	var out []*flow.Container
	for _, c := range r.f.Containers {
		if c.Recurring {
			out = append(out, c)
		}
	}
	return out
}

func (r *run) menu(c *flow.Container) signal {
	if s, stop := r.count(); stop {
		return s
	}
	r.menuNow = c
	var choices []*flow.Choice
	for _, other := range r.f.Containers {
		for _, ch := range other.Choices {
			if other == c || ch.Global {
				choices = append(choices, ch)
			}
		}
	}
	if len(choices) == 0 {
		return signal{kind: "end"}
	}
	s := r.action(choices[r.o.Choose(len(choices))].Action)
	if s.kind == "" {
		return signal{kind: "jump", to: c}
	}
	return s
}

func (r *run) menus() []*flow.Container {
	var out []*flow.Container
	for _, c := range r.f.Containers {
		if c.Kind == flow.Menu {
			out = append(out, c)
		}
	}
	return out
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

func (r *run) block(b *flow.Block) signal {
	if b == nil {
		return signal{}
	}
	for _, a := range b.Actions {
		if s := r.action(a); s.kind != "" {
			return s
		}
	}
	return signal{}
}

func (r *run) action(a *flow.Action) signal {
	if s, stop := r.count(); stop {
		return s
	}
	r.r.Ran[a]++
	if r.o.Fails != nil && r.o.Fails() {
		return signal{kind: "error"}
	}
	if r.endsAt(a) {
		return signal{kind: "over"}
	}
	switch a.Kind.Control {
	case flow.Ends:
		if a.Kind.Name == "exitBotFlow" {
			return signal{kind: "end"}
		}
		return signal{kind: "over"}
	case flow.EndsState:
		if r.at.Recurring {
			return signal{kind: "jump", to: r.at}
		}
		if again := r.recurring(); len(again) > 0 {
			return signal{kind: "jump", to: again[r.o.Choose(len(again))]}
		}
		return signal{kind: "end"}
	case flow.EndsTask:
		out := a.TaskOutput
		if out == "" {
			out = "default"
		}
		return signal{kind: "return", output: out}
	case flow.LoopNext:
		return signal{kind: "next"}
	case flow.LoopExit:
		return signal{kind: "exit"}
	case flow.JumpsTo:
		return signal{kind: "jump", to: a.Target}
	case flow.RepeatMenu:
		return signal{kind: "jump", to: r.menuNow}
	case flow.PreviousMenu:
		menus := r.menus() // which one led here is known to the caller alone
		return signal{kind: "jump", to: menus[r.o.Choose(len(menus))]}
	case flow.Loops:
		return r.loop(a)
	case flow.Transfers:
		return r.transfer(a)
	case flow.Calls, flow.CallsModule:
		return r.call(a)
	default:
		return r.step(a)
	}
}

// endsAt reports whether the run ends at an action although no output says so:
// an agent answers where an interaction waits in a queue, a flow that is called
// ends the interaction, or something does of which nothing is known.
func (r *run) endsAt(a *flow.Action) bool {
	queued := strings.HasPrefix(string(r.f.Type), "inqueue") && (a.Kind.Waits || a.Kind.Talks)
	called := a.Kind.Control == flow.CallsFlow
	unknown := a.Kind.Opaque || (a.Kind.Control == flow.CallsModule || a.Kind.Control == flow.Calls) && a.Target == nil
	switch {
	case called && r.o.Ends != nil:
		return r.o.Ends(a)
	}
	return (queued || called || unknown) && r.cut()
}

func (r *run) cut() bool {
	if r.o.Cuts != nil {
		return r.o.Cuts()
	}
	return r.o.Choose(2) == 1
}

// outputs are the ways out that can be taken.
func outputs(a *flow.Action) []*flow.Output {
	var open []*flow.Output
	for _, o := range a.Outputs {
		if o.State != flow.OutOfService {
			open = append(open, o)
		}
	}
	return open
}

// step takes one of the outputs; an action that hears what the person wants
// may hear a bot's intent instead, whose task comes back.
func (r *run) step(a *flow.Action) signal {
	open, heard := outputs(a), r.intents(a)
	if len(open) == 0 && (len(heard) == 0 || r.o.Choose(2) == 0) {
		return signal{}
	}
	way := r.o.Choose(len(open) + len(heard))
	if way < len(open) {
		return r.block(open[way].Block)
	}
	if s := r.task(heard[way-len(open)]); s.kind != "return" {
		return s
	}
	return signal{}
}

func (r *run) intents(a *flow.Action) []*flow.Container {
	if a.Kind.Name != "askForIntent" && a.Kind.Name != "waitForInput" {
		return nil
	}
	var tasks []*flow.Container
	for _, in := range r.f.IntentTasks {
		tasks = append(tasks, in.Task)
	}
	return tasks
}

func (r *run) transfer(a *flow.Action) signal {
	digital := map[flow.Type]bool{"inboundemail": true, "inboundchat": true, "inboundshortmessage": true, "inqueueemail": true,
		"inqueueshortmessage": true}
	if digital[r.f.Type] && len(outputs(a)) == 0 || r.o.Choose(2) == 0 {
		r.r.Left[a]++
		return signal{kind: "over"}
	}
	return r.step(a)
}

func (r *run) call(a *flow.Action) signal {
	if a.Target == nil {
		return r.step(a)
	}
	s := r.task(a.Target)
	if s.kind != "return" {
		return s
	}
	for _, want := range []string{s.output, "default"} {
		for _, o := range outputs(a) {
			if o.Name == want {
				return r.block(o.Block)
			}
		}
	}
	return r.step(a)
}

// loop runs the body as often as the count says, or, if it is not a number,
// any number of times.
func (r *run) loop(a *flow.Action) signal {
	body, n := a.Output("loop").Block, -1
	if v := a.Value("loopCount"); v != nil {
		n = number(v.Text)
	}
	for i := 0; ; i++ {
		if a.Kind.Name == "loopUntil" && r.conditionHolds(i) {
			return r.leaves(a)
		}
		if i == n {
			break
		}
		if n < 0 && r.o.Choose(2) == 0 {
			break
		}
		if n < 0 && (body == nil || len(body.Actions) == 0) {
			break // goes round without doing anything
		}
		s := r.block(body)
		if s.kind == "exit" {
			break
		}
		if s.kind != "" && s.kind != "next" {
			return s
		}
	}
	return signal{}
}

func (r *run) conditionHolds(rounds int) bool {
	if r.o.Holds != nil {
		return r.o.Holds(rounds)
	}
	return r.o.Choose(2) == 0
}

// leaves leaves a loop by one of its conditions, or by one without an output.
func (r *run) leaves(a *flow.Action) signal {
	var ways []*flow.Output
	for _, o := range outputs(a) {
		if o.Name != "loop" {
			ways = append(ways, o)
		}
	}
	unlisted := 1
	if r.o.Holds != nil && len(ways) > 0 {
		unlisted = 0 // the model knows of none
	}
	if i := r.o.Choose(len(ways) + unlisted); i < len(ways) {
		return r.block(ways[i].Block)
	}
	return signal{}
}

func number(text string) int {
	n := 0
	for _, d := range text {
		if d < '0' || d > '9' {
			return -1
		}
		n = 10*n + int(d-'0')
	}
	if text == "" {
		return -1
	}
	return n
}
