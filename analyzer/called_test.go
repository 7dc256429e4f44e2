package analyzer_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/demand"
	"archlint/analyzer/demand/simulation"
	"archlint/analyzer/facts"
)

// Pieces of flows that call one another.
const (
	getOne     = "- callData: {name: %s, category: {Shop: {dataAction: {%s: {}}}}}\n"
	hangUp     = "- disconnect: {name: Bye}\n"
	comeBack   = "- exitBotFlow: {name: Done}\n"
	handOver   = "- transferToAcd: {name: q, targetQueue: {lit: {name: Sales}}}\n"
	maybeLeave = "- decision: {name: d, condition: {exp: Flow.x}, outputs: {yes: {actions: [{disconnect: {name: Bye}}]}}}\n"
)

func get(name string) string { return fmt.Sprintf(getOne, name, name) }

func callBot(name string) string {
	return "- callBotFlow: {name: " + name + ", botFlow: {" + name + ": {ver_latestPublished: {none: true}}}}\n"
}

func callModule(name string) string {
	return "- callCommonModule: {name: " + name + ", commonModule: {" + name + ": {ver_latestPublished: {none: true}}}}\n"
}

// flowOf is a flow of one container with the given actions.
func flowOf(root, collection, item, name string, actions ...string) string {
	text := strings.ReplaceAll(strings.TrimRight(strings.Join(actions, ""), "\n"), "\n", "\n          ")
	return fmt.Sprintf("%s:\n  name: %s\n  startUpRef: /%[1]s/%[3]s/%[4]s[M_1]\n  variables: [{booleanVariable: {name: Flow.x, isInput: "+
		"true}}]\n  %[3]s:\n    - %[4]s:\n        name: M\n        refId: M_1\n        actions:\n          %[5]s\n",
		root, name, collection, item, text)
}

func inbound(actions ...string) string {
	return flowOf("inboundCall", "tasks", "task", "Main", actions...)
}

func botOf(name string, actions ...string) string {
	return flowOf("botFlow", "bots", "bot", name, actions...)
}

func moduleOf(name string, actions ...string) string {
	text := strings.ReplaceAll(strings.TrimRight(strings.Join(actions, ""), "\n"), "\n", "\n    ")
	return "commonModule:\n  name: " + name + "\n  startUpTaskActions:\n    " + text + "\n"
}

func callNamed(t *testing.T, f facts.Flow, name string) facts.Call {
	t.Helper()
	for _, c := range f.Calls {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no call %s in %+v", name, f.Calls)
	return facts.Call{}
}

// TestCalledFlowsMayEndTheInteraction: what follows a call runs in no more runs
// than the called flow comes back from.
func TestCalledFlowsMayEndTheInteraction(t *testing.T) {
	for _, c := range []struct {
		name, text string
		min        int64
		mean       float64
	}{
		{"a bot that comes back", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", get("In"), comeBack), 1, 1},
		{"a bot that falls off its end", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", get("In")), 1, 1},
		{"a bot that hangs up in half of its runs", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", maybeLeave, comeBack), 0,
			0.5},
		{"a bot that hands over", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", handOver, comeBack), 0, 0.01},
		{"a bot that calls such a bot", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", callBot("C"), comeBack) + "---\n" +
			botOf("C", maybeLeave, comeBack), 0, 0.5},
		{"bots that call one another", inbound(callBot("B"), get("After"), hangUp) + "---\n" + botOf("B", maybeLeave, callBot("C"), comeBack) +
			"---\n" +
			botOf("C", "- decision: {name: d, condition: {exp: Flow.x}, outputs: {yes: {actions: [{exitBotFlow: {name: o}}]}}}\n", callBot("B"),
				comeBack), 0, 1.0 / 3},
		{"a module that calls such a bot", inbound(callModule("M"), get("After"), hangUp) + "---\n" + moduleOf("M", callBot("B")) + "---\n" +
			botOf("B", maybeLeave, comeBack), 0, 0.5},
		{"a bot that is not there", inbound(callBot("B"), get("After"), hangUp), 0, 1},
		{"a module that is not there", inbound(callModule("M"), get("After"), hangUp), 0, 1},
		{"a module that is there", inbound(callModule("M"), get("After"), hangUp) + "---\n" + moduleOf("M", get("In")), 1, 1},
		{"an agentic virtual agent", inbound("- callAgenticVirtualAgent: {name: a, agenticVirtualAgent: {Shop: {ver_latestPublished: {none: "+
			"true}}}}\n", get("After"), hangUp), 0, 1},
		{"a guide", inbound("- callGuide: {name: a, guide: {Returns: {ver_latestPublished: {none: true}}}}\n", get("After"), hangUp), 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, text := range []string{c.text, reversed(c.text)} {
				got := callNamed(t, flowNamed(t, reviewWith(t, text, nil), "Main"), "After").PerRun
				if got.Min != c.min || math.Abs(got.Expected-c.mean) > 1e-6 || got.Max != 1 {
					t.Errorf("%+v, want %d..1, mean %g\n%s", got, c.min, c.mean, text)
				}
			}
		})
	}
}

// reversed has the flows in the other order.
func reversed(text string) string {
	flows := strings.Split(text, "---\n")
	for i, j := 0, len(flows)-1; i < j; i, j = i+1, j-1 {
		flows[i], flows[j] = flows[j], flows[i]
	}
	return strings.Join(flows, "---\n")
}

// TestOpenEndsAreNamed: every kind of thing that is called and not there.
func TestOpenEndsAreNamed(t *testing.T) {
	r := reviewWith(t, inbound(callBot("B"), callModule("M"),
		"- callAgenticVirtualAgent: {name: a, agenticVirtualAgent: {Shop: {ver_latestPublished: {none: true}}}}\n",
		"- callGuide: {name: g, guide: {Returns: {ver_latestPublished: {none: true}}}}\n", "- callGuide: {name: g}\n", hangUp), nil)
	got := fmt.Sprint(flowNamed(t, r, "Main").OpenEnds)
	if want := "[agentic virtual agent Shop bot flow B common module M guide chosen at run time guide Returns]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestSimulationOfBotsThatEnd plays out what the formulas say of a bot that hangs
// up in half of its runs.
func TestSimulationOfBotsThatEnd(t *testing.T) {
	text := inbound(get("Before"), callBot("B"), get("After"), get("Later"), hangUp) + "---\n" + botOf("B", maybeLeave, get("In"), comeBack)
	s := simulated(t, text, analyzer.Options{Traffic: demand.Options{Traffic: given(40)},
		Simulate: &simulation.Options{Seed: 7, Minutes: 3000, LatencySpread: 1}})
	for _, l := range s.Limits {
		if l.Agrees == nil || !*l.Agrees {
			t.Errorf("%s: observed %+v, formula %+v", l.Limit.Key, l.Observed, l.Formula)
		}
	}
	if volume := s.Limits[1]; math.Abs(volume.Formula.Expected-100) > 1e-6 {
		t.Errorf("%+v a minute, want 40 x 2.5", volume.Formula)
	}
}

// TestOffersInQueues: few take an offer, unless the profile says otherwise.
func TestOffersInQueues(t *testing.T) {
	const text = "inqueueCall:\n  name: Hold\n  startUpTaskActions:\n" +
		"    - collectInput: {name: Press 1, noEntryTimeout: {lit: {seconds: 5}}, outputs: {success: {actions: [{callData: {name: Take, " +
		"category: {Shop: {dataAction: {Take: {}}}}}}, {disconnect: {name: Bye}}]}}}\n" +
		"    - disconnect: {name: End}\n"
	for _, c := range []struct {
		profile string
		mean    float64
	}{{"", 0.05}, {"offers: 20%", 0.2}, {"flows: {Hold: {offers: 30%}}", 0.3}, {"flows: {Hold: {nodes: {Press 1: {success: 40%}}}}", 0.4}} {
		r := reviewWith(t, text, nil)
		if c.profile != "" {
			r = reviewWith(t, text, profile(t, c.profile))
		}
		got := callNamed(t, flowNamed(t, r, "Hold"), "Take")
		if math.Abs(got.PerRun.Expected-c.mean) > 1e-9 || got.PerRun.Min != 0 || got.Hot {
			t.Errorf("%s: %+v, hot %v; want mean %g", c.profile, got.PerRun, got.Hot, c.mean)
		}
		if assumed := strings.Contains(strings.Join(r.Assumptions, " "), "take an offer"); assumed != (c.mean == 0.05) {
			t.Errorf("%s: assumptions %q", c.profile, r.Assumptions)
		}
	}
}
