package calls_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

const testCap, testCapHandler = 60, 10

// noCap is more actions than any run of the small flows here executes.
const noCap = 100_000

// TestBoundsHold runs thousands of random flows with every control construct
// many times each: no run may leave the bounds of any action or of all data
// action calls together, and none may execute more actions than the cap.
func TestBoundsHold(t *testing.T) {
	for seed := range soaked(4000) {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		f := flowgen.Random(r, 5+r.IntN(35), seed%3 == 0)
		a := analyse(t, f)
		b := newBounds(a)
		for range 60 {
			res := oracle.Run(f, oracle.Options{
				Choose: r.IntN, Cap: testCap, CapHandler: testCapHandler,
				Fails: func() bool { return r.IntN(40) == 0 },
			})
			if err := b.hold(res); err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, dump(a.Graph))
			}
		}
	}
}

// TestBoundsAttained runs every possible run of small flows without unbounded
// cycles: least and greatest must be exactly what the analysis says.
func TestBoundsAttained(t *testing.T) {
	complete := 0
	for seed := range soaked(3000) {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		f := flowgen.Random(r, 3+r.IntN(15), true)
		a := analyseWithin(t, f, noCap, noCap)
		b := newBounds(a)
		lo, hi, all := everyRun(f, b, 3000)
		if !all {
			continue
		}
		complete++
		for n := range b.sites {
			got := b.count[n]
			if got.Min != lo[n] || got.Max != hi[n] {
				t.Fatalf("seed %d: %s: analysis says %d..%d, runs %d..%d\n%s", seed, name(a.Graph, n), got.Min, got.Max, lo[n], hi[n], dump(a.Graph))
			}
		}
		if b.total.Min != lo[all_] || b.total.Max != hi[all_] {
			t.Fatalf("seed %d: total: analysis says %d..%d, runs %d..%d\n%s", seed, b.total.Min, b.total.Max, lo[all_], hi[all_], dump(a.Graph))
		}
	}
	if complete < 1000 {
		t.Fatalf("only %d flows were run completely", complete)
	}
}

const all_ = cfg.None

// everyRun runs f with every sequence of choices, up to a number of runs.
func everyRun(f *flow.Flow, b *bounds, most int) (lo, hi map[cfg.NodeID]int64, complete bool) {
	lo, hi = make(map[cfg.NodeID]int64), make(map[cfg.NodeID]int64)
	first := true
	complete = oracle.EveryChoice(most, func(choose oracle.Chooser) {
		res := oracle.Run(f, oracle.Options{Cap: noCap, Choose: choose})
		for n, c := range b.counts(res) {
			note(lo, hi, n, c, first)
		}
		first = false
	})
	return lo, hi, complete
}

// counts is how often a run passed each action, and under all_ all data action
// calls together.
func (b *bounds) counts(res oracle.Result) map[cfg.NodeID]int64 {
	out := map[cfg.NodeID]int64{all_: 0}
	for n, act := range b.sites {
		out[n] = int64(res.Ran[act])
		if act.Kind.Name == "callData" {
			out[all_] += out[n]
		}
	}
	return out
}

func note(lo, hi map[cfg.NodeID]int64, n cfg.NodeID, c int64, first bool) {
	if first {
		lo[n], hi[n] = c, c
		return
	}
	lo[n], hi[n] = min(lo[n], c), max(hi[n], c)
}

// TestCappedBounds makes every run, with and without a run-time error, that a
// small flow with unbounded cycles can make under a very small cap: none may
// leave the bounds, and nearly always the greatest count is attained. It is not
// where the cap falls between two rounds, or where a task calls itself.
func TestCappedBounds(t *testing.T) {
	sites, exact, complete := 0, 0, 0
	for seed := range soaked(1500) {
		s, e, all := capped(t, uint64(seed))
		if all {
			sites, exact, complete = sites+s, exact+e, complete+1
		}
	}
	t.Logf("%d flows run completely; of %d sites %d attain their bound", complete, sites, exact)
	if complete < 1000 || exact < sites*94/100 {
		t.Errorf("only %d flows were run completely; of %d sites only %d attain their bound", complete, sites, exact)
	}
}

const tinyCap, tinyCapHandler = 9, 3

func capped(t *testing.T, seed uint64) (sites, exact int, complete bool) {
	r := rand.New(rand.NewPCG(seed, 21))
	f := flowgen.Random(r, 3+r.IntN(10), false)
	b := newBounds(analyseWithin(t, f, tinyCap, tinyCapHandler))
	lo, hi := make(map[cfg.NodeID]int64), make(map[cfg.NodeID]int64)
	complete = oracle.EveryChoice(20_000, func(choose oracle.Chooser) {
		failed := false
		res := oracle.Run(f, oracle.Options{Cap: tinyCap, CapHandler: tinyCapHandler, Choose: choose, Fails: func() bool {
			failed = !failed && choose(2) == 1
			return failed
		}})
		if err := b.hold(res); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, dump(b.a.Graph))
		}
		for n, c := range b.counts(res) {
			note(lo, hi, n, c, false)
		}
	})
	for n := range b.sites {
		sites++
		if b.count[n].Max == hi[n] {
			exact++
		}
	}
	return sites, exact, complete
}

// TestExpectedCounts holds the Markov chain against the mean of many runs that
// choose by the same model: flows with constant loops, and flows with cycles
// made by jumps and menus.
func TestExpectedCounts(t *testing.T) {
	compared := 0
	for seed := range soaked(400) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		f := flowgen.Random(r, 5+r.IntN(20), seed%3 == 0)
		a := analyse(t, f)
		if !comparable(a.Graph) {
			continue
		}
		compared++
		b := newBounds(a)
		const runs = 2000
		sum, sq := make(map[cfg.NodeID]float64), make(map[cfg.NodeID]float64)
		for range runs {
			res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cuts: never, Holds: thirds(r), Cap: 1 << 20})
			for n, act := range b.sites {
				c := float64(res.Ran[act])
				sum[n] += c
				sq[n] += c * c
			}
		}
		for n := range b.sites {
			mean := sum[n] / runs
			sd := math.Sqrt(max(sq[n]/runs-mean*mean, 0) / runs)
			if got := a.Visits(n); math.Abs(got-mean) > 5*sd+0.01 {
				t.Fatalf("seed %d: %s: expected %.4f, runs say %.4f +- %.4f\n%s", seed, name(a.Graph, n), got, mean, sd, dump(a.Graph))
			}
		}
	}
	if compared < 200 {
		t.Errorf("only %d flows could be compared", compared)
	}
}

// never is how the model cuts runs short of which nothing is known.
func never() bool { return false }

// thirds is how the model takes the conditions of a loop: one holds after a
// third of the rounds.
func thirds(r *rand.Rand) func(int) bool {
	return func(rounds int) bool { return rounds > 0 && r.IntN(3) == 0 }
}

// comparable reports whether the interpreter chooses as the model does: not at
// loops of unknown count, which it leaves by chance and the model after three
// rounds, and not where a run cannot end or calls itself, where the model assumes.
func comparable(g *cfg.Graph) bool {
	for _, l := range g.Loops {
		if l.Task || l.Count == nil {
			return false
		}
	}
	ends := make([]bool, len(g.Nodes))
	for changed := true; changed; {
		changed = false
		for i := range g.Nodes {
			n := &g.Nodes[i]
			can := n.Kind == cfg.End || n.Kind == cfg.Return
			for _, e := range n.Out {
				can = can || ends[e.To]
			}
			if can && !ends[i] && (n.Callee == cfg.None || ends[n.Callee]) {
				ends[i], changed = true, true
			}
		}
	}
	for i := range g.Nodes {
		if g.Nodes[i].Live && g.Nodes[i].Kind == cfg.Fork && len(g.Nodes[i].Out) > 1 {
			return false // which menu a global choice was taken in
		}
		if g.Nodes[i].Live && (!ends[i] || reaches(g, g.Nodes[i].Callee, cfg.NodeID(i))) {
			return false
		}
	}
	return true
}

// reaches reports whether from leads to n, into calls as well.
func reaches(g *cfg.Graph, from, n cfg.NodeID) bool {
	seen := make(map[cfg.NodeID]bool)
	todo := []cfg.NodeID{from}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at == cfg.None || seen[at] {
			continue
		}
		if at == n {
			return true
		}
		seen[at] = true
		todo = append(todo, g.Nodes[at].Callee)
		for _, e := range g.Nodes[at].Out {
			todo = append(todo, e.To)
		}
	}
	return false
}

func analyse(t *testing.T, f *flow.Flow) *calls.Analysis {
	t.Helper()
	return analyseWithin(t, f, testCap, testCapHandler)
}

func analyseWithin(t *testing.T, f *flow.Flow, most, handling int64) *calls.Analysis {
	t.Helper()
	g := cfg.Lower(f, cfg.Options{})
	if err := g.Check(); err != nil {
		t.Fatalf("%v\n%s", err, dump(g))
	}
	m := calls.DefaultModel()
	m.Cap, m.CapHandler = most, handling
	m.Share = func(n cfg.NodeID, _ string) (float64, bool) { return evenly(&g.Nodes[n]) }
	return calls.New(g, m)
}

// evenly is how the oracle chooses: every output in service alike; a transfer
// first between success and failure.
func evenly(n *cfg.Node) (float64, bool) {
	return 1 / float64(len(n.Out)), true
}

type bounds struct {
	a     *calls.Analysis
	sites map[cfg.NodeID]*flow.Action
	count map[cfg.NodeID]calls.Count
	total calls.Count
}

func newBounds(a *calls.Analysis) *bounds {
	b := &bounds{a: a, sites: make(map[cfg.NodeID]*flow.Action), count: make(map[cfg.NodeID]calls.Count)}
	data := make(map[cfg.NodeID]int64)
	for i := range a.Graph.Nodes {
		n := cfg.NodeID(i)
		if a.Graph.Nodes[n].Kind != cfg.Act {
			continue
		}
		b.sites[n] = a.Graph.Nodes[n].Action
		b.count[n] = a.Node(n)
		if b.sites[n].Kind.Name == "callData" {
			data[n] = 1
		}
	}
	b.total = a.Sum(data)
	return b
}

// hold returns how a run breaks the bounds, or nil. The least is over runs
// that end by themselves.
func (b *bounds) hold(res oracle.Result) error {
	for n, c := range b.counts(res) {
		if n == all_ {
			if err := within(c, b.total, res.How); err != nil {
				return fmt.Errorf("all calls: %w", err)
			}
			continue
		}
		if err := within(c, b.count[n], res.How); err != nil {
			return fmt.Errorf("%s: %w", name(b.a.Graph, n), err)
		}
	}
	if res.Executed > int(b.a.Model.Cap+b.a.Model.CapHandler) {
		return fmt.Errorf("%d actions executed", res.Executed)
	}
	return nil
}

func within(c int64, got calls.Count, how string) error {
	if c > got.Max || how == oracle.Ended && c < got.Min {
		return fmt.Errorf("ran %d times (%s), analysis says %d..%d (%s)", c, how, got.Min, got.Max, got.BoundedBy)
	}
	return nil
}

func name(g *cfg.Graph, n cfg.NodeID) string {
	return fmt.Sprintf("node %d, %s", n, g.Nodes[n].Action.Name)
}

func dump(g *cfg.Graph) string {
	var b bytes.Buffer
	g.Format(&b)
	return b.String()
}
