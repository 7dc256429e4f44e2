package dataflow

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/cfgtest"
)

// TestLoopFacts is one claim or counter-example about a flow's first loop each.
func TestLoopFacts(t *testing.T) {
	tests := []struct{ name, sketch, want string }{
		{"evidence of a poll, over a task", `vars Flow.id
task Main
  loop 9
    loop:
      call Sub() -> Task.s=Flow.s
      decision Flow.s == "done"
        yes: exit
      wait 5
task Sub(out Task.s)
  data Status(id=1) -> s=Task.s`,
			"polling: exitReadsResult of Status by Flow.s written at 10 read at 6; reads Flow.s at 6; depends on Status"},

		{"evidence of a retry, and its pause", `task Main
  loop 9
    loop:
      data Save(id=1)
        success: exit
      wait 15
      wait 20`,
			"retry: failureLeadsBack of Save, exitOnOutcome of Save read at 4; depends on Save; pause 35"},

		{"the shortest pause counts", `task Main
  loop 9
    loop:
      data Save(id=1)
        success: exit
        failure: wait 90
        timeout: next`,
			"retry: failureLeadsBack of Save, exitOnOutcome of Save read at 4; depends on Save; pause 0"},

		{"a pause that is not constant", `task Main
  loop 9
    loop:
      data Save(id=1)
        success: exit
      wait MakeDuration(0,0,0,Flow.n)`,
			"retry: failureLeadsBack of Save, exitOnOutcome of Save read at 4; depends on Save; pause unknown"},

		{"a pause that is filled with talk", `task Main
  loop 9
    loop:
      data Save(id=1)
        success: exit
      play Flow.sorry`,
			"retry: failureLeadsBack of Save, exitOnOutcome of Save read at 4; depends on Save; pause unknown"},

		{"a pause through a state", `flow workflow
state Begin
  data Save(id=1)
    success: disconnect
  state Rest
state Rest
  wait 61
  state Begin`,
			"retry: failureLeadsBack of Save, exitOnOutcome of Save read at 3; depends on Save; pause 61"},

		{"nothing in the body changes the condition", `vars Flow.mode=x
task Main
  loop 9
    loop:
      data Ping(id=1)
      decision Flow.mode == "done"
        yes: exit`,
			"unclassified: ; reads Flow.mode at 6; fixed 6; exits fixed; hoist Ping"},

		{"a called task changes the condition", `vars Flow.mode=x
task Main
  loop 9
    loop:
      call Sub()
      decision Flow.mode == "done"
        yes: exit
task Sub
  set Flow.mode = "done"`,
			"unclassified: ; reads Flow.mode at 6"},

		{"another exit can be reached by an answer", `vars Flow.mode=x
task Main
  loop 9
    loop:
      data Ping(id=1) -> s=Flow.s
      decision Flow.mode == "done"
        yes: exit
      decision Flow.s == "done"
        yes: exit`,
			"polling: exitReadsResult of Ping by Flow.s written at 5 read at 8; reads Flow.mode at 6; reads Flow.s at 8; depends on Ping; fixed 6"},

		{"the condition looks at the clock", `vars Flow.mode=x
task Main
  loop 9
    loop:
      decision GetCurrentDateTimeUtc() > Flow.mode
        yes: exit`,
			"unclassified: ; reads Flow.mode at 5"},

		{"the condition looks at a built-in value", `task Main
  loop 9
    loop:
      decision Call.EstimatedWaitTime > MakeDuration(0,0,5)
        yes: exit`,
			"unclassified: ; reads Call.EstimatedWaitTime at 4"},

		{"the condition cannot be read", `vars Flow.mode=x
task Main
  loop 9
    loop:
      decision {{condition}}
        yes: exit`,
			"unclassified: "},

		{"something unknown may change the condition", `vars Flow.mode=x
task Main
  loop 9
    loop:
      mystery
      decision Flow.mode == "done"
        yes: exit`,
			"unclassified: ; reads Flow.mode at 6"},

		{"a variable that nobody declares or writes", `task Main
  loop 9
    loop:
      decision Flow.mode == "done"
        yes: exit`,
			"unclassified: ; reads Flow.mode at 4"},

		{"same inputs in every round of a walk", `vars Flow.list Flow.id=1
task Main
  loop Count(Flow.list) index=Task.i
    loop:
      data Config(id=Flow.id) # Config
      data Get(id=Flow.list[Task.i]) # Get`,
			"iteration: inputDependsOnCounter of Get by Task.i written at 3 read at 6; hoist Config"},

		{"inputs that an answer in the loop changes", `vars Flow.list Flow.id=1
task Main
  loop Count(Flow.list) index=Task.i
    loop:
      data Config(id=Flow.id) # Config
      data Get(id=Flow.list[Task.i]) -> id=Flow.id # Get`,
			"iteration: inputDependsOnCounter of Get by Task.i written at 3 read at 6"},

		{"a poll asks the same on purpose", `vars Flow.id=1
task Main
  loop 9
    loop:
      data Get(id=Flow.id) -> s=Flow.s
      decision Flow.s == "x"
        yes: exit`,
			"polling: exitReadsResult of Get by Flow.s written at 5 read at 6; reads Flow.s at 6; depends on Get"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := lower(t, sketch(t, test.sketch))
			f := Analyze(g)
			if got := loopFacts(g, f.Loop(append(Views(g), jumpCycles(g)...)[0])); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func loopFacts(g *cfg.Graph, l Loop) string {
	parts := []string{string(l.Kind) + ": " + describe(g, l)}
	for _, r := range l.ExitReads {
		parts = append(parts, fmt.Sprintf("reads %s at %d", r.Variable, line(g, r.Node)))
	}
	for _, n := range l.ExitDependsOn {
		parts = append(parts, "depends on "+g.Nodes[n].Action.Name)
	}
	for _, n := range l.FixedConditions {
		parts = append(parts, fmt.Sprintf("fixed %d", line(g, n)))
	}
	if l.ExitsFixed {
		parts = append(parts, "exits fixed")
	}
	for _, n := range l.Hoistable {
		parts = append(parts, "hoist "+g.Nodes[n].Action.Name)
	}
	switch {
	case l.Pause.Known:
		parts = append(parts, fmt.Sprintf("pause %v", l.Pause.Seconds))
	case l.Kind == Retry:
		parts = append(parts, "pause unknown")
	}
	return strings.Join(parts, "; ")
}

// Odd graphs and views must not stop anything.
func TestOddInput(t *testing.T) {
	empty := &flow.Flow{Type: "workflow"}
	Analyze(cfgtest.Lower(t, empty, cfg.Options{}))
	g := lower(t, sketch(t, `task Main
  data A({{x}}) -> {{y}}=Flow.z
  call Main()
  jump Main`))
	f := Analyze(g)
	for _, v := range []View{
		{}, {Head: g.Entry}, {Head: g.Entry, Body: []cfg.NodeID{g.Entry}}, {Head: g.End, Body: []cfg.NodeID{g.End}},
		{Head: g.Entry, Body: []cfg.NodeID{g.End, g.Entry, g.Entry + 1, g.Entry + 2}},
	} {
		f.Loop(v)
	}
	if _, ok := f.Call(g.End); ok {
		t.Error("the end of the run is a call")
	}
}

// A recursion, a task that never returns, and a callee that jumps back into
// its caller's loop.
func TestOddCalls(t *testing.T) {
	for _, text := range []string{
		"task Main\n  call Main()\n  data A(id=Flow.a) -> a=Flow.a\n  play Flow.a",
		"task Main\n  loop 3\n    loop:\n      call Sub()\n      play Flow.a\ntask Sub\n  data A() -> a=Flow.a\n  disconnect",
		"task Main\n  loop 3\n    loop:\n      call Sub()\ntask Sub\n  data A() -> a=Flow.a\n  jump Main",
		"task Main\n  exit\n  next\n  end nowhere\n  play Flow.a",
	} {
		g := cfgtest.Lower(t, sketch(t, text), cfg.Options{Count: expr.Int})
		f := Analyze(g)
		for _, v := range append(Views(g), jumpCycles(g)...) {
			f.Loop(v)
		}
	}
}
