package diff

import (
	"testing"

	"archlint/analyzer/facts"
)

// TestBoundReason holds that a change of a counter is told by what changed in it.
func TestBoundReason(t *testing.T) {
	counted := func(variable, from, step, until string) facts.Call {
		return facts.Call{BoundedBy: "counter", Bound: &facts.Bound{Variable: variable, From: &from, Step: step, Until: until}}
	}
	three := counted("Flow.tries", "0", "+1", "Flow.tries < 3")
	open := facts.Call{BoundedBy: "platformLimit", CapReason: "Flow.tries is set again in the loop"}
	noStart := three
	noStart.Bound = &facts.Bound{Variable: "Flow.tries", Step: "+1", Until: "Flow.tries < 3"}
	tests := []struct {
		name          string
		before, after facts.Call
		want          string
	}{
		{"the same", three, three, ""},
		{"no counters", open, open, ""},
		{"condition", three, counted("Flow.tries", "0", "+1", "Flow.tries < 5"), "the condition on counter Flow.tries changed: Flow.tries < " +
			"3 -> Flow.tries < 5"},
		{"step", three, counted("Flow.tries", "0", "+2", "Flow.tries < 3"), "the step of counter Flow.tries changed: +1 -> +2"},
		{"start", three, counted("Flow.tries", "1", "+1", "Flow.tries < 3"), "the start of counter Flow.tries changed: 0 -> 1"},
		{"start unknown", three, noStart, "the start of counter Flow.tries changed: 0 -> several values"},
		{"another", three, counted("Flow.rounds", "0", "+1", "Flow.rounds < 3"), "counter Flow.rounds limits it, and no longer Flow.tries"},
		{"lost", three, open, "counter Flow.tries does not limit it any more: Flow.tries is set again in the loop"},
		{"won", open, three, "counter Flow.tries limits it now"},
		{"from a count", facts.Call{BoundedBy: "loopCount"}, three, ""},
	}
	for _, test := range tests {
		if got := boundReason(&test.before, &test.after); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
