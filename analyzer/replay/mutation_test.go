package replay_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/flowtext"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/replay"
	"archlint/analyzer/source"
)

// callFlow has one of everything that a graph is made of.
func callFlow(t *testing.T) *flow.Flow {
	t.Helper()
	f := flowtext.New(flowID, "Calls", "inboundcall", "", 3)
	start, menu, sub := f.Container("Task", "Start"), f.Container("Menu", "Main"), f.Container("Task", "Sub")
	name, round := f.ContainerVar(start, "Task.Name", "str"), f.ContainerVar(start, "Task.Round", "int")
	lookup := &flowtext.Action{ID: "custom_-_1", Name: "Lookup", Integration: "CRM"}
	data := func(step string, next flowtext.Outcomes) flowtext.Step {
		return flowtext.Data(step, lookup, nil, map[string]*flowtext.Variable{"name": name}, next)
	}
	say := func(what string) []flowtext.Step { return []flowtext.Step{flowtext.Say(what, what)} }
	known := flowtext.Binary("==", flowtext.Var(name), flowtext.Text("1"))
	start.Steps = []flowtext.Step{
		data("Look up", flowtext.Outcomes{Success: say("Welcome"), Failure: say("Sorry"), Timeout: say("Slow")}),
		flowtext.Decision("Known?", known, say("Yes"), say("No")),
		flowtext.Loop("Three times", flowtext.Number(3), round,
			data("Poll", flowtext.Outcomes{}),
			flowtext.Decision("Done?", known, []flowtext.Step{flowtext.ExitLoop("Leave")}, nil)),
		flowtext.CallTask("Call sub", "Sub"),
		flowtext.Say("Back", "Back"),
		flowtext.ToMenu("Offer", "Main"),
	}
	menu.Prompt = "Press"
	menu.Choices = []flowtext.Choice{
		{Digit: 1, Name: "Again", Step: flowtext.ToTask("Again", "Sub")}, {Digit: 9, Name: "End", Step: flowtext.Disconnect("End")},
	}
	sub.Steps = []flowtext.Step{flowtext.Say("In sub", "In sub"), data("Sub lookup", flowtext.Outcomes{})}
	text, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := platform.Decode(source.NewFile("calls.json", text), platform.Options{ID: flowID})
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// boundedOf is the graph of a flow, for a test to change.
func boundedOf(t *testing.T, f *flow.Flow) flowfacts.Bounded {
	t.Helper()
	var out flowfacts.Bounded
	failed := flowfacts.Bound(context.Background(), []*flow.Flow{f}, 1, func(*flow.Flow) bool { return true },
		func(b flowfacts.Bounded) { out = b })
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	return out
}

// editor changes a graph by the names of its nodes.
type editor struct {
	t *testing.T
	flowfacts.Bounded
}

func (e editor) node(name string) cfg.NodeID {
	for i, n := range e.Graph.Nodes {
		if n.Kind == cfg.Act && n.Action.Name == name || n.Kind == cfg.Menu && n.Container.Name == name {
			return cfg.NodeID(i)
		}
	}
	e.t.Fatalf("no node %q", name)
	return cfg.None
}

func (e editor) edge(name, output string) *cfg.Edge {
	n := &e.Graph.Nodes[e.node(name)]
	i := slices.IndexFunc(n.Out, func(edge cfg.Edge) bool { return edge.Output == output })
	if i < 0 {
		e.t.Fatalf("%q has no edge %q: %+v", name, output, n.Out)
	}
	return &n.Out[i]
}

func (e editor) cut(name, output string) {
	n := &e.Graph.Nodes[e.node(name)]
	n.Out = slices.DeleteFunc(n.Out, func(edge cfg.Edge) bool { return edge.Output == output })
}

func (e editor) lead(name, output, to string) {
	edge := e.edge(name, output)
	edge.To, edge.Kind = e.node(to), cfg.Next
}

func (e editor) bound(name string, change func(*calls.Count)) {
	count := e.Calls[e.node(name)]
	change(&count)
	e.Calls[e.node(name)] = count
}

// A graph that is not the flow's is noticed, and where.
func TestAMutatedGraphIsNoticed(t *testing.T) {
	tests := []struct {
		name   string
		change func(editor)
		kind   string // of the misfit, "" for a run outside the bounds
		after  string // the step before it
		step   string // what the record has there, or the site
	}{
		{"an output is missing", func(e editor) { e.cut("Look up", "failure") }, replay.NoSuchOutput, "", "Look up"},
		{"an output leads elsewhere", func(e editor) { e.lead("Look up", "success", "Sorry") }, replay.NoSuchStep, "Look up", "Welcome"},
		{"outputs are swapped", func(e editor) {
			yes, no := e.edge("Known?", "yes"), e.edge("Known?", "no")
			yes.To, no.To = no.To, yes.To
		}, replay.NoSuchStep, "Known?", "Yes"},
		{"a step is left out", func(e editor) { e.lead("No", "", "Call sub") }, replay.NoSuchStep, "No", "Three times"},
		{"a loop does not come back", func(e editor) { e.lead("Done?", "no", "Call sub") }, replay.NoSuchStep, "Done?", "Three times"},
		{"a loop is not left", func(e editor) { e.lead("Leave", "", "Poll") }, replay.NoSuchStep, "Leave", "Call sub"},
		{"a call goes to another task", func(e editor) {
			e.Graph.Nodes[e.node("Call sub")].Callee = e.Graph.Entry
		}, replay.NoSuchStep, "Call sub", "In sub"},
		{"a call does not come back", func(e editor) { e.edge("Call sub", "default").To = e.Graph.End }, replay.NoSuchStep, "Sub lookup", "Back"},
		{"a choice is missing", func(e editor) { e.cut("Main", "Again") }, replay.NoSuchOutput, "Offer", "Main"},
		{"an action has another id", func(e editor) {
			changed := *e.Graph.Nodes[e.node("Back")].Action
			changed.ID = "99999999-0000-4000-8000-000000000000"
			e.Graph.Nodes[e.node("Back")].Action = &changed
		}, replay.NoSuchAction, "Sub lookup", ""},
		{"the end is none", func(e editor) { e.lead("End", "", "Main") }, replay.EndsElsewise, "End", ""},
		{"another entry", func(e editor) { e.Graph.Entry = e.node("Known?") }, replay.NoSuchStep, "", "Look up"},
		{"a greatest count is too low", func(e editor) { e.bound("Poll", func(c *calls.Count) { c.Max-- }) }, "", "", "Poll"},
		{"a least count is too high", func(e editor) { e.bound("Sub lookup", func(c *calls.Count) { c.Min++ }) }, "", "", "Sub lookup"},
	}
	f := callFlow(t)
	traces := runs(f, 400, rand.New(rand.NewPCG(1, 2)))
	if got := replay.NewPlayer(boundedOf(t, f)).Play("1", traces); got.Fitness != 1 || len(got.Misfits)+len(got.Outside) > 0 {
		t.Fatalf("the flow's own graph: fitness %v, misfits %+v, outside %+v", got.Fitness, got.Misfits, got.Outside)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := editor{t, boundedOf(t, f)}
			tt.change(e)
			got := replay.NewPlayer(e.Bounded).Play("1", traces)
			if tt.kind == "" {
				if len(got.Outside) == 0 || got.Outside[0].Site.Name != tt.step || got.Fitness != 1 {
					t.Errorf("outside %+v, fitness %v", got.Outside, got.Fitness)
				}
				return
			}
			if got.Fitness >= 1 || !slices.ContainsFunc(got.Misfits, func(m replay.Misfit) bool {
				return m.Kind == tt.kind && nameOf(m.After) == tt.after && nameOf(m.Step) == tt.step
			}) {
				t.Errorf("fitness %v, misfits %+v", got.Fitness, got.Misfits)
			}
		})
	}
}

func nameOf(p *replay.NodeRef) string {
	if p == nil {
		return ""
	}
	return p.Name
}
