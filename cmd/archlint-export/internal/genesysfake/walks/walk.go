package walks

import (
	"cmp"
	"math/rand/v2"
	"strconv"
)

// Step is one thing that a run did.
type Step struct {
	ID, Name, Kind string // Kind: the configuration's type
	Tracking       int
	Output         string // the output's id, "" where there is none
	Milliseconds   int    // since the start of the run
	Took           int    // milliseconds
	DataAction     string // that it executed, "" none
	Round          bool   // a further round of a loop
	Depth          int    // of calls
}

// Run is one execution of a flow.
type Run struct {
	Steps []Step
	// Ended is the platform's word for how it ended.
	Ended string
	// Milliseconds it took.
	Milliseconds int
}

// The platform's words for how flows end.
const (
	byFlow   = "FLOW_DISCONNECT"
	byExit   = "FLOW_EXIT"
	byMoving = "TRANSFER"
	byCaller = "DISCONNECT"
)

// most ends a run that goes round and round, as the platform does.
const most = 10_000

// signal is how control leaves a block.
type signal struct {
	kind string // "" falls off, "exit", "next", "jump", "return", "end"
	to   string // container
}

type walker struct {
	p      *program
	shares shares
	r      *rand.Rand
	out    Run
	clock  int
	depth  int
	vars   map[string]content
	writes int
	drawn  map[question]bool // what was found out about values from outside
}

// walk runs the program once.
func (p *program) walk(s shares, r *rand.Rand) Run {
	w := &walker{p: p, shares: s, r: r, vars: map[string]content{}, drawn: map[question]bool{}}
	if left := w.task(p.Entry); left.kind != "end" {
		w.out.Ended = cmp.Or(w.out.Ended, byExit)
	}
	w.out.Milliseconds = w.clock
	return w.out
}

// task runs a container and all that it jumps to, until something returns.
func (w *walker) task(id string) signal {
	for {
		s := w.container(w.p.containers[id])
		if s.kind != "jump" {
			return s
		}
		id = s.to
	}
}

func (w *walker) container(c *container) signal {
	if c.Type == "Menu" {
		return w.menu(c)
	}
	if s := w.block(c.Start); s.kind != "" {
		return s
	}
	switch c.Type {
	case "LoopTask":
		return signal{"jump", c.ID}
	case "State", "BotState":
		return w.end(byExit)
	}
	return signal{kind: "return"}
}

func (w *walker) end(how string) signal {
	w.out.Ended = how
	return signal{kind: "end"}
}

// step notes what happens, and how long it takes.
func (w *walker) step(s Step) {
	s.Milliseconds, s.Depth = w.clock, w.depth
	w.out.Steps = append(w.out.Steps, s)
	w.clock += s.Took
}

func (w *walker) menu(c *container) signal {
	if len(w.out.Steps) >= most {
		return w.end("FLOW_ERROR_DISCONNECT")
	}
	if w.hangsUp(c.ID) {
		w.step(Step{ID: c.ID, Name: c.Name, Kind: "Menu", Took: 2000})
		return w.end(byCaller)
	}
	ways := make([]string, len(c.Choices))
	for i, ch := range c.Choices {
		ways[i] = ch.ID
	}
	i := w.pick(c.ID, ways)
	w.step(Step{ID: c.ID, Name: c.Name, Kind: "Menu", Output: ways[i], Took: 6000})
	if s := w.act(c.Choices[i].Action); s.kind != "" {
		return s
	}
	return signal{"jump", c.ID}
}

func (w *walker) block(first string) signal {
	for id := first; id != ""; id = w.p.actions[id].Next {
		if s := w.act(w.p.actions[id]); s.kind != "" {
			return s
		}
	}
	return signal{}
}

func (w *walker) act(a *action) signal {
	if len(w.out.Steps) >= most {
		return w.end("FLOW_ERROR_DISCONNECT")
	}
	plain := Step{ID: a.ID, Name: a.Name, Kind: a.Type, Tracking: a.Tracking, Took: 1}
	switch a.Type {
	case "DataAction":
		return w.data(a, plain)
	case "DecisionAction":
		plain.Output = map[bool]string{true: "__YES__", false: "__NO__"}[w.holds(a)]
		return w.leave(a, plain)
	case "LoopAction":
		return w.loop(a, plain)
	case "TransferPureMatchAction", "TransferFlowAction":
		return w.transfer(a, plain)
	case "CallTaskAction":
		return w.call(a, plain)
	case "AskForSlotAction":
		plain.Took = 9000
		ways := make([]string, len(a.Paths))
		for i, p := range a.Paths {
			ways[i] = p.ID
		}
		plain.Output = ways[w.pick(a.ID, ways)]
		return w.leave(a, plain)
	case "PlayAudioAction", "HoldMusicAction", "WaitAction", "SendResponseAction":
		return w.listen(a, plain)
	case "UpdateVariableAction":
		for _, s := range a.Variables {
			w.set(s.Variable, s.Expression)
		}
	}
	w.step(plain)
	switch a.Type {
	case "ExitLoopAction":
		return signal{kind: "exit"}
	case "TransferMenuAction":
		return signal{"jump", a.Menu}
	case "TransferTaskAction":
		return signal{"jump", a.Task}
	case "DisconnectAction":
		return w.end(byFlow)
	case "EndWorkflowAction", "ExitBotFlowAction":
		return w.end(byExit)
	}
	return signal{}
}

// leave goes on by the output of a step.
func (w *walker) leave(a *action, s Step) signal {
	w.step(s)
	return w.block(a.path(s.Output).Next)
}

// data executes a data action. Only success writes what it returns.
func (w *walker) data(a *action, s Step) signal {
	s.DataAction = a.DataAction
	s.Output = "__SUCCESS__"
	failed, late := w.shares.trouble(a.ID)
	switch x := w.r.Float64(); {
	case x < failed:
		s.Output = "__FAILURE__"
	case x < failed+late:
		s.Output = "__TIMEOUT__"
	}
	s.Took = 100 + w.r.IntN(700)
	if s.Output == "__SUCCESS__" {
		for _, o := range a.Outputs {
			w.receive(o.Value)
		}
	}
	return w.leave(a, s)
}

func (w *walker) loop(a *action, s Step) signal {
	count, err := strconv.Atoi(a.Count.Text)
	if err != nil {
		count = w.pick(a.ID, make([]string, 6)) // a list of some length
	}
	if count == 0 {
		w.step(s)
		return signal{}
	}
	for i := range count {
		w.number(a.Index, i)
		s.Output, s.Round = "__LOOP__", i > 0
		w.step(s)
		switch left := w.block(a.Body.Next); left.kind {
		case "", "next":
		case "exit":
			return signal{}
		default:
			return left
		}
	}
	return signal{}
}

func (w *walker) transfer(a *action, s Step) signal {
	s.Took = 500
	if len(a.Paths) > 0 && w.r.Float64() < w.shares.refusal(a.ID) {
		s.Output = "__FAILURE__"
		return w.leave(a, s)
	}
	w.step(s)
	return w.end(byMoving)
}

// call runs a task that comes back. The step of the call stands before those of the
// task, as the platform writes it.
func (w *walker) call(a *action, s Step) signal {
	s.Output = "__DEFAULT__"
	w.step(s)
	w.depth++
	left := w.task(a.Task)
	w.depth--
	if left.kind != "return" {
		return left
	}
	return w.block(a.path("__DEFAULT__").Next)
}

// listen plays something; callers hang up, and in a queue an agent answers.
func (w *walker) listen(a *action, s Step) signal {
	s.Took = 4000
	if a.Type == "WaitAction" || a.Type == "HoldMusicAction" {
		s.Took = 30_000
	}
	if w.p.Type == "inqueuecall" && w.r.Float64() < w.shares.answer(a.ID) {
		s.Took /= 2
		w.step(s)
		return w.end(byMoving)
	}
	if w.hangsUp(a.ID) {
		s.Took /= 3
		w.step(s)
		return w.end(byCaller)
	}
	w.step(s)
	return signal{}
}

func (w *walker) hangsUp(id string) bool {
	return w.p.Type == "inboundcall" && w.r.Float64() < w.shares.hangUp(id)
}

// pick takes one of several ways by their hidden shares.
func (w *walker) pick(id string, ways []string) int {
	x := w.r.Float64()
	for i, share := range w.shares.split(id, len(ways)) {
		if x -= share; x < 0 {
			return i
		}
	}
	return len(ways) - 1
}
