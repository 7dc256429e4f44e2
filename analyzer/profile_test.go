package analyzer_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/facts"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
	"archlint/analyzer/review"
)

// withModule is a flow that calls a common module, in which a decision leads to
// a call.
const withModule = `inboundCall:
  name: Caller
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - callCommonModule:
              name: Look it up
              commonModule: {Lookup: {ver_latestPublished: {inputs: {}, outputs: {}}}}
          - disconnect: {name: Goodbye}
---
commonModule:
  name: Lookup
  startUpTaskActions:
    - decision:
        name: Known?
        condition: {exp: Common.Known}
        outputs:
          no: {actions: [{callData: {name: Get it, category: {CRM: {dataAction: {Get it: {}}}}}}]}
    - endTask: {name: Back}
`

// profile reads a profile of that text.
func profile(t *testing.T, text string) *config.Profile {
	t.Helper()
	name := filepath.Join(t.TempDir(), "profile.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	p, err := config.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func reviewWith(t *testing.T, flows string, p *config.Profile) *review.Review {
	t.Helper()
	r, err := analyzer.Analyze(context.Background(), []string{"-"}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true},
		Input: intake.Options{Stdin: strings.NewReader(flows)}, Traffic: demand.Options{Profile: p}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Errors) > 0 {
		t.Fatal(r.Errors)
	}
	return r
}

func flowNamed(t *testing.T, r *review.Review, name string) facts.Flow {
	t.Helper()
	for _, f := range r.Flows {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no flow %q", name)
	return facts.Flow{}
}

// What is said of a common module holds wherever it is called.
func TestProfileOfAModule(t *testing.T) {
	r := reviewWith(t, withModule, profile(t, "flows: {lookup: {nodes: {'known?': {YES: 75%}}}}"))
	for _, name := range []string{"Caller", "Lookup"} {
		if f := flowNamed(t, r, name); math.Abs(f.PerRun.Expected-0.25) > 1e-9 || f.PerRun.Min != 0 || f.PerRun.Max != 1 {
			t.Errorf("%s: %+v", name, f.PerRun)
		}
	}
	if f := flowNamed(t, reviewWith(t, withModule, nil), "Caller"); f.PerRun.Expected != 0.5 {
		t.Errorf("without a profile: %+v", f.PerRun)
	}
}

// In the Platform's formats nodes have tracking ids.
func TestProfileByTrackingID(t *testing.T) {
	export := filepath.Join("..", "testdata", "exports", "first-contact")
	p := profile(t, "flows: {ec7ac8ad-1b2b-406b-aae1-2c972399d29d: {nodes: {'7': {failure: 1}}}}")
	r, err := analyzer.Analyze(context.Background(), []string{export}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
	if err != nil {
		t.Fatal(err)
	}
	hold := flowNamed(t, r, "Customer Service Hold")
	if len(hold.Calls) != 1 {
		t.Fatalf("%d calls", len(hold.Calls))
	}
	p.Flows[0].Nodes[0].Node = hold.Calls[0].Node
	r, err = analyzer.Analyze(context.Background(), []string{export}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true},
		Traffic: demand.Options{Profile: p}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(r.Assumptions, " "), "From the traffic profile: the shares of 1 output.") {
		t.Errorf("assumptions %v", r.Assumptions)
	}
	p.Flows[0].Nodes[0].Node = "999"
	_, err = analyzer.Analyze(context.Background(), []string{export}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true},
		Traffic: demand.Options{Profile: p}})
	if err == nil || !strings.Contains(err.Error(), `"999"`) || !strings.Contains(err.Error(), hold.Calls[0].Name) {
		t.Errorf("error %v", err)
	}
}

// Whatever the shares: bounds stay, and the mean is the one that they give.
func TestProfileMovesOnlyTheMean(t *testing.T) {
	const flows = `inboundCall:
  name: Two
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - loop:
              name: Again
              loopCount: {exp: Flow.Times}
              outputs:
                loop:
                  actions:
                    - decision:
                        name: Ask?
                        condition: {exp: Flow.Ask}
                        outputs:
                          yes: {actions: [{callData: {name: Ask, category: {CRM: {dataAction: {Ask: {}}}}}}]}
          - disconnect: {name: Goodbye}
`
	before := flowNamed(t, reviewWith(t, flows, nil), "Two").PerRun
	rapid.Check(t, func(rt *rapid.T) {
		yes, rounds := rapid.Float64Range(0, 1).Draw(rt, "yes"), rapid.Float64Range(0, 40).Draw(rt, "rounds")
		p := &config.Profile{Flows: []config.FlowProfile{{
			Flow:  "Two",
			Nodes: []config.NodeShares{{Node: "Ask?", Shares: []config.OutputShare{{Output: "yes", Share: yes}}}},
			Loops: []config.LoopRounds{{Loop: "Again", Rounds: rounds}},
		}}}
		got := flowNamed(t, reviewWith(t, flows, p), "Two").PerRun
		if got.Min != before.Min || got.Max != before.Max {
			rt.Fatalf("bounds %+v, without a profile %+v", got, before)
		}
		if want := yes * rounds; math.Abs(got.Expected-want) > 1e-6 {
			rt.Fatalf("%v of %v rounds: expected %v, want %v", yes, rounds, got.Expected, want)
		}
	})
}
