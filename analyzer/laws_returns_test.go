package analyzer_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/capacity/simulate/walk"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
	"archlint/analyzer/unfold"
)

// taskReturns is a task that asks a data action and returns by one output when the call
// succeeds and by another when it does not, and its call, whose outputs may be others.
type taskReturns struct {
	success, failure string   // outputs that the task ends by
	call             []string // outputs of the call, besides default
	noDefault        bool     // the call's default output is out of service
}

func (r taskReturns) String() string {
	return fmt.Sprintf("task ends by %s or %s, call has %v, default %v", r.success, r.failure, r.call, !r.noDefault)
}

// text writes the flow. Each output of the call runs a data action of its name that reads
// what only a success writes. The decision gives the unfolding something to settle.
func (r taskReturns) text() string {
	var outputs []string
	for _, o := range append([]string{"default"}, r.call...) {
		state := ""
		if o == "default" && r.noDefault {
			state = "enabled: false, "
		}
		outputs = append(outputs, fmt.Sprintf("%s: {%sactions: [{callData: {name: %[1]s, category: {Shop: {dataAction: "+
			"{%[1]s: {inputs: {q: {exp: Flow.s}}}}}}}}]}", o, state))
	}
	end := "[{endTask: {name: e, outputPath: {name: %s}}}]"
	return fmt.Sprintf(`inboundCall:
  name: Returns
  startUpRef: /inboundCall/tasks/task[Main_1]
  variables: [{stringVariable: {name: Flow.s}}, {booleanVariable: {name: Flow.off, initialValue: {lit: false}}}]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - decision: {name: d, condition: {exp: Flow.off}, outputs: {yes: {actions: [{disconnect: {name: x}}]}}}
          - callTask: {name: ask, targetTaskRef: "/inboundCall/tasks/task[Ask_2]", outputs: {%s}}
          - disconnect: {name: Bye}
    - task:
        name: Ask
        refId: Ask_2
        actions:
          - callData:
              name: Ask
              category: {Shop: {dataAction: {Ask: {successOutputs: {s: {var: Flow.s}}}}}}
              outputs: {success: {actions: %s}, failure: {actions: %s}, timeout: {enabled: false}}
`, strings.Join(outputs, ", "), fmt.Sprintf(end, r.success), fmt.Sprintf(end, r.failure))
}

// lowered returns the graph, the node of the task's call, and the nodes of the data
// actions by name.
func (r taskReturns) lowered(t *testing.T) (g *cfg.Graph, call cfg.NodeID, named map[string]cfg.NodeID) {
	t.Helper()
	flows, err := archy.Decode(source.NewFile("returns.yaml", []byte(r.text())), archy.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, r.text())
	}
	g = cfgtest.Lower(t, flows[0], cfg.Options{})
	named = map[string]cfg.NodeID{}
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Callee != cfg.None {
			call = cfg.NodeID(i)
		} else if n.Action != nil && n.Action.DataAction != nil {
			named[n.Action.Name] = cfg.NodeID(i)
		}
	}
	return g, call, named
}

// TestLawReturnsAgree takes a task that returns by declared, undeclared and unconnected
// outputs, in every combination: counts, the unfolding, data flow and the simulation all
// send a run on by the outputs of the call that cfg.ReturnEdges says.
func TestLawReturnsAgree(t *testing.T) {
	names := []string{"default", "found", "lost", "Found"}
	for _, success := range names {
		for _, failure := range names {
			for _, call := range [][]string{nil, {"found"}, {"lost"}, {"found", "lost"}, {"found", "other"}} {
				for _, noDefault := range []bool{false, true} {
					if r := (taskReturns{success, failure, call, noDefault}); !noDefault || call != nil {
						r.check(t)
					}
				}
			}
		}
	}
}

func (r taskReturns) check(t *testing.T) {
	t.Helper()
	g, call, named := r.lowered(t)
	after := func(ways ...string) []string {
		outputs := map[string]bool{}
		for _, way := range ways {
			for _, k := range cfg.ReturnEdges(g.Nodes[call].Out, way) {
				outputs[g.Nodes[call].Out[k].Output] = true
			}
		}
		return slices.Sorted(maps.Keys(outputs))
	}
	d := dataflow.Analyze(g)
	u, _ := unfold.Of(g, d, nil, unfold.Usual())
	if u == nil {
		t.Fatal("the unfolding settles nothing")
	}
	reached := after(r.success, r.failure)
	for what, got := range map[string][]string{
		"counts":                 reachedBy(calls.New(g, calls.DefaultModel()), named),
		"counts of an unfolding": reachedBy(calls.NewUnfolded(g, &u.Unfolded, calls.DefaultModel()), named),
		"the simulation":         reachedByWalks(t, g, named),
	} {
		if !slices.Equal(got, reached) {
			t.Errorf("%v: by %s a run goes on by %v, want %v", r, what, got, reached)
		}
	}
	if got, want := readAfterFailure(g, d, reached), after(r.failure); !slices.Equal(got, want) {
		t.Errorf("%v: by data flow a run goes on after a failure by %v, want %v", r, got, want)
	}
}

// reachedBy returns the outputs of the call whose data action can run.
func reachedBy(a *calls.Analysis, named map[string]cfg.NodeID) []string {
	var out []string
	for name, n := range named {
		if name != "Ask" && a.Node(n).Max > 0 {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// reachedByWalks returns the outputs of the call that simulated interactions take, half
// of whose calls fail.
func reachedByWalks(t *testing.T, g *cfg.Graph, named map[string]cfg.NodeID) []string {
	t.Helper()
	names := slices.Sorted(maps.Keys(named))
	net, err := walk.New([]walk.Flow{{Graph: g, Model: calls.DefaultModel(), Action: func(n cfg.NodeID) int {
		return slices.IndexFunc(names, func(name string) bool { return named[name] == n })
	}}})
	if err != nil {
		t.Fatal(err)
	}
	actions := make([]simulate.Action, len(names))
	for i := range actions {
		actions[i] = simulate.Action{Latency: simulate.Samples{0.01}, TimeoutSeconds: 1, FailureShare: 0.5}
	}
	result, err := simulate.Run(context.Background(), simulate.Setup{Seed: 5, Minutes: 5, Actions: actions,
		Entries: []simulate.Arrivals{{Name: "Returns", PerMinute: 60, Source: net.Source(0)}}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, name := range names {
		if name != "Ask" && result.Actions[i].Attempts > 0 {
			out = append(out, name)
		}
	}
	return out
}

// readAfterFailure returns those of the outputs whose data action reads, by data flow,
// what a failed call has not written.
func readAfterFailure(g *cfg.Graph, d *dataflow.Flow, outputs []string) []string {
	var out []string
	for _, c := range d.Calls() {
		if g.Nodes[c.Node].Action.Name != "Ask" {
			continue
		}
		for _, read := range c.ReadAfterFailure {
			if name := g.Nodes[read.Node].Action.Name; slices.Contains(outputs, name) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}
