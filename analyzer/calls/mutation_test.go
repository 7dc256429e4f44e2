package calls_test

import (
	"math/rand/v2"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

// TestBrokenSemanticsAreNoticed breaks one rule of the semantics at a time, by
// rewriting the tree before it is analysed so that it means what a wrong
// reading would take it for. Runs of the tree as it stands must then leave the
// bounds, else the tests above could not have told the readings apart.
func TestBrokenSemanticsAreNoticed(t *testing.T) {
	end := flowgen.Kind("disconnect")
	for name, rewrite := range map[string]func(*flow.Action, *flow.Container){
		"an unconnected output ends the run": func(a *flow.Action, _ *flow.Container) {
			for _, o := range a.Outputs {
				if o.State == flow.Empty {
					o.State, o.Block = flow.Connected, &flow.Block{Actions: []*flow.Action{{Kind: end}}}
				}
			}
		},
		"an output out of service is taken": func(a *flow.Action, _ *flow.Container) {
			for _, o := range a.Outputs {
				if o.State == flow.OutOfService {
					o.State = flow.Empty
				}
			}
		},
		"next leaves the loop": func(a *flow.Action, _ *flow.Container) { become(a, "loopNext", "loopExit") },
		"exit goes on":         func(a *flow.Action, _ *flow.Container) { become(a, "loopExit", "loopNext") },
		"a jump comes back":    func(a *flow.Action, _ *flow.Container) { become(a, "jumpToTask", "callTask") },
		"a call does not":      func(a *flow.Action, _ *flow.Container) { become(a, "callTask", "jumpToTask") },
		"a loop runs once less": func(a *flow.Action, _ *flow.Container) {
			if v := a.Value("loopCount"); v != nil && len(v.Text) == 1 && v.Text > "0" {
				v.Text = string(v.Text[0] - 1)
			}
		},
		"an unknown count is three": func(a *flow.Action, _ *flow.Container) {
			if v := a.Value("loopCount"); v != nil && len(v.Text) > 1 {
				v.Text = "3"
			}
		},
		"a failed transfer ends the run": func(a *flow.Action, _ *flow.Container) { become(a, "transferToAcd", "disconnect") },
		"a loop task runs once":          func(_ *flow.Action, c *flow.Container) { c.Kind = other(c.Kind, flow.LoopTask, flow.State) },
		"a menu's task does not go back": func(_ *flow.Action, c *flow.Container) { c.Owner = nil },
		"a module is passed over": func(a *flow.Action, _ *flow.Container) {
			if a.Kind.Name == "callCommonModule" {
				become(a, "callCommonModule", "decision")
				a.Target = nil
			}
		},
		"what is not known always goes on": func(a *flow.Action, _ *flow.Container) { become(a, "polishSilver", "decision") },
		"conditions never end a loop":      func(a *flow.Action, _ *flow.Container) { become(a, "loopUntil", "loop") },
		"an intent is not heard":           func(a *flow.Action, _ *flow.Container) { become(a, "askForIntent", "decision") },
		"a repeated menu ends the run":     func(a *flow.Action, _ *flow.Container) { become(a, "repeatMenu", "disconnect") },
		"a previous menu is this one":      func(a *flow.Action, _ *flow.Container) { become(a, "previousMenu", "repeatMenu") },
		"a state falls off to its caller": func(_ *flow.Action, c *flow.Container) {
			c.Kind = other(c.Kind, flow.State, flow.Task)
		},
		"a state runs once": func(_ *flow.Action, c *flow.Container) { c.Recurring = false },
		"endTask takes the default": func(a *flow.Action, _ *flow.Container) {
			if a.TaskOutput == "other" {
				a.TaskOutput = ""
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range 6000 {
				if noticed(t, uint64(seed), rewrite) {
					return
				}
			}
			t.Error("no run left the bounds")
		})
	}
}

func become(a *flow.Action, from, to string) {
	if a.Kind.Name == from {
		a.Kind = flowgen.Kind(to)
	}
}

func other(k, from, to flow.ContainerKind) flow.ContainerKind {
	if k == from {
		return to
	}
	return k
}

// noticed reports whether runs of a flow leave the bounds of its rewritten twin.
func noticed(t *testing.T, seed uint64, rewrite func(*flow.Action, *flow.Container)) bool {
	twin := func() *flow.Flow {
		r := rand.New(rand.NewPCG(seed, 6))
		return flowgen.Random(r, 5+r.IntN(20), false)
	}
	f, g := twin(), twin()
	var original, rewritten []*flow.Action
	f.Walk(func(a *flow.Action, _ *flow.Container) { original = append(original, a) })
	g.Walk(func(a *flow.Action, _ *flow.Container) { rewritten = append(rewritten, a) })
	for _, c := range g.Containers {
		rewrite(&flow.Action{Kind: flowgen.Kind("playAudio")}, c)
	}
	for _, a := range rewritten {
		rewrite(a, &flow.Container{})
	}
	graph := cfgtest.Lower(t, g, cfg.Options{})
	m := calls.DefaultModel()
	m.Cap, m.CapHandler = testCap, testCapHandler
	a := calls.New(graph, m)
	r := rand.New(rand.NewPCG(seed, 7))
	for range 20 {
		res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cap: testCap, CapHandler: testCapHandler})
		for i, act := range original {
			if within(int64(res.Ran[act]), a.Node(graph.ByAction(rewritten[i])), res.How) != nil {
				return true
			}
		}
	}
	return false
}

// TestBrokenPlatformRulesAreNoticed breaks rules that no tree shows: what
// counts towards the cap, and what follows an error. Every run of small flows
// must leave such bounds in some flow.
func TestBrokenPlatformRulesAreNoticed(t *testing.T) {
	for name, wrong := range map[string]func(*cfg.Graph, *calls.Model){
		"an error ends the run":             func(g *cfg.Graph, _ *calls.Model) { g.Handler = cfg.None },
		"the cap leaves the handler no run": func(_ *cfg.Graph, m *calls.Model) { m.Cap, m.CapHandler = m.Cap-1, 0 },
		"the cap is lower":                  func(_ *cfg.Graph, m *calls.Model) { m.Cap-- },
		"entering a task counts":            func(g *cfg.Graph, _ *calls.Model) { costs(g, cfg.Start, 1) },
		"an action counts twice":            func(g *cfg.Graph, _ *calls.Model) { costs(g, cfg.Act, 2) },
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range 3000 {
				if leavesBounds(t, uint64(seed), wrong) {
					return
				}
			}
			t.Error("no run left the bounds")
		})
	}
}

func costs(g *cfg.Graph, kind cfg.NodeKind, cost int64) {
	for i := range g.Nodes {
		if g.Nodes[i].Kind == kind {
			g.Nodes[i].Cost = cost
		}
	}
}

func leavesBounds(t *testing.T, seed uint64, wrong func(*cfg.Graph, *calls.Model)) bool {
	r := rand.New(rand.NewPCG(seed, 22))
	f := flowgen.Random(r, 3+r.IntN(10), false)
	g, m := cfgtest.Lower(t, f, cfg.Options{}), calls.DefaultModel()
	m.Cap, m.CapHandler = tinyCap, tinyCapHandler
	wrong(g, &m)
	b, left := newBounds(calls.New(g, m)), false
	oracle.EveryChoice(2_000, func(choose oracle.Chooser) {
		failed := false
		res := oracle.Run(f, oracle.Options{Cap: tinyCap, CapHandler: tinyCapHandler, Choose: choose, Fails: func() bool {
			failed = !failed && choose(2) == 1
			return failed
		}})
		for n, c := range b.counts(res) {
			left = left || n != all_ && within(c, b.count[n], res.How) != nil
		}
	})
	return left
}
