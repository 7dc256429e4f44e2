package replay_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/internal/interpreter"
	"archlint/analyzer/internal/valuegen"
	"archlint/analyzer/replay"
	"archlint/analyzer/source"
	"archlint/analyzer/trace"
)

// The platform's cap, and what the error handling may execute beyond it. Most runs are
// cut before, as if the caller had hung up: many short runs see more than a few long ones.
const platformCap, handlerCap, shortCap = 10_000, 1_000, 300

func decode(t testing.TB, text string) *flow.Flow {
	t.Helper()
	f, err := platform.Decode(source.NewFile("flow.json", []byte(text)), platform.Options{ID: flowID})
	if err != nil {
		t.Fatal(err)
	}
	identify(f)
	return f
}

// identify gives everything that records name an id of the platform's form.
func identify(f *flow.Flow) {
	n := 0
	next := func() string {
		n++
		return fmt.Sprintf("%08d-0000-4000-8000-000000000000", n)
	}
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		a.ID = next()
		for _, o := range a.Outputs {
			if _, reserved := flow.ReservedOutput(o.ID); !reserved {
				o.ID = next()
			}
		}
	})
	for _, c := range f.Containers {
		c.ID = next()
		for _, choice := range c.Choices {
			choice.ID = next()
		}
	}
}

const flowID = "11111111-0000-4000-8000-000000000000"

// modelOf is the graph and the bounds of a flow.
func modelOf(t testing.TB, f *flow.Flow) *replay.Player {
	t.Helper()
	var m *replay.Player
	failed := flowfacts.Bound(context.Background(), []*flow.Flow{f}, 1, func(*flow.Flow) bool { return true }, func(b flowfacts.Bounded) {
		m = replay.NewPlayer(b)
	})
	if len(failed) > 0 || m == nil {
		t.Fatal(failed)
	}
	return m
}

// recorded is a run as a record of it tells.
func recorded(res interpreter.Result) trace.Trace {
	out := trace.Trace{FlowID: flowID, FlowVersion: "1", Ended: map[interpreter.Ending]string{
		interpreter.Ended: "FLOW_EXIT", interpreter.Errored: "FLOW_ERROR_EXIT", interpreter.Capped: "FLOW_ERROR_EXIT"}[res.Ending]}
	for i, s := range res.Steps {
		step := trace.Step{At: float64(i), Failed: s.Failed}
		switch {
		case s.Menu != nil:
			step.Action, step.Output = trace.ID(s.Menu.ID), trace.ID(s.Choice.ID)
		default:
			step.Action, step.Output = trace.ID(s.Action.ID), written(s.Output)
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

func written(o *flow.Output) string {
	if o == nil {
		return ""
	}
	if name, reserved := flow.ReservedOutput(o.ID); reserved {
		return name
	}
	return trace.ID(o.ID)
}

// world is what values from outside can be.
var world = interpreter.World{
	Numbers: []float64{-1, 0, 1, 2, 3, 5, 40}, Texts: []string{"", "0", "1", "3"}, Lengths: []int{0, 1, 2, 4}, Unset: true,
}

// runs makes runs of a flow, each with a liking of its own for first or last choices.
func runs(f *flow.Flow, n int, r *rand.Rand) []trace.Trace {
	p := interpreter.New(f, world)
	var out []trace.Trace
	for i := range n {
		like, most, more := r.Float64(), shortCap, 0
		if i%20 == 0 {
			most, more = platformCap, handlerCap
		}
		fails := func() bool { return i%5 == 0 && r.IntN(12) == 0 }
		res := p.Run(interpreter.Options{Cap: most, CapHandler: more, Record: true, Fails: fails, Choose: func(n int) int {
			switch x := r.Float64(); {
			case x < like/2:
				return 0
			case x < like:
				return n - 1
			}
			return r.IntN(n)
		}})
		out = append(out, recorded(res))
	}
	return out
}

// given is a number out of the environment, 0 for none.
func given(name string) int {
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		return 0
	}
	return n
}

// traces is how many runs are replayed: a million by hand (ARCHLINT_TRACES=1000000,
// from the flow ARCHLINT_FLOW on).
func traces() int {
	if n := given("ARCHLINT_TRACES"); n > 0 {
		return n
	}
	if testing.Short() {
		return 2_000
	}
	return 20_000
}

// Whatever an independent interpreter of flows does is a path of the graph, and no data
// action runs more or less often than its bounds allow.
func TestEveryRunReplays(t *testing.T) {
	const each = 20
	steps, played := 0, 0
	for seed := uint64(given("ARCHLINT_FLOW")); played < traces(); seed++ {
		made := valuegen.Mixed(seed)
		if seed%2 == 0 {
			made = valuegen.Random(seed)
		}
		text, err := made.JSON()
		if err != nil {
			t.Fatal(err)
		}
		f := decode(t, text)
		all := runs(f, each, rand.New(rand.NewPCG(seed, 5)))
		got := modelOf(t, f).Play("1", all)
		if got.Fitness != 1 || got.Fitting != len(all) || len(got.Misfits)+len(got.Outside) > 0 {
			t.Fatalf("seed %d: fitness %v, misfits %+v, outside %+v\n%s", seed, got.Fitness, got.Misfits, got.Outside, text)
		}
		steps, played = steps+got.Steps, played+len(all)
	}
	if steps < 3*played {
		t.Errorf("%d runs had only %d steps", played, steps)
	}
	t.Logf("%d executions of %d steps", played, steps)
}
