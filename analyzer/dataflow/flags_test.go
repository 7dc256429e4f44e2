package dataflow

import (
	"testing"

	"archlint/analyzer/cfg"

	"github.com/google/go-cmp/cmp"
)

// Each case is one way to tell after a call whether it went well, or its counter-example.
func TestConditionsTellOfSuccess(t *testing.T) {
	tests := []struct{ name, sketch, want string }{
		{"the error is looked at", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
    timeout: disconnect
  decision IsSet(Task.e)
    yes: disconnect
  play Task.s`, "detail read"},

		{"and goes on all the same", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
    timeout: disconnect
  decision IsSet(Task.e)
    yes: play "sorry"
  play Task.s`, "failure: Task.s at 6; detail read"},

		{"no error", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
  decision IsNotSetOrEmpty(Task.e) and Flow.open
    yes: play Task.s`, "detail read"},

		{"an empty text", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
  switch
    case Task.e == "": play Task.s
    default: disconnect`, "detail read"},

		{"no length", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
  decision Length(Task.e) > 0
    no: play Task.s`, "detail read"},

		{"the error of another call", `task Main
  data Other(id=1) ! code=Task.e
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  decision IsSet(Task.e)
    yes: disconnect
  play Task.s`, "failure: Task.s at 7"},

		{"a certain error", `task Main
  data Get(id=1) -> s=Task.s ! code=Task.e
    timeout: disconnect
  decision Task.e == "404"
    yes: disconnect
  play Task.s`, "failure: Task.s at 6; detail read"},

		{"a flag that success sets", `vars Flow.ok=false
task Main
  data Get(id=1) -> s=Task.s
    success:
      set Flow.ok = true
  decision Flow.ok
    yes: play Task.s`, ""},

		{"a flag that says what happened", `vars Flow.state
task Main
  set Flow.state = "asking"
  data Get(id=1) -> s=Task.s
    success:
      set Flow.state = "known"
  decision Flow.state == "known"
    yes: play Task.s`, ""},

		{"a flag that is set before as well", `vars Flow.ok=false
task Main
  decision Flow.open
    yes:
      set Flow.ok = true
  data Get(id=1) -> s=Task.s
    timeout: disconnect
    success:
      set Flow.ok = true
  decision Flow.ok
    yes: play Task.s`, "failure: Task.s at 11"},

		{"a flag that failure sets as well", `vars Flow.ok=false
task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
    success:
      set Flow.ok = true
    failure:
      set Flow.ok = true
  decision Flow.ok
    yes: play Task.s`, "failure: Task.s at 10"},

		{"the wrong side of the flag", `vars Flow.ok=false
task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
    success:
      set Flow.ok = true
  decision Flow.ok
    no: play Task.s`, "failure: Task.s at 8"},

		{"a flag from outside", `task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  decision Flow.ok
    yes: play Task.s`, "failure: Task.s at 5"},

		{"a list that is counted", `task Main
  data Get(id=1) -> s=Task.s
  decision Count(Task.s) > 0
    yes: play Task.s`, ""},

		{"a list that is counted the wrong way", `task Main
  data Get(id=1) -> s=Task.s
    timeout: disconnect
  decision Count(Task.s) >= 0
    yes: play Task.s`, "failure: Task.s at 5"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, describeCalls(t, test.sketch)["Get"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAftermath(t *testing.T) {
	tests := []struct {
		name, sketch string
		kind         AftermathKind
		skipped      []string
	}{
		{"the same way", `task Main
  data Get(id=1) # it
  play "x"`, Rejoins, nil},

		{"what success says is left out", `task Main
  data Get(id=1) # it
    success:
      play "your order" # Say it
  play "x"`, Rejoins, []string{"Say it"}},

		{"success leaves", `task Main
  data Get(id=1) # it
    success:
      disconnect # Done
  play "we cannot help"`, Handles, nil},

		{"success leaves by a transfer that may fail", `task Main
  data Get(id=1) # it
    success:
      transfer Queue # Go
  play "we cannot help"`, Handles, []string{"Go"}},

		{"success leaves and failure only hangs up", `task Main
  data Get(id=1) # it
    success:
      play "your order" # Say it
      disconnect # Done
  disconnect`, Ends, []string{"Say it"}},

		{"handled", `task Main
  data Get(id=1) # it
    failure: disconnect
    timeout: disconnect
  play "x"`, "", nil},

		{"a task is called on success", `task Main
  data Get(id=1) # it
    success:
      call Say # The task
task Say
  play "your order" # Say it`, Rejoins, []string{"Say it"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := lower(t, sketch(t, test.sketch))
			for _, c := range Analyze(g).Calls() {
				var skipped []string
				for _, n := range c.Aftermath.Skipped {
					skipped = append(skipped, g.Nodes[n].Action.Name)
				}
				if diff := cmp.Diff(test.skipped, skipped); diff != "" || c.Aftermath.Kind != test.kind {
					t.Errorf("got %q, want %q; %s", c.Aftermath.Kind, test.kind, diff)
				}
			}
		})
	}
}

// TestLookupReadUnset covers lookups: their columns are unset where nothing was found.
func TestLookupReadUnset(t *testing.T) {
	for text, want := range map[string]int{
		"task Main\n  table Row(id=1) -> q=Task.q\n  play Task.q":                                  1,
		"task Main\n  table Row(id=1) -> q=Task.q\n    found: play Task.q":                         0,
		"task Main\n  set Task.q = \"x\"\n  table Row(id=1) -> q=Task.q\n  decision IsSet(Task.q)": 0,
	} {
		g := lower(t, sketch(t, text))
		f, got := Analyze(g), 0
		for n := range g.Nodes {
			got += len(f.Lookup(cfg.NodeID(n)).ReadUnset)
		}
		if got != want {
			t.Errorf("%s: got %d reads, want %d", text, got, want)
		}
	}
}
