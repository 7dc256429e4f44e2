package analyzer_test

import (
	"context"
	"path/filepath"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/judge"
)

// TestLoopKindsByValues holds the kind of a labelled flow's only loop against what a
// person calls it, where values have a say in it.
func TestLoopKindsByValues(t *testing.T) {
	tests := []struct{ flow, kind, why string }{
		{"values/limitless", "polling", "asks until the answer says done, up to a count that a variable holds"},
		{"values/menu-tries", "callerDriven", "every round waits for a key"},
		{"values/slot-counter", "callerDriven", "every round asks for a slot"},
		{"values/backoff", "retry", "a failure leads back, after a wait that grows"},
		{"values/attribute-counter", "retry", "the attempts are counted in participant data"},
		{"values/retry-down", "retry", "the attempts are counted down"},
		{"values/failover", "iteration", "another data action each round, none twice"},
		{"values/failover-skip", "retry", "the same data action in several rounds"},
		{"kinds/failover-same", "retry", "another step each round, and two of them call the same data action"},
		{"kinds/poll-cursor", "polling", "waits between rounds, although the input changes with each answer"},
		{"kinds/take-items", "iteration", "takes item after item from a queue until none is left"},
		{"kinds/failover-round", "retry", "the index comes back to the first data action"},
	}
	for _, test := range tests {
		path := filepath.Join("testdata", filepath.FromSlash(test.flow)+".yaml")
		review, err := analyzer.Analyze(context.Background(), []string{path}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
		if err != nil || len(review.Flows) != 1 || len(review.Flows[0].Loops) != 1 {
			t.Errorf("%s: %v, or not one flow with one loop", test.flow, err)
			continue
		}
		if got := review.Flows[0].Loops[0].Kind; got != test.kind {
			t.Errorf("%s: %s, want %s: %s", test.flow, got, test.kind, test.why)
		}
		for _, c := range review.Flows[0].Calls {
			if c.RepeatsAfterFailure && c.PerRun.Max <= 1 {
				t.Errorf("%s: %s is said to repeat after a failure and runs %d times at most", test.flow, c.Name, c.PerRun.Max)
			}
		}
	}
}
