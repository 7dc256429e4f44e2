package interaction_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
)

// Blocks of actions that the tests put together.
const (
	call  = "- callData: {name: c, category: {Web: {dataAction: {Get: {inputs: {}}}}}}"
	hold  = "- holdMusic: {name: h, playStyle: {duration: {lit: {seconds: 30}}}}"
	end   = "- disconnect: {none: true}"
	queue = "- transferToAcd: {name: q, targetQueue: {lit: {name: Sales}}}"
)

func toFlow(name string) string {
	return "- transferToFlow: {name: t, targetFlow: {name: " + name + "}}"
}

func bot(name string) string {
	return "- callBotFlow: {name: b, botFlow: {" + name + ": {ver_latestPublished: {none: true}}}}"
}

func either(yes, no string) string {
	return "- decision:\n    name: d\n    condition: {exp: Flow.x}\n    outputs:\n      yes:\n        actions:\n" +
		indent(yes, "          ") + "      no:\n        actions:\n" + indent(no, "          ")
}

func indent(text, by string) string {
	return by + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+by) + "\n"
}

func inbound(name string, actions ...string) string {
	return "inboundCall:\n  name: " + name + "\n  startUpRef: /inboundCall/tasks/task[T_1]\n  tasks:\n    - task:\n        name: T\n" +
		"        refId: T_1\n        actions:\n" +
		indent(strings.Join(actions, "\n"), "          ")
}

func botFlow(name string, actions ...string) string {
	return "botFlow:\n  name: " + name + "\n  startUpRef: /botFlow/bots/bot[T_1]\n  bots:\n    - bot:\n        name: T\n        refId: " +
		"T_1\n        actions:\n" +
		indent(strings.Join(actions, "\n"), "          ")
}

func inQueue(name string, actions ...string) string {
	return "inqueueCall:\n  name: " + name + "\n  startUpTaskActions:\n" + indent(strings.Join(actions, "\n"), "    ")
}

func TestTotals(t *testing.T) {
	sales := facts.Queue{Name: "Sales", CallFlow: "Hold"}
	for _, c := range []struct {
		name  string
		flows []string
		want  string // of the first flow
	}{
		{"alone", []string{inbound("A", call, end)}, "1..1 acyclic"},
		{"a bot returns", []string{inbound("A", bot("B"), call, bot("B"), end), botFlow("B", call, "- exitBotFlow: {none: true}")},
			"3..3 acyclic reaches B"},
		{"a bot hangs up", []string{inbound("A", bot("B"), call, end), botFlow("B", call, end)}, "1..1 acyclic reaches B"},
		{"a bot hands over", []string{inbound("A", bot("B"), call, end), botFlow("B", toFlow("C"), "- exitBotFlow: {none: true}"),
			inbound("C", call, call, end)}, "1..2 acyclic reaches B C"},
		{"a bot never comes back", []string{inbound("A", bot("B"), call, end), botFlow("B", toFlow("C"), end), inbound("C", call, call, end)},
			"0..2 acyclic reaches B C"},
		{"a bot that is not there", []string{inbound("A", call, bot("Gone"), call, end)}, "1..2 acyclic open bot flow Gone"},
		{"an agent may answer", []string{inQueue("A", call, hold, call, end)}, "1..2 acyclic"},
		{"a transfer may fail", []string{inbound("A", toFlow("B"), end), inbound("B", call, end)}, "0..1 acyclic reaches B"},
		{"either the calls or the transfer", []string{
			inbound("A", either(strings.Join([]string{call, call, call, end}, "\n"), strings.Join([]string{toFlow("B"), end}, "\n"))),
			inbound("B", call, call, end)}, "0..3 acyclic reaches B"},
		{"through a queue", []string{inbound("A", call, queue, end), inQueue("Hold", call, hold, end)}, "1..2 acyclic reaches Hold"},
		{"a queue that holds on for ever", []string{inbound("A", call, queue, end), inQueue("Hold", call, hold)},
			"1..5001 platformLimit reaches Hold"},
		{"nothing behind", []string{inbound("A", call, toFlow("Gone"), end)}, "1..1 acyclic open flow Gone"},
		{"there and back", []string{inbound("A", call, toFlow("B"), end), inbound("B", toFlow("A"), end)},
			"1..3334 platformLimit reaches A B recursive"},
		{"back to where the calls are", []string{inbound("A", toFlow("B"), end), inbound("B", call, toFlow("A"), end)},
			"0..3333 platformLimit reaches A B recursive"},
		{"round without calls", []string{inbound("A", toFlow("B"), end), inbound("B", either(toFlow("A"), call), end)},
			"0..1 acyclic reaches A B recursive"},
		{"bots that call one another", []string{inbound("A", call, bot("B"), end), botFlow("B", call, bot("C"), "- exitBotFlow: {none: true}"),
			botFlow("C", either(bot("B"), call), "- exitBotFlow: {none: true}")}, "3..2502 platformLimit reaches B C recursive"},
		{"a round with a way out of it", []string{inbound("A", either(toFlow("B"), toFlow("C")), end), inbound("B", toFlow("A"), end),
			inbound("C", call, call, end)},
			"0..2 acyclic reaches A B C recursive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			flows := decodeAll(t, c.flows...)
			total := interaction.Join(flows, []facts.Queue{sales}).Total(0)
			if got := describe(total, flows); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// part is an analysed flow as a part of interactions, in which its data action calls
// count.
func part(f *flow.Flow, a *calls.Analysis) *interaction.Flow {
	var sites []cfg.NodeID
	weights := make(map[cfg.NodeID]int64)
	for i := range a.Graph.Nodes {
		if n := &a.Graph.Nodes[i]; n.Kind == cfg.Act && n.Action.Kind.Name == "callData" {
			sites = append(sites, cfg.NodeID(i))
			weights[cfg.NodeID(i)] = 1
		}
	}
	return interaction.NewFlow(f, a, sites, a.Sum(weights))
}

func describe(t interaction.Total, flows []*interaction.Flow) string {
	s := fmt.Sprintf("%d..%d %s", t.Count.Min, t.Count.Max, t.Count.BoundedBy)
	var names []string
	for _, i := range t.Reaches {
		names = append(names, flows[i].Name)
	}
	slices.Sort(names)
	if len(names) > 0 {
		s += " reaches " + strings.Join(names, " ")
	}
	if len(t.Open) > 0 {
		var ends []string
		for _, end := range t.Open {
			ends = append(ends, end.String())
		}
		s += " open " + strings.Join(ends, ", ")
	}
	if t.Recursive {
		s += " recursive"
	}
	return s
}
