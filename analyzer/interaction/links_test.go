package interaction_test

import (
	"fmt"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
)

func workflow(name string, actions ...string) string {
	text := "workflow:\n  name: " + name + "\n  startUpRef: /workflow/states/state[T_1]\n  states:\n    - state:\n        name: T\n" +
		"        refId: T_1\n        actions:\n"
	for _, a := range actions {
		text += indent(a, "          ")
	}
	return text
}

// TestLinks holds what leads on besides transfers and bots: a workflow that a
// data action launches, a survey after the queue, the queue of the error handling.
func TestLinks(t *testing.T) {
	survey := "- transferToAcd: {name: q, targetQueue: {lit: {name: Sales}}, postCallSurveyFlow: {name: Ask}}"
	ask := "voiceSurvey:\n  name: Ask\n  startUpRef: /voiceSurvey/bots/bot[T_1]\n  bots:\n    - bot:\n        name: T\n        refId: T_1\n" +
		"        actions:\n" + indent(call, "          ")
	work := workflow("Work", call, call, "- endWorkflow: {none: true}")
	for _, c := range []struct {
		name    string
		flows   []string
		prepare func(*interaction.Flow)
		want    string
		mean    float64
	}{
		{"a workflow is launched", []string{inbound("A", call, end), work},
			func(f *interaction.Flow) {
				f.Launches = []interaction.Launch{{Node: f.Calls[0], Workflow: flow.External{Name: "Work"}}}
			},
			"1..3 acyclic reaches Work", 3},
		{"which workflow is not known", []string{inbound("A", call, end), work},
			func(f *interaction.Flow) { f.Launches = []interaction.Launch{{Node: f.Calls[0]}} },
			"1..1 acyclic open workflow chosen at run time", 1},
		{"a survey comes after the queue", []string{inbound("A", survey, end), inQueue("Hold", call, end), ask}, nil,
			"0..2 acyclic reaches Ask Hold", 1.98},
		{"an error goes to a queue", []string{inbound("A", call, end), inQueue("Hold", call, hold, end)},
			func(f *interaction.Flow) { f.OnError = &flow.External{Name: "Sales"} },
			"1..2 acyclic reaches Hold", 1},
		{"an error or a transfer, not both", []string{inbound("A", call, toFlow("B"), end), inQueue("Hold", call, call, end),
			inbound("B", call, call, call, end)},
			func(f *interaction.Flow) { f.OnError = &flow.External{Name: "Sales"} },
			"1..4 acyclic reaches B Hold", 3.97},
	} {
		t.Run(c.name, func(t *testing.T) {
			flows := decodeAll(t, c.flows...)
			if c.prepare != nil {
				c.prepare(flows[0])
			}
			total := interaction.Join(flows, []facts.Queue{{Name: "Sales", CallFlow: "Hold"}}).Total(0)
			if got := describe(total, flows); got != c.want || total.Count.Expected-c.mean > 1e-9 || c.mean-total.Count.Expected > 1e-9 {
				t.Errorf("got %s, mean %g; want %s, %g", got, total.Count.Expected, c.want, c.mean)
			}
		})
	}
}

// Names are unique among the flows of a type: a transfer leads to no in-queue flow,
// and a bot call to no inbound flow, that is called alike.
func TestLinksKeepToTypes(t *testing.T) {
	flows := decodeAll(t, inbound("A", toFlow("B"), bot("B"), end), inbound("B", end), inQueue("B", hold, end), botFlow("B", end))
	if got := fmt.Sprint(interaction.Join(flows, nil).After(0)); got != "[1 3]" {
		t.Errorf("A leads to %s, want the inbound flow and the bot", got)
	}
	if got := fmt.Sprint(interaction.Join(flows[:3], nil).After(0)); got != "[1 2]" {
		t.Errorf("without the bot A leads to %s, want whatever is called so", got)
	}
}

// A chain of flows in which each leads to two that lead to the next: the number
// of ways doubles with each, the work must not.
func TestManyWays(t *testing.T) {
	var texts []string
	const rungs = 200
	for i := range rungs {
		next := func(j int) string { return toFlow(name(j)) }
		texts = append(texts, inbound(name(3*i), call, either(next(3*i+1), next(3*i+2)), end),
			inbound(name(3*i+1), next(3*i+3), end), inbound(name(3*i+2), next(3*i+3), end))
	}
	flows := decodeAll(t, append(texts, inbound(name(3*rungs), call, end))...)
	net := interaction.Join(flows, nil)
	if c := net.Total(0).Count; c.Max != rungs+1 || c.Min != 1 || c.BoundedBy != calls.Acyclic {
		t.Errorf("%+v", c)
	}
	passes := net.Passes(0)
	if len(passes) != len(flows) {
		t.Errorf("%d flows are passed, want %d", len(passes), len(flows))
	}
}

func name(i int) string { return fmt.Sprint("F", i) }
