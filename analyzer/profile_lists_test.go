package analyzer_test

import (
	"context"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/demand"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
)

// listed is a flow with a call in a loop whose count is an expression.
func listed(count string) string {
	return `inboundCall:
  name: Listed
  startUpRef: ./tasks/task[main]
  variables:
    - stringCollectionVariable: {name: Flow.dates, isInput: true}
    - stringCollectionVariable: {name: Flow.slots, isInput: true}
    - integerVariable: {name: Flow.n, initialValue: {lit: 0}}
  tasks:
    - task:
        name: Main
        refId: main
        actions:
          - updateData:
              name: Set
              statements:
                - integer: {variable: Flow.n, value: {exp: "Count(Flow.slots) + 1"}}
          - loop:
              name: Each
              currentIndex: {var: Flow.i}
              loopCount: {exp: "` + count + `"}
              outputs:
                loop:
                  actions:
                    - callData: {name: Get, category: {Web: {dataAction: {Get: {}}}}}
                    - decision:
                        name: Fourth
                        condition: {exp: Flow.i == 3}
                        outputs:
                          'yes':
                            actions:
                              - callData: {name: Again, category: {Web: {dataAction: {Again: {}}}}}
          - disconnect: {name: End}
`
}

// TestProfileLists: the greatest length of a list is a bound of the loops whose count is
// computed from it, and so many rounds they run on average. They may run fewer.
func TestProfileLists(t *testing.T) {
	for name, test := range map[string]struct {
		count, profile string
		min, max       int64
		expected       float64
		by             string
	}{
		"of a flow":    {"Count(Flow.dates)", "flows: {listed: {lists: {flow.DATES: 5}}}", 0, 5, 5, "loopCount"},
		"of all flows": {"Count(Flow.dates)", "lists: {Flow.dates: 7}", 0, 7, 7, "loopCount"},
		"the flow's goes before": {"Count(Flow.dates)", "{lists: {Flow.dates: 7}, flows: {listed: {lists: {Flow.dates: 2}}}}",
			0, 2, 2, "loopCount"},
		"the lesser":           {"Min(Count(Flow.dates), 3)", "lists: {Flow.dates: 7}", 0, 3, 3, "loopCount"},
		"one at least":         {"Max(Count(Flow.dates), 1)", "lists: {Flow.dates: 7}", 1, 7, 7, "loopCount"},
		"twice":                {"2 * Count(Flow.dates)", "lists: {Flow.dates: 4}", 0, 8, 8, "loopCount"},
		"by a variable":        {"Flow.n", "lists: {Flow.slots: 4}", 1, 5, 5, "loopCount"},
		"rounds are given too": {"Count(Flow.dates)", "flows: {listed: {lists: {Flow.dates: 50}, loops: {Each: 2}}}", 0, 50, 2, "loopCount"},
		"an empty one":         {"Count(Flow.dates)", "lists: {Flow.dates: 0}", 0, 0, 0, "acyclic"},
		"another list":         {"Count(Flow.dates)", "lists: {Flow.slots: 4}", 0, 5000, 3, "platformLimit"},
		"a growing one":        {"10 - Count(Flow.dates)", "lists: {Flow.dates: 4}", 6, 10, 10, "loopCount"},
	} {
		f := flowNamed(t, reviewWith(t, listed(test.count), profile(t, test.profile)), "Listed")
		got := f.Calls[0]
		if test.by == "platformLimit" {
			test.max = got.PerRun.Max
		}
		if got.PerRun.Min != test.min || got.PerRun.Max != test.max || got.BoundedBy != test.by {
			t.Errorf("%s: %+v by %s, want %d to %d by %s", name, got.PerRun, got.BoundedBy, test.min, test.max, test.by)
		}
		if diff := got.PerRun.Expected - test.expected; diff > 0.01 || diff < -0.01 {
			t.Errorf("%s: %v on average, want %v", name, got.PerRun.Expected, test.expected)
		}
	}
}

// TestProfileListsAreAssumed: the assumption stands in the report.
func TestProfileListsAreAssumed(t *testing.T) {
	r := reviewWith(t, listed("Count(Flow.dates)"), profile(t, "{lists: {Flow.slots: 2}, flows: {listed: {lists: {Flow.dates: 5}}}}"))
	if all := strings.Join(r.Assumptions, "\n"); !strings.Contains(all, "From the traffic profile: the greatest length of 2 lists "+
		"(Flow.dates 5, Flow.slots 2).") {
		t.Errorf("assumptions %s", all)
	}
}

// TestProfileListsOfNoFlow: what no flow has is an error of usage.
func TestProfileListsOfNoFlow(t *testing.T) {
	for text, want := range map[string]string{
		"flows: {listed: {lists: {Flow.datse: 5}}}": `flow "listed" has no list "Flow.datse"; did you mean "Flow.dates"?`,
		"lists: {Flow.datse: 5}":                    `no flow has a list "Flow.datse"`,
		"{partial: true, lists: {Flow.datse: 5}}":   "",
	} {
		_, err := analyzer.Analyze(context.Background(), []string{"-"}, analyzer.Options{
			Rules: judge.Rules{NoBuiltin: true}, Input: intake.Options{Stdin: strings.NewReader(listed("Count(Flow.dates)"))},
			Traffic: demand.Options{Profile: profile(t, text)},
		})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
