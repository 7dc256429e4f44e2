package flowfacts

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
)

// line is a flow whose actions have the ids a-1, a-2 ... in the order of its text.
const line = `inboundCall:
  name: Line
  startUpRef: /inboundCall/tasks/task[T_1]
  tasks:
    - task:
        name: Start
        refId: T_1
        actions:
          - callData:
              name: Find customer
              category: {CRM: {dataAction: {Find customer: {}}}}
              outputs:
                success:
                  actions:
                    - decision:
                        name: Known?
                        condition: {exp: Flow.Known}
                        outputs:
                          yes: {actions: [{callData: {name: Get orders, category: {CRM: {dataAction: {Get orders: {}}}}}}]}
                failure: {actions: [{playAudio: {name: Sorry, prompts: {exp: ToAudioTTS("Sorry")}}}]}
          - disconnect: {name: Bye}
`

func lineFlow(t *testing.T) *flow.Flow {
	t.Helper()
	flows, err := archy.Decode(source.NewFile("line.yaml", []byte(line)), archy.Options{})
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	flows[0].ID = "line"
	n := 0
	flows[0].Walk(func(a *flow.Action, _ *flow.Container) {
		n++
		a.ID = []string{"", "a-1", "a-2", "a-3", "a-4", "a-5"}[n]
	})
	return flows[0]
}

func objectsOf(version string, start float64, counts ...float64) org.FlowCounts {
	out := org.FlowCounts{FlowID: "line", Version: version, Days: 7, Start: start}
	for i, n := range counts {
		if n > 0 {
			out.Objects = append(out.Objects, org.ObjectCount{ID: "a-" + string(rune('1'+i)), Count: n})
		}
	}
	return out
}

// Counts end in a fit or in a sentence that says why not. The flow's actions are: find,
// known?, orders, sorry, bye.
func TestWhatBecomesOfCounts(t *testing.T) {
	strange := objectsOf("3", 1000, 1000, 970, 600, 20, 1000)
	strange.Objects = append(strange.Objects, org.ObjectCount{ID: "x-9", Count: 5})
	tests := []struct {
		name   string
		counts []org.FlowCounts
		have   string // version that the export holds
		want   []string
		basis  string // of the second call
	}{
		{"good", []org.FlowCounts{objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 10_000)}, "3",
			[]string{`Flow "Line", version 3: fitted to 10,000 executions on 7 days; 5 of 5 counted objects`}, facts.Measured},
		{"empty", []org.FlowCounts{objectsOf("3", 0)}, "3", []string{`Flow "Line": not fitted, its shares are assumed: `}, facts.Assumed},
		{"thin", []org.FlowCounts{objectsOf("3", 3, 3, 3, 0, 0, 3)}, "3", []string{"fitted to 3 executions"}, facts.Fitted},
		{"contradictory", []org.FlowCounts{objectsOf("3", 10_000, 10_000, 100, 9000, 20, 10_000)}, "3",
			[]string{"the counts contradict the flow: ", "times of 10,000 executions"}, facts.Assumed},
		{"foreign objects", []org.FlowCounts{strange}, "3",
			[]string{"5 of 6 counted objects are in the flow (83 %, at least 95 % are needed): x-9"}, facts.Assumed},
		{"other version", []org.FlowCounts{objectsOf("2", 1000, 1000, 970, 600, 20, 1000)}, "3",
			[]string{"only other versions were counted (2), and the export holds version 3"}, facts.Assumed},
		{"two versions", []org.FlowCounts{objectsOf("2", 500, 500), objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 10_000)}, "3",
			[]string{"version 3: fitted", "version 2 (500 executions), the export holds version 3"}, facts.Measured},
		{"version unknown", []org.FlowCounts{objectsOf("2", 500, 500), objectsOf("3", 1000, 1000)}, "",
			[]string{"the export does not say which version it holds, and several were counted: 2, 3"}, facts.Assumed},
		{"other flow", []org.FlowCounts{{FlowID: "gone", Version: "1", Objects: []org.ObjectCount{{ID: "a", Count: 1}}},
			objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 10_000)}, "3",
			[]string{"Counts of 1 flow that the export does not hold are not used: gone."}, facts.Measured},
		{"executions", []org.FlowCounts{objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 10_700)}, "3",
			[]string{"Counts of actions are executions: "}, facts.Assumed},
		{"people hang up", []org.FlowCounts{objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 9900)}, "3",
			[]string{"fitted to 10,000"}, facts.Measured},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := lineFlow(t)
			o := &org.Org{Flows: []org.ListedFlow{{ID: "line", Version: test.have}}}
			o.Traffic.Objects = test.counts
			c := FitCounts(context.Background(), []*flow.Flow{f}, o, nil, 1)
			said := strings.Join(c.Sentences(), "\n")
			for _, want := range test.want {
				if !strings.Contains(said, want) {
					t.Errorf("want %q in:\n%s", want, said)
				}
			}
			flows, _, err := Study(context.Background(), []Draft{Early(nil, c)(f)}, nil, nil, c, 1, nil)
			if err != nil || len(flows) != 1 || len(flows[0].Facts.Calls) != 2 {
				t.Fatalf("%v", err)
			}
			if got := flows[0].Facts.Calls[1]; got.Basis != test.basis {
				t.Errorf("basis %q (%+v), want %q", got.Basis, got.PerRun, test.basis)
			}
		})
	}
}

// A measured call has its count over the executions, and the profile that calibrate
// writes gives the same figures to flows without counts.
func TestProfileGivesTheSameFigures(t *testing.T) {
	f := lineFlow(t)
	o := &org.Org{Flows: []org.ListedFlow{{ID: "line", Version: "3"}}}
	o.Traffic.Objects = []org.FlowCounts{objectsOf("3", 10_000, 10_000, 9700, 6100, 200, 9900)}
	c := FitCounts(context.Background(), []*flow.Flow{f}, o, nil, 1)
	var first, second bytes.Buffer
	if err := c.WriteProfile(&first); err != nil {
		t.Fatal(err)
	}
	_ = FitCounts(context.Background(), []*flow.Flow{f}, o, nil, 1).WriteProfile(&second)
	if first.String() != second.String() {
		t.Errorf("two profiles of the same counts:\n%s\n%s", first.String(), second.String())
	}
	counted, _, err := Study(context.Background(), []Draft{Early(nil, c)(f)}, nil, nil, c, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := counted[0].Facts.Calls[1].PerRun.Expected; got < 0.608 || got > 0.612 {
		t.Errorf("orders are asked for %g times, want 0.61", got)
	}
}
