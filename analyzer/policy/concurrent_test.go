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

// TestRulesSideBySide asks the rules about a flow that is too large for one query, one
// at a time and several, and demands the same findings and errors.
func TestRulesSideBySide(t *testing.T) {
	answers := func(jobs int) ([]finding.Finding, []string) {
		set, err := Load(t.Context(), Options{Builtin: true, Steps: 200_000})
		if err != nil {
			t.Fatal(err)
		}
		set.SetJobs(jobs)
		flow := benchFlow(0)
		for len(flow.Calls) < longList {
			flow.Calls = append(flow.Calls, flow.Calls...)
		}
		found, errs := set.EvalFlow(t.Context(), facts.FlowInput{Flow: flow})
		var texts []string
		for _, err := range errs {
			texts = append(texts, err.Error())
		}
		return found, texts
	}
	want, wantErrs := answers(1)
	got, gotErrs := answers(4)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantErrs, gotErrs); diff != "" {
		t.Error(diff)
	}
	if len(want) == 0 || len(wantErrs) == 0 {
		t.Errorf("%d findings and %d rules that were stopped: the test needs both", len(want), len(wantErrs))
	}
}
