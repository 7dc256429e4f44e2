package dataflow

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/cfg"

	"github.com/google/go-cmp/cmp"
)

// calls describes every data action call of a sketch by its name.
func describeCalls(t *testing.T, text string) map[string]string {
	t.Helper()
	g := lower(t, sketch(t, text))
	f := Analyze(g)
	described := make(map[string]string)
	for _, c := range f.Calls() {
		a := g.Nodes[c.Node].Action
		described[a.Name] = describeCall(g, c)
	}
	return described
}

func describeCall(g *cfg.Graph, c Call) string {
	var facts []string
	reads := func(what string, list []Read) {
		for _, r := range list {
			s := fmt.Sprintf("%s %s at %d", what, r.Variable, line(g, r.Node))
			if r.Fallback {
				s += " or fallback"
			}
			facts = append(facts, s)
		}
	}
	reads("failure:", c.ReadAfterFailure)
	reads("timeout:", c.ReadAfterTimeout)
	for _, r := range c.RepeatOf {
		s := "repeats " + g.Nodes[r.Of].Action.Name
		if r.AcrossWait {
			s += " across wait"
		}
		if r.AcrossCalls {
			s += " across calls"
		}
		facts = append(facts, s)
	}
	for _, fact := range []struct {
		holds bool
		text  string
	}{
		{c.Redundant, "redundant"},
		{c.RepeatsAfterFailure, "repeats after failure"},
		{len(c.Unread) > 0, fmt.Sprintf("unread %s of %d", strings.Join(c.Unread, " "), c.Keeps)},
		{c.FailureDetail != DetailDropped, "detail " + string(c.FailureDetail)},
	} {
		if fact.holds {
			facts = append(facts, fact.text)
		}
	}
	for _, in := range c.FromCaller {
		facts = append(facts, fmt.Sprintf("from caller %s by %s", in.Input, in.Variable))
	}
	return strings.Join(facts, "; ")
}

func line(g *cfg.Graph, n cfg.NodeID) int {
	if n == cfg.None || g.Nodes[n].Action == nil {
		return 0
	}
	return g.Nodes[n].Action.Pos.Line
}

// Each case is one claim or one counter-example: the same shape where the
// claim is false.
func TestCalls(t *testing.T) {
	tests := []struct {
		name, sketch string
		want         map[string]string
	}{
		{"read after failure and timeout", `task Main
  data Get(id=1) -> s=Task.s
  play Task.s`, map[string]string{"Get": "failure: Task.s at 3; timeout: Task.s at 3"}},

		{"read only where it succeeded", `task Main
  data Get(id=1) -> s=Task.s
    success: play Task.s`, map[string]string{"Get": ""}},

		{"failure leaves, timeout goes on", `task Main
  data Get(id=1) -> s=Task.s
    failure: disconnect
  play Task.s`, map[string]string{"Get": "timeout: Task.s at 4"}},

		{"rewritten before it is read", `task Main
  data Get(id=1) -> s=Task.s
    failure:
      set Task.s = "x"
    timeout:
      set Task.s = "y"
  play Task.s`, map[string]string{"Get": ""}},

		{"the value from before serves as fallback", `task Main
  set Task.s = "unknown"
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  play Task.s`, map[string]string{"Get": "failure: Task.s at 5 or fallback"}},

		{"the variable held the caller's answer before", `task Main
  ask -> Task.s
  decision IsSet(Task.s)
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  play Task.s`, map[string]string{"Get": "failure: Task.s at 6 or fallback"}},

		{"its own answer of an earlier round is none", `task Main
  loop 3
    loop:
      data Get(id=1) -> s=Task.s
        timeout: disconnect
      play Task.s`, map[string]string{"Get": "failure: Task.s at 6; repeats after failure"}},

		{"time passes, and then the same call", `task Main
  data A(id=Flow.id) # first
    failure: disconnect
    timeout: disconnect
  wait 5
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first across wait"}},

		{"a declared initial value is a fallback", `vars Flow.s=unknown
task Main
  data Get(id=1) -> s=Flow.s
    timeout: disconnect
  play Flow.s`, map[string]string{"Get": "failure: Flow.s at 5 or fallback"}},

		{"asked whether it is set", `task Main
  data Get(id=1) -> s=Task.s
  decision IsSet(Task.s)
    yes: play Task.s
    no: disconnect`, map[string]string{"Get": ""}},

		{"asked, but read where it is not set", `task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  decision IsSet(Task.s)
    yes: disconnect
    no: play Task.s`, map[string]string{"Get": "failure: Task.s at 6"}},

		{"guarded in the expression", `task Main
  data Get(id=1) -> s=Task.s
  set Task.x = If(IsNotSetOrEmpty(Task.s), "none", Task.s)`, map[string]string{"Get": ""}},

		{"guarded the wrong way round", `task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  set Task.x = If(IsSet(Task.s), "none", Task.s)`, map[string]string{"Get": "failure: Task.s at 4"}},

		{"a comparison reads, and guards what follows", `task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  decision Task.s == "x"
    yes: play Task.s
    no: disconnect`, map[string]string{"Get": "failure: Task.s at 4"}},

		{"a switch case guards", `task Main
  data Get(id=1) -> s=Task.s
  switch
    case IsSet(Task.s): play Task.s
    default: disconnect`, map[string]string{"Get": ""}},

		{"another call's success writes it", `task Main
  data Get(id=1) -> s=Task.s
    success: play Task.s
    timeout: disconnect
    failure:
      data Other(id=1) -> s=Task.s
        success: play Task.s
        failure: disconnect
        timeout: disconnect`, map[string]string{"Get": "", "Other": ""}},

		{"handed back by a task and read by its caller", `task Main
  call Sub() -> s=Flow.s
  play Flow.s
  disconnect
task Sub(out Task.s)
  data Get(id=1) -> s=Task.s
    timeout: disconnect`, map[string]string{"Get": "failure: Flow.s at 3"}},

		{"handed back by a task and guarded by its caller", `task Main
  call Sub() -> s=Flow.s
  decision IsSet(Flow.s)
    yes: play Flow.s
  disconnect
task Sub(out Task.s)
  data Get(id=1) -> s=Task.s
    timeout: disconnect`, map[string]string{"Get": ""}},

		{"two tasks' variables of one name are two", `task Main
  data Get(id=1) -> s=Task.s
    success: play Task.s
  call Sub()
  disconnect
task Sub
  play Task.s`, map[string]string{"Get": ""}},

		{"a callee returns to its own caller only", `task Main
  decision Flow.x
    yes:
      call Sub()
      disconnect
  call Sub()
  play Flow.s
  disconnect
task Sub
  set Task.a = 1
task Other
  data Get(id=1) -> s=Flow.s`, map[string]string{"Get": ""}},

		{"what one caller passes in does not come out at another", `task Main
  decision Flow.x
    yes:
      data Get(id=1) -> s=Flow.s
        success: disconnect
      call Sub()
      disconnect
  call Sub()
  play Flow.s
task Sub
  wait 1`, map[string]string{"Get": "unread s of 1"}},

		{"same call twice", `task Main
  data A(id=Flow.id) -> s=Task.s # first
  data A(id=Flow.id) -> s=Task.s # second
  decision IsSet(Task.s)`, map[string]string{
			"first": "", "second": "repeats first",
		}},

		{"same call twice, only after success", `task Main
  data A(id=Flow.id) # first
    failure: disconnect
    timeout: disconnect
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first; redundant"}},

		{"same call as a second try", `task Main
  data A(id=Flow.id) # first
    success: disconnect
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": ""}},

		{"the input changes in between", `task Main
  data A(id=Flow.id) # first
    failure: disconnect
    timeout: disconnect
  set Flow.id = "x"
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": ""}},

		{"the input changes on one way", `task Main
  data A(id=Flow.id) # first
    failure: disconnect
    timeout: disconnect
  decision Flow.b
    yes: set Flow.id = "x"
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first"}},

		{"the answer overwrites the input", `task Main
  data A(id=Flow.id) -> id=Flow.id # first
    failure: disconnect
    timeout: disconnect
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": ""}},

		{"other inputs", `task Main
  data A(id=Flow.id) # first
  data A(id=Flow.other) # second`, map[string]string{"first": "", "second": ""}},

		{"other data action", `task Main
  data A(id=Flow.id)
  data B(id=Flow.id)`, map[string]string{"A": "", "B": ""}},

		{"names in other letters, inputs in other order", `task Main
  data A(id=flow.ID, x=1 + 1) # first
  data a(X=2, Id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first"}},

		{"an input that changes by itself", `task Main
  data A(t=GetCurrentDateTimeUtc()) # first
  data A(t=GetCurrentDateTimeUtc()) # second`, map[string]string{"first": "", "second": ""}},

		{"a built-in value that changes by itself", `task Main
  data A(t=Call.PositionInQueue) # first
  data A(t=Call.PositionInQueue) # second`, map[string]string{"first": "", "second": ""}},

		{"a built-in value that does not", `task Main
  data A(t=Call.ConversationId) # first
  data A(t=Call.ConversationId) # second`, map[string]string{"first": "", "second": "repeats first"}},

		{"an unknown input", `task Main
  data A(t={{id}}) # first
  data A(t={{id}}) # second`, map[string]string{"first": "", "second": ""}},

		{"something unknown in between", `task Main
  data A(id=Flow.id) # first
  mystery
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": ""}},

		{"time passes in between", `task Main
  data A(id=Flow.id) # first
  wait 60
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first across wait"}},

		{"time passes on one way", `task Main
  data A(id=Flow.id) # first
  decision Flow.b
    yes: wait 60
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first"}},

		{"another call in between", `task Main
  data A(id=Flow.id) # first
  data B(id=Flow.id)
  data A(id=Flow.id) # second`, map[string]string{"first": "", "B": "", "second": "repeats first across calls"}},

		{"the other call in a task", `task Main
  data A(id=Flow.id) # first
    failure: disconnect
    timeout: disconnect
  call Sub()
task Sub
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first; redundant"}},

		{"the task is called without the first, too", `task Main
  decision Flow.b
    yes:
      data A(id=Flow.id) # first
        failure: disconnect
        timeout: disconnect
  call Sub()
task Sub
  data A(id=Flow.id) # second`, map[string]string{"first": "", "second": "repeats first"}},

		{"a task changes the input", `task Main
  data A(id=Flow.id) # first
  call Sub()
  data A(id=Flow.id) # second
task Sub
  set Flow.id = "x"`, map[string]string{"first": "", "second": ""}},

		{"the same task variables in two tasks", `task Main
  data A(id=Task.id) # first
  call Sub()
task Sub
  data A(id=Task.id) # second`, map[string]string{"first": "", "second": ""}},

		{"failure leads back in a loop", `task Main
  loop 3
    loop:
      data A(id=1)
        success: exit`, map[string]string{"A": "repeats after failure"}},

		{"failure leaves the loop", `task Main
  loop 3
    loop:
      data A(id=1)
        failure: exit
        timeout: exit`, map[string]string{"A": ""}},

		{"failure jumps to the task again", `task Main
  data A(id=1)
    failure: jump Main
    success: disconnect
    timeout: disconnect`, map[string]string{"A": "repeats after failure"}},

		{"failure leads to the end of a task called in a loop", `task Main
  loop 3
    loop:
      call Sub()
task Sub
  data A(id=1)`, map[string]string{"A": "repeats after failure"}},

		{"failure leads to the end of a task called twice", `task Main
  call Sub()
  call Sub()
task Sub
  data A(id=1)`, map[string]string{"A": ""}},

		{"nothing reads an output", `task Main
  data A(id=1) -> s=Task.s, u=Task.u
    success: play Task.s`, map[string]string{"A": "unread u of 2"}},

		{"an output of the task is read outside", `task Main(out Task.s)
  data A(id=1) -> s=Task.s`, map[string]string{"A": ""}},

		{"a menu's prompts may read it", `task Main
  data A(id=1) -> s=Flow.s, t=Task.t
  menu Choose
menu Choose
  disconnect`, map[string]string{"A": "unread t of 2"}},

		{"an output that is overwritten before it is read", `task Main
  data A(id=1) -> s=Task.s
  set Task.s = "x"
  play Task.s`, map[string]string{"A": "unread s of 1"}},

		{"set as a participant's attribute and nowhere read in the flow", `task Main
  data A(id=1) -> s=Task.s
    success: setdata name=Task.s`, map[string]string{"A": ""}},

		{"error details are read", `task Main
  data A(id=1) ! code=Task.code
    failure: play Task.code`, map[string]string{"A": "detail read"}},

		{"error details are kept and not read", `task Main
  data A(id=1) ! code=Task.code`, map[string]string{"A": "detail unread"}},

		{"typed input goes straight in", `task Main
  ask -> Task.pin
  data A(pin=Task.pin)`, map[string]string{"A": "from caller pin by Task.pin"}},

		{"typed input that a condition looked at", `task Main
  ask -> Task.pin
  decision Length(Task.pin) == 4
    no: disconnect
  data A(pin=Task.pin)`, map[string]string{"A": ""}},

		{"looked at on one way only", `task Main
  ask -> Task.pin
  decision Flow.b
    yes:
      decision Length(Task.pin) == 4
        no: disconnect
  data A(pin=Task.pin)`, map[string]string{"A": "from caller pin by Task.pin"}},

		{"copied on the way", `task Main
  ask -> Task.pin
  set Task.copy = Trim(Task.pin)
  data A(pin=Task.copy)`, map[string]string{"A": "from caller pin by Task.copy"}},

		{"handed to a task", `task Main
  ask -> Task.pin
  call Sub(Task.x=Task.pin)
task Sub(in Task.x)
  data A(pin=Task.x)`, map[string]string{"A": "from caller pin by Task.x"}},

		{"a message's text", `task Main
  data A(text=Message.Message.body)`, map[string]string{"A": "from caller text by Message.Message"}},

		{"replaced by something else", `task Main
  ask -> Task.pin
  set Task.pin = "1"
  data A(pin=Task.pin)`, map[string]string{"A": ""}},

		{"through a participant's attribute", `task Main
  ask -> Task.pin
  setdata pin=Task.pin
  getdata pin=Task.again
  data A(pin=Task.again)`, map[string]string{"A": "from caller pin by Task.again"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, describeCalls(t, test.sketch)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
