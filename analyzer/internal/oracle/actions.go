package oracle

import (
	"strings"

	"archlint/analyzer/flow"
)

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
	return (queued || called || unknown) && r.cut(a)
}

func (r *run) cut(place any) bool {
	if r.o.At != nil {
		r.o.At(place)
	}
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
	if len(open) == 0 && (len(heard) == 0 || r.choose(a, 2) == 0) {
		return signal{}
	}
	way := r.choose(a, len(open)+len(heard))
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
	if digital[r.f.Type] && len(outputs(a)) == 0 || r.choose(a, 2) == 0 {
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
		if a.Kind.Name == "loopUntil" && r.conditionHolds(a, i) {
			return r.leaves(a)
		}
		if i == n {
			break
		}
		if n < 0 && r.choose(a, 2) == 0 {
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

func (r *run) conditionHolds(a *flow.Action, rounds int) bool {
	if r.o.Holds != nil {
		return r.o.Holds(rounds)
	}
	return r.choose(a, 2) == 0
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
	if i := r.choose(a, len(ways)+unlisted); i < len(ways) {
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
