package analyzer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/judge"
	"archlint/analyzer/report"
)

// writeShape writes one of flowgen's shapes to a directory of its own.
func writeShape(t testing.TB, name string, size int) string {
	t.Helper()
	text, err := flowtest.Write(flowgen.Shapes()[name](size), 1).YAML()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "flow.yaml"), text, 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Whoever reads a review learns of which flow a looser method speaks; of ordinary
// flows nothing is said.
func TestLooserMethodsAreNoted(t *testing.T) {
	for size, want := range map[int]int{400: 0, 16_000: 2} {
		review, err := analyzer.Analyze(context.Background(), []string{writeShape(t, "tasks with three jumps", size)},
			analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
		if err != nil || len(review.Errors) > 0 || len(review.Flows) != 1 {
			t.Fatal(err, review)
		}
		got := 0
		for _, n := range review.Notes {
			if line := report.ErrorLine(n); strings.Contains(line, "thousands of actions of flow \"tasks\"") && strings.Contains(line, "flow.yaml") {
				got++
			}
		}
		if got != want {
			t.Errorf("%d actions: %d notes, want %d: %v", size, got, want, review.Notes)
		}
	}
}

// What is not looked for any further is said at the flow: cycles deep in one another,
// and calls that ask the same as one of thousands of others.
func TestLimitsOfListsAreNoted(t *testing.T) {
	for _, c := range []struct {
		shape string
		size  int
		want  string // of the note; "" for none
	}{
		{"jumps at random", 40, ""},
		{"jumps at random", 800, "more than 25 deep"},
		{"diamonds in a row", 1_200, ""},
		{"diamonds in a row", 3_000, "more than 1,000 calls"},
	} {
		review, err := analyzer.Analyze(context.Background(), []string{writeShape(t, c.shape, c.size)},
			analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
		if err != nil || len(review.Errors) > 0 || len(review.Flows) != 1 {
			t.Fatal(err, review)
		}
		got := ""
		for _, n := range review.Notes {
			if line := report.ErrorLine(n); strings.Contains(line, "of flow") && !strings.Contains(line, "take more values") &&
				strings.Contains(line, "flow.yaml") {
				got += line
			}
		}
		if !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s, %d actions: notes %q, want %q", c.shape, c.size, got, c.want)
		}
	}
}

// Rules look calls and loops up by their ids: thousands of loops with calls in them
// stop none.
func TestNoRuleIsStoppedByManyLoops(t *testing.T) {
	review, err := analyzer.Analyze(context.Background(), []string{writeShape(t, "loops in a round", 9_000)}, analyzer.Options{})
	if err != nil || len(review.Flows) != 1 || len(review.Flows[0].Loops) < 3_000 {
		t.Fatal(err, review)
	}
	for _, e := range review.Errors {
		t.Error(report.ErrorLine(e))
	}
}

// A counter that takes more values than archlint follows is said at the flow; one that
// takes few is not.
func TestVariablesThatAreNotFollowedAreNoted(t *testing.T) {
	const text = `workflow:
  name: Many
  startUpRef: /workflow/states/state[S_1]
  variables: [{integerVariable: {name: Flow.n, initialValue: {lit: 0}}}]
  states:
  - state:
      name: S
      refId: S_1
      actions:
      - updateData: {name: count, statements: [{integer: {variable: Flow.n, value: {exp: Flow.n + 1}}}]}
      - callData: {name: Get, category: {Shop: {dataAction: {Get: {}}}}}
      - decision:
          name: Enough?
          condition: {exp: Flow.n >= LIMIT}
          outputs: {'yes': {actions: [{endWorkflow: {name: end}}]}}
      - changeState: {name: again, targetStateRef: "/workflow/states/state[S_1]"}
`
	for limit, want := range map[string]bool{"20": false, "4000": true} {
		file := filepath.Join(t.TempDir(), "flow.yaml")
		if err := os.WriteFile(file, []byte(strings.Replace(text, "LIMIT", limit, 1)), 0o666); err != nil {
			t.Fatal(err)
		}
		review, err := analyzer.Analyze(context.Background(), []string{file}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
		if err != nil || len(review.Flows) != 1 {
			t.Fatal(err, review)
		}
		noted := false
		for _, n := range review.Notes {
			noted = noted || strings.Contains(report.ErrorLine(n), "take more values than archlint follows")
		}
		if noted != want {
			t.Errorf("up to %s: noted is %v, want %v", limit, noted, want)
		}
	}
}
