package walk

import (
	"context"
	"math"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/cfg"
)

// graph makes a control-flow graph of nodes that follow one another.
func graph(nodes ...cfg.Node) *cfg.Graph {
	g := &cfg.Graph{Entry: 0, End: cfg.NodeID(len(nodes)), Handler: cfg.None}
	for i, n := range nodes {
		if n.Out == nil {
			n.Out = []cfg.Edge{{To: cfg.NodeID(i + 1)}}
		}
		g.Nodes = append(g.Nodes, n)
	}
	g.Nodes = append(g.Nodes, plain(cfg.End))
	g.Nodes[len(nodes)].Out = []cfg.Edge{}
	return g
}

func plain(kind cfg.NodeKind) cfg.Node {
	return cfg.Node{Kind: kind, Loop: cfg.NoLoop, Head: cfg.NoLoop, Callee: cfg.None}
}

// only makes a predicate of one node.
func only(id cfg.NodeID) func(cfg.NodeID) int {
	return func(n cfg.NodeID) int {
		if n == id {
			return 0
		}
		return -1
	}
}

func run(t *testing.T, flows []Flow, c simulate.Setup) simulate.Report {
	t.Helper()
	net, err := New(flows)
	if err != nil {
		t.Fatal(err)
	}
	c.Minutes = 200
	c.Entries = []simulate.Arrivals{{PerMinute: 20, Source: net.Source(0)}}
	if c.Actions == nil {
		c.Actions = []simulate.Action{{Latency: simulate.Constant(0.5)}}
	}
	r, err := simulate.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// queue is an in-queue flow: a call and ten seconds of music, over and over.
func queue() Flow {
	start := plain(cfg.Start)
	start.Head = 0
	music := plain(cfg.Act)
	music.Out = []cfg.Edge{{To: 0, Kind: cfg.Wrap}}
	g := graph(start, plain(cfg.Act), music)
	g.Loops = []cfg.Loop{{Head: 0, Parent: cfg.NoLoop, Depth: 1, Task: true}}
	return Flow{Graph: g, Model: calls.DefaultModel(), Action: only(1), Seconds: func(id cfg.NodeID) float64 {
		if id == 2 {
			return 10
		}
		return 0
	}}
}

// What repeats while an interaction waits ends when somebody answers.
func TestInQueueFlowRunsUntilAnswered(t *testing.T) {
	main := Flow{
		Graph: graph(plain(cfg.Start), plain(cfg.Hand)), Model: calls.DefaultModel(), Action: only(-1),
		Next: func(id cfg.NodeID) []Target {
			if id == 1 {
				return []Target{{Flow: 1, Probability: 1, Stay: simulate.Constant(60)}}
			}
			return nil
		},
	}
	r := run(t, []Flow{main, queue()}, simulate.Setup{})
	if r.CallsPerInteraction != 6 { // at 0, 10.5, 21, ... 52.5 s
		t.Errorf("%g calls in a wait of 60 s, want 6", r.CallsPerInteraction)
	}
}

// Without an end to the wait the loop task goes round as the branch model says.
func TestLoopTaskRunsItsRounds(t *testing.T) {
	if r := run(t, []Flow{queue()}, simulate.Setup{}); r.CallsPerInteraction != 3 {
		t.Errorf("%g calls, want 3", r.CallsPerInteraction)
	}
}

// A bot that is called returns; a flow that is transferred to does not. What is
// not sure to happen happens in proportion.
func TestCalledFlowsReturn(t *testing.T) {
	bot := Flow{Graph: graph(plain(cfg.Start), plain(cfg.Act)), Model: calls.DefaultModel(), Action: only(1)}
	main := func(share float64) Flow {
		return Flow{
			Graph: graph(plain(cfg.Start), plain(cfg.Act), plain(cfg.Act)), Model: calls.DefaultModel(), Action: only(2),
			Next: func(id cfg.NodeID) []Target {
				if id == 1 {
					return []Target{{Flow: 1, Probability: share}}
				}
				return nil
			},
		}
	}
	for share, want := range map[float64]float64{1: 2, 0: 1, 0.25: 1.25} {
		r := run(t, []Flow{main(share), bot}, simulate.Setup{})
		if math.Abs(r.CallsPerInteraction-want) > 0.04 {
			t.Errorf("share %g: %g calls, want %g", share, r.CallsPerInteraction, want)
		}
	}
}

// A called task comes back by the output that its end names.
func TestCalledTasksReturnByTheirOutput(t *testing.T) {
	call := plain(cfg.Act)
	call.Callee = 3
	call.Out = []cfg.Edge{{To: 2, Output: "yes"}, {To: 5, Output: "no"}}
	back := plain(cfg.Return)
	back.Output = "yes"
	back.Out = []cfg.Edge{{To: 5}}
	g := graph(plain(cfg.Start), call, cfg.Node{Kind: cfg.Act, Loop: cfg.NoLoop, Head: cfg.NoLoop, Callee: cfg.None, Out: []cfg.Edge{{To: 5}}},
		plain(cfg.Start), back)
	r := run(t, []Flow{{Graph: g, Model: calls.DefaultModel(), Action: only(2)}}, simulate.Setup{})
	if r.CallsPerInteraction != 1 {
		t.Errorf("%g calls, want 1: every run comes back by yes", r.CallsPerInteraction)
	}
}

// A refused call leaves by its failure output.
func TestRefusedCallsFail(t *testing.T) {
	first := plain(cfg.Act)
	first.Out = []cfg.Edge{{To: 2, Output: "success"}, {To: 1, Output: "failure"}}
	g := graph(plain(cfg.Start), first)
	g.Nodes[1].Out[1].To = 1 // again at once: the platform's cap ends it
	r := run(t, []Flow{{Graph: g, Model: calls.DefaultModel(), Action: only(1)}}, simulate.Setup{
		Actions: []simulate.Action{{Latency: simulate.Constant(30)}}, Limits: []simulate.Limit{{Kind: simulate.Slots, Value: 1}},
	})
	if r.Limits[0].Refused == 0 || r.Ended == 0 {
		t.Errorf("report %+v", r)
	}
}

func TestRecursionEnds(t *testing.T) {
	call := plain(cfg.Act)
	call.Callee = 0
	g := graph(plain(cfg.Start), call)
	net, err := New([]Flow{{Graph: g, Model: calls.DefaultModel(), Action: only(-1)}})
	if err != nil {
		t.Fatal(err)
	}
	w := net.Source(0).Start(nil)
	if step := w.Next(0, simulate.None, nil); step.Kind != simulate.End {
		t.Errorf("endless recursion goes on with %+v", step)
	}
}

func TestWhatIsOutOfRange(t *testing.T) {
	good := Flow{Graph: graph(plain(cfg.Start)), Model: calls.DefaultModel(), Action: only(-1)}
	bad := good
	bad.Next = func(cfg.NodeID) []Target { return []Target{{Flow: 7, Probability: 1}} }
	if _, err := New([]Flow{bad}); err == nil || !strings.Contains(err.Error(), "leads to flow 7 of 1") {
		t.Errorf("error %v", err)
	}
	if _, err := New([]Flow{{}}); err == nil {
		t.Error("a flow without a graph is taken")
	}
	net, _ := New([]Flow{good})
	c := simulate.Setup{Minutes: 1, Entries: []simulate.Arrivals{{Name: "x", PerMinute: 1, Source: net.Source(3)}}}
	if _, err := simulate.Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), "enter flow 3 of 1") {
		t.Errorf("error %v", err)
	}
}

// A workflow that a data action launches runs beside the flow: its end ends only
// itself, while that of a bot ends the interaction.
func TestLaunchedWorkflowsEndByThemselves(t *testing.T) {
	last := plain(cfg.Act)
	last.Final = true
	launched := Flow{Graph: graph(plain(cfg.Start), last), Model: calls.DefaultModel(), Action: only(-1)}
	main := func(launches cfg.NodeID) Flow {
		return Flow{
			Graph: graph(plain(cfg.Start), plain(cfg.Act), plain(cfg.Act)), Model: calls.DefaultModel(),
			Action: func(n cfg.NodeID) int {
				if n == launches || n == 2 {
					return 0
				}
				return -1
			},
			Next: func(n cfg.NodeID) []Target {
				if n == 1 {
					return []Target{{Flow: 1, Probability: 1}}
				}
				return nil
			},
		}
	}
	if r := run(t, []Flow{main(1), launched}, simulate.Setup{}); r.CallsPerInteraction != 2 {
		t.Errorf("%g calls with a launch, want 2", r.CallsPerInteraction)
	}
	if r := run(t, []Flow{main(-1), launched}, simulate.Setup{}); r.CallsPerInteraction != 0 {
		t.Errorf("%g calls after a bot that hangs up, want 0", r.CallsPerInteraction)
	}
}
