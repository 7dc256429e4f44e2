package calls_test

import (
	"math/rand/v2"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

// TestLooserBoundsHoldTheExact analyses random flows with limits of work that are
// met at once, or somewhere on the way: least counts stay, greatest counts do not
// fall, and no run leaves the looser bounds.
func TestLooserBoundsHoldTheExact(t *testing.T) {
	met, looser := 0, 0
	for seed := range soaked(1500) {
		r := rand.New(rand.NewPCG(uint64(seed), 31))
		f := flowgen.Random(r, 5+r.IntN(35), seed%3 == 0)
		g, m := cfg.Lower(f, cfg.Options{}), calls.DefaultModel()
		m.Cap, m.CapHandler = testCap, testCapHandler
		within := func() int { return r.IntN(2) * r.IntN(400) }
		exact, loose := calls.New(g, m), calls.NewWithin(g, m, within(), r.IntN(8), within(), within())
		want, got := newBounds(exact), newBounds(loose)
		for n := range want.sites {
			if got.count[n].Min != want.count[n].Min || got.count[n].Max < want.count[n].Max {
				t.Fatalf("seed %d: %s: %+v looser than %+v\n%s", seed, name(g, n), got.count[n], want.count[n], dump(g))
			}
			if got.count[n].Max > want.count[n].Max {
				looser++
			}
		}
		if got.total.Min != want.total.Min || got.total.Max < want.total.Max {
			t.Fatalf("seed %d: total: %+v looser than %+v\n%s", seed, got.total, want.total, dump(g))
		}
		for range 20 {
			res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cap: testCap, CapHandler: testCapHandler})
			if err := got.hold(res); err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, dump(g))
			}
		}
		loose.Loops()
		if exact.Looser() {
			t.Fatalf("seed %d: a small flow meets a limit", seed)
		}
		if loose.Looser() {
			met++
		}
	}
	if met < 200 || looser < 20 {
		t.Errorf("%d flows met a limit, %d bounds were looser: too few to tell", met, looser)
	}
}

// TestMergedProceduresAreSound draws calls as jumps: no run leaves the bounds, and
// neither means nor least counts pass for known.
func TestMergedProceduresAreSound(t *testing.T) {
	merged := 0
	for seed := range soaked(1500) {
		r := rand.New(rand.NewPCG(uint64(seed), 37))
		f := flowgen.Random(r, 5+r.IntN(35), seed%3 == 0)
		g, m := cfg.Lower(f, cfg.Options{}), calls.DefaultModel()
		m.Cap, m.CapHandler = testCap, testCapHandler
		loose := calls.NewMerged(g, m)
		got := newBounds(loose)
		for range 40 {
			res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cap: testCap, CapHandler: testCapHandler})
			if err := got.hold(res); err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, dump(g))
			}
		}
		if !loose.Looser() {
			continue
		}
		merged++
		if !loose.Unsettled() {
			t.Fatalf("seed %d: means of merged procedures pass for found", seed)
		}
		if got.total.Min != 0 {
			t.Fatalf("seed %d: least counts of merged procedures pass for known: %+v", seed, got.total)
		}
	}
	if merged < 200 {
		t.Errorf("%d flows were merged: too few to tell", merged)
	}
}

// Where thousands of calls share what witnesses show, each shows the first step of its
// path and the last ones, and says how many steps are left out between.
func TestWitnessesOfManyCallsAreShort(t *testing.T) {
	g := cfg.Lower(flowgen.Shapes()["tasks in a ring"](600), cfg.Options{})
	long, short := calls.New(g, calls.DefaultModel()), calls.NewWithin(g, calls.DefaultModel(), 1<<20, 100, 1<<20, 1<<20)
	cut := 0
	for n := range g.Nodes {
		if !isCall(g, cfg.NodeID(n)) {
			continue
		}
		want, got := long.Witness(cfg.NodeID(n), long.Node(cfg.NodeID(n))), short.Witness(cfg.NodeID(n), short.Node(cfg.NodeID(n)))
		if len(got) > 8 { // six steps of the way, what is left out, the rounds after it
			t.Errorf("%d: %d steps", n, len(got))
		}
		if countSteps(got) != countSteps(want) || !sameStep(got[0], want[0]) || !sameStep(got[len(got)-1], want[len(want)-1]) {
			t.Errorf("%d: shortened to %v from %v", n, got, want)
		}
		if len(got) < len(want) {
			cut++
		}
	}
	if cut < 50 {
		t.Errorf("%d witnesses were shortened: too few to tell", cut)
	}
}

func isCall(g *cfg.Graph, n cfg.NodeID) bool {
	return g.Nodes[n].Kind == cfg.Act && g.Nodes[n].Action.DataAction != nil
}

// countSteps counts the steps of a witness, those that are left out as well.
func countSteps(steps []calls.Step) int {
	n := 0
	for _, s := range steps {
		n += max(s.Left, 1) + countSteps(s.Rounds)
	}
	return n
}

func sameStep(a, b calls.Step) bool {
	return a.Node == b.Node && a.Output == b.Output && a.Times == b.Times
}
