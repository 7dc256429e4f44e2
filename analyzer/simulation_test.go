package analyzer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/demand"
	"archlint/analyzer/demand/simulation"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
	"archlint/analyzer/review"
)

// inARow is a flow that calls so many data actions one after the other.
func inARow(calls int) string {
	var b strings.Builder
	b.WriteString("inboundCall:\n  name: In a row\n  startUpRef: /inboundCall/tasks/task[T_1]\n  tasks:\n    - task:\n        name: T\n" +
		"        refId: T_1\n        actions:\n")
	for i := range calls {
		fmt.Fprintf(&b, "          - callData: {name: c%d, category: {Shop: {dataAction: {Get %d: {}}}}}\n", i, i)
		b.WriteString("          - playAudio: {name: p}\n")
	}
	b.WriteString("          - disconnect: {name: Goodbye}\n")
	return b.String()
}

// untilFound calls until a condition holds, at most six times.
const untilFound = `inboundCall:
  name: Until found
  startUpRef: /inboundCall/tasks/task[T_1]
  tasks:
    - task:
        name: T
        refId: T_1
        actions:
          - loopUntil:
              name: l
              maxLoopCount: {lit: 6}
              outputs:
                loop: {actions: [{callData: {name: a, category: {Shop: {dataAction: {Look: {}}}}}}]}
                Found: {actions: [{callData: {name: b, category: {Shop: {dataAction: {Take: {}}}}}}]}
          - callData: {name: c, category: {Shop: {dataAction: {End: {}}}}}
          - disconnect: {name: Goodbye}
`

func given(perMinute float64) capacity.Traffic {
	return capacity.Traffic{InteractionsPerMinute: capacity.Given(perMinute, capacity.FromFlag),
		PeakQuantile: capacity.Given(0.99, capacity.FromFlag)}
}

func simulated(t *testing.T, text string, o analyzer.Options) *review.Simulation {
	t.Helper()
	r := analyse(t, text, o)
	if r.Simulation == nil {
		t.Fatal("nothing simulated")
	}
	return r.Simulation
}

// Whole reviews played out: means agree, and the peaks that rest on the
// variance of the Markov chain are those that are seen.
func TestSimulationAgreesWithTheFormulas(t *testing.T) {
	either := strings.Replace(inARow(3), "          - disconnect",
		"          - decision:\n              name: d\n              condition: {exp: Flow.x}\n              outputs:\n                yes:\n"+
			"                  actions:\n                    - loop:\n                        name: l\n                        loopCount: {lit: "+
			"8}\n                        outputs: {loop: {actions: [{callData: {name: c, category: {Shop: {dataAction: {Get more: {}}}}}}]}}\n"+
			"          - disconnect", 1)
	for name, c := range map[string]struct {
		text    string
		traffic capacity.Traffic
	}{
		"one call":         {inARow(1), given(136)},
		"three calls":      {inARow(3), given(40)},
		"until it works":   {callUntil("{lit: 3}"), given(120)},
		"three, or eleven": {either, given(30)},
		"a few an hour":    {inARow(2), given(0.5)},
		"with a background": {inARow(1), capacity.Traffic{InteractionsPerMinute: capacity.Given(50, "flag"),
			BackgroundPerMinute: capacity.Given(70, "flag"), PeakQuantile: capacity.Given(0.99, "flag")}},
		"until it holds": {untilFound, given(30)},
		"refused by the slots": {inARow(1), capacity.Traffic{InteractionsPerMinute: capacity.Given(360, "flag"),
			LatencySeconds: capacity.Given(7.5, "flag"), PeakQuantile: capacity.Given(0.99, "flag")}},
		"from licences": {inARow(1), capacity.Traffic{Licences: capacity.Given(200, "flag"), PeakQuantile: capacity.Given(0.99, "flag")}},
	} {
		t.Run(name, func(t *testing.T) {
			s := simulated(t, c.text, analyzer.Options{Traffic: demand.Options{Traffic: c.traffic},
				Simulate: &simulation.Options{Seed: 5, Minutes: 3000, LatencySpread: 1}})
			for _, l := range s.Limits {
				if l.Agrees == nil || !*l.Agrees {
					t.Errorf("%s: observed %+v, formula %+v", l.Limit.Key, l.Observed, l.Formula)
				}
			}
			volume := s.Limits[1]
			spread := math.Max(2, 0.08*volume.Formula.Peak)
			if math.Abs(volume.Observed.Peak-volume.Formula.Peak) > spread {
				t.Errorf("peak %g, formula %g", volume.Observed.Peak, volume.Formula.Peak)
			}
		})
	}
}

func TestSimulationIsReproducible(t *testing.T) {
	run := func(seed uint64) string {
		text, err := json.Marshal(simulated(t, inARow(3), analyzer.Options{Traffic: demand.Options{Traffic: given(50)},
			Simulate: &simulation.Options{Seed: seed, Minutes: 30, LatencySpread: 1}}))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if one, again := run(1), run(1); one != again || one == run(2) {
		t.Error("figures do not follow from the seed alone")
	}
}

// An endpoint that goes dark takes the slots of the others, and a spike shows.
func TestSimulatedSpikeAndOutage(t *testing.T) {
	s := simulated(t, inARow(2), analyzer.Options{Traffic: demand.Options{Traffic: given(136)}, Simulate: &simulation.Options{
		Seed: 1, Minutes: 60, LatencySpread: 1,
		Spikes:  []simulate.Spike{{From: 10, To: 20, Factor: 3}},
		Outages: []simulation.Dark{{DataAction: "get 0", From: 30, To: 35}},
	}})
	if len(s.Phases) != 3 {
		t.Fatalf("phases %+v", s.Phases)
	}
	spike, dark, rest := s.Phases[0], s.Phases[1], s.Phases[2]
	if spike.Minutes != 10 || math.Abs(spike.PerMinute/rest.PerMinute-3) > 0.3 || spike.Refused > 10 {
		t.Errorf("spike %+v against %+v", spike, rest)
	}
	if dark.Minutes != 5 || dark.Refused < 100 || rest.Minutes != 45 || s.Actions[1].Refused < 20 || s.Actions[0].TimedOut == 0 {
		t.Errorf("outage %+v, data actions %+v", dark, s.Actions)
	}
	if s.Limits[0].Agrees != nil {
		t.Error("an outage is held against formulas that know of none")
	}
}

func TestWhatCannotBeSimulated(t *testing.T) {
	for want, o := range map[string]analyzer.Options{
		"no traffic figure is known": {Simulate: &simulation.Options{}},
		`no data action "Gte 0" is called`: {Traffic: demand.Options{Traffic: given(1)},
			Simulate: &simulation.Options{Outages: []simulation.Dark{{DataAction: "Gte 0", To: 5}}}},
		"is not within the 60 minutes": {Traffic: demand.Options{Traffic: given(1)},
			Simulate: &simulation.Options{Minutes: 60, Outages: []simulation.Dark{{DataAction: "Get 0", From: 58, To: 63}}}},
		"the spike from minute 50 to 70 is": {Traffic: demand.Options{Traffic: given(1)},
			Simulate: &simulation.Options{Minutes: 60, Spikes: []simulate.Spike{{From: 50, To: 70, Factor: 2}}}},
	} {
		o.Input.Stdin, o.Rules.NoBuiltin = strings.NewReader(inARow(1)), true
		if _, err := analyzer.Analyze(context.Background(), []string{"-"}, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestSimulationEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := analyzer.Options{Traffic: demand.Options{Traffic: given(1000)}, Rules: judge.Rules{NoBuiltin: true},
		Input: intake.Options{Stdin: strings.NewReader(inARow(10))}, Simulate: &simulation.Options{Minutes: 100_000}}
	o.Simulate.Progress = func(float64) { cancel() }
	if _, err := analyzer.Analyze(ctx, []string{"-"}, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// BenchmarkSimulation plays out a flow of ten calls at 200 interactions a
// minute, reading and analysing included; the rate is by the minute of wall time.
//
// Ledger (two shared cores; the simulation uses one):
//
//	2026-11-24  10 million interactions/min
func BenchmarkSimulation(b *testing.B) {
	total := 0
	for b.Loop() {
		r, err := analyzer.Analyze(context.Background(), []string{"-"},
			analyzer.Options{Input: intake.Options{Stdin: strings.NewReader(inARow(10))}, Rules: judge.Rules{NoBuiltin: true},
				Traffic: demand.Options{Traffic: given(200)}, Simulate: &simulation.Options{Seed: 1, Minutes: 600, LatencySpread: 1}})
		if err != nil {
			b.Fatal(err)
		}
		total += r.Simulation.Interactions
	}
	b.ReportMetric(float64(total)/b.Elapsed().Minutes(), "interactions/min")
}
