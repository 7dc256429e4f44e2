package analyzer_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/export"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/interpreter"
	"archlint/analyzer/internal/valuegen"
	"archlint/analyzer/judge"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// mostValueWork is the work that a flow may take whose variables are made to keep the
// unfolding busy, besides what is allowed for each node: states and ways of each try.
const mostValueWork = 400_000

// A flow with thousands of variables, with counters in counters, or with conditions that
// take pages, ends within a budget of work. A run of it does not leave its bounds, and
// what is not followed in it is said once.
func TestHostileValuesEndWithinTheirBudget(t *testing.T) {
	sizes := []int{60, 10_000}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, n := range sizes {
		for name, f := range valuegen.Hostile(n) {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				text, err := f.YAML()
				if err != nil {
					t.Fatal(err)
				}
				log := &workLog{}
				r, err := analyzer.Analyze(context.Background(), []string{"org"}, analyzer.Options{
					Input: intake.Options{Trees: map[string]export.Tree{"org": {treeFile("made.yaml", []byte(text))}}},
					Rules: judge.Rules{NoBuiltin: true}, Jobs: 1, Observe: analyzer.Observe{Log: slog.New(log)},
				})
				if err != nil || len(r.Errors) > 0 || len(r.Flows) != 1 {
					t.Fatal(err, r)
				}
				if nodes, work := log.sums["nodes"], log.sums["work"]; work > mostWork*nodes+mostValueWork {
					t.Errorf("work %d for %d nodes", work, nodes)
				}
				holdRun(t, decoded("made.yaml", text), r.Flows[0].Calls[0])
				if said := valueNotes(r.Notes); said > 1 || said == 0 && n > 60 && !strings.Contains(name, "question") {
					t.Errorf("%d notes: %v", said, r.Notes)
				}
			})
		}
	}
}

// holdRun makes one run and holds it against the bounds of a call.
func holdRun(t *testing.T, tree *flow.Flow, call facts.Call) {
	t.Helper()
	res := interpreter.New(tree, interpreter.World{Numbers: []float64{0}, Texts: []string{""}, Lengths: []int{0}}).Run(
		interpreter.Options{Cap: platformCap, CapHandler: platformCapHandler, Choose: func(int) int { return 0 }})
	ran := int64(0)
	for a, times := range res.Ran {
		if a.Name == call.Name {
			ran += int64(times)
		}
	}
	if ran > call.PerRun.Max || res.Ending == interpreter.Ended && ran < call.PerRun.Min {
		t.Errorf("%s ran %d times (%s), the review says %d to %d", call.Name, ran, res.Ending, call.PerRun.Min, call.PerRun.Max)
	}
}

// valueNotes counts the notes on variables that are not followed.
func valueNotes(notes []review.ToolError) int {
	said := 0
	for _, n := range notes {
		if strings.Contains(report.ErrorLine(n), "take more values than archlint follows") {
			said++
		}
	}
	return said
}
