package policy

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// TestConcurrentEvaluation evaluates flows side by side and demands the
// findings, in the order, of one after the other.
func TestConcurrentEvaluation(t *testing.T) {
	set, err := Load(t.Context(), Options{Builtin: true, Sources: []string{write(t, map[string]string{"x.rego": rule(someMeta, someBody)})}})
	if err != nil {
		t.Fatal(err)
	}
	const flows = 40
	var want, got [flows][]finding.Finding
	for i := range flows {
		want[i], _ = set.EvalFlow(t.Context(), facts.FlowInput{Flow: benchFlow(i)})
	}
	var group sync.WaitGroup
	for i := range flows {
		group.Go(func() { got[i], _ = set.EvalFlow(t.Context(), facts.FlowInput{Flow: benchFlow(i)}) })
	}
	group.Wait()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(want[0]) == 0 {
		t.Error("nothing was found at all")
	}
}
