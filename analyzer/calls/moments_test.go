package calls_test

import (
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

// TestMoments holds mean, variances and covariances against many runs that
// choose by the same model: of the data action calls in four lots, and of all of
// them together. A third of the flows are wild without cycles made by jumps, a
// third with, a third are menus that lead to menus and back.
func TestMoments(t *testing.T) {
	compared := 0
	for seed := range 180 {
		r := rand.New(rand.NewPCG(uint64(seed), 4))
		f := flowgen.Random(r, 5+r.IntN(25), seed%3 == 0)
		if seed%3 == 2 {
			f = flowgen.Synthetic(uint64(seed), 60+r.IntN(150))
		}
		if !runsByTheModel(f) {
			continue
		}
		a := analyse(t, f)
		sites, at := counted(a.Graph)
		if len(sites) == 0 {
			continue
		}
		sample, ok := sampled(f, sites, r)
		if !ok {
			continue
		}
		compared++
		if err := sample.disagrees(a.Moments(at)); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, dump(a.Graph))
		}
	}
	t.Log(compared, "flows")
	if compared < 90 {
		t.Fatalf("only %d flows compared", compared)
	}
}

// TestMomentsOfDeepCallsAreLetGo has tasks that each call the next one twice. What a
// task adds goes by the square of the counts: that of 7,000 tasks took 7 GB.
func TestMomentsOfDeepCallsAreLetGo(t *testing.T) {
	a := analyse(t, flowgen.Shapes()["tasks that call the next"](900))
	_, at := counted(a.Graph)
	if kept := a.RegionsKept(at); kept > 2 {
		t.Errorf("%d regions are held", kept)
	}
}

// counted spreads the data action calls over four counts.
func counted(g *cfg.Graph) (map[*flow.Action]int, map[cfg.NodeID]*calls.Moments) {
	sites, at := make(map[*flow.Action]int), make(map[cfg.NodeID]*calls.Moments)
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.Kind.Name == "callData" {
			sites[n.Action] = len(sites) % 4
			at[cfg.NodeID(i)] = calls.Once(sites[n.Action])
		}
	}
	return sites, at
}

// runsByTheModel leaves out what the model only approximates: loops of unknown
// count, loop tasks, tasks that call themselves.
func runsByTheModel(f *flow.Flow) bool {
	for _, c := range f.Containers {
		if c.Kind == flow.LoopTask || c.Recurring {
			return false
		}
	}
	ok := true
	to := make(map[*flow.Container][]*flow.Container)
	f.Walk(func(a *flow.Action, c *flow.Container) {
		if v := a.Value("loopCount"); v != nil && len(v.Text) > 1 {
			ok = false
		}
		if a.Target != nil {
			to[c] = append(to[c], a.Target)
		}
	})
	f.Walk(func(a *flow.Action, c *flow.Container) {
		if a.Kind.Control == flow.Calls && a.Target != nil && leads(to, a.Target, c, map[*flow.Container]bool{}) {
			ok = false
		}
	})
	return ok
}

func leads(to map[*flow.Container][]*flow.Container, from, target *flow.Container, seen map[*flow.Container]bool) bool {
	if from == target {
		return true
	}
	seen[from] = true
	for _, next := range to[from] {
		if !seen[next] && leads(to, next, target, seen) {
			return true
		}
	}
	return false
}

// sample is the counts of many runs: 0 to 3 by their number, and their sum.
type sample struct{ counts [5][]float64 }

const momentRuns = 6000

// sampled runs f many times; ok is false when a run does not end by itself.
func sampled(f *flow.Flow, sites map[*flow.Action]int, r *rand.Rand) (s sample, ok bool) {
	for range momentRuns {
		res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cuts: never, Holds: thirds(r), Cap: 3000})
		if res.How == oracle.Capped {
			return s, false
		}
		var one [5]float64
		for act, n := range sites {
			one[n] += float64(res.Ran[act])
			one[4] += float64(res.Ran[act])
		}
		for n := range one {
			s.counts[n] = append(s.counts[n], one[n])
		}
	}
	return s, true
}

// disagrees holds moments against the sample, within six standard errors of
// the sample's own figures.
func (s sample) disagrees(m *calls.Moments) error {
	if m == nil {
		return fmt.Errorf("no moments")
	}
	at := map[int]int{0: -1, 1: -1, 2: -1, 3: -1}
	for i, c := range m.Counts {
		at[c] = i
	}
	total := 0.0
	for i := range 4 {
		mean, error_ := meanOf(s.counts[i])
		if got := momentAt(m.Mean, at[i]); math.Abs(got-mean) > 6*error_+0.01 {
			return fmt.Errorf("count %d: mean %.4f, runs say %.4f +- %.4f", i, got, mean, error_)
		}
		for j := range 4 {
			got := 0.0
			if at[i] >= 0 && at[j] >= 0 {
				got = m.Covariance(at[i], at[j])
			}
			total += got
			want, error_ := covariance(s.counts[i], s.counts[j])
			if math.Abs(got-want) > 6*error_+0.02 {
				return fmt.Errorf("counts %d and %d: covariance %.4f, runs say %.4f +- %.4f", i, j, got, want, error_)
			}
		}
	}
	want, error_ := covariance(s.counts[4], s.counts[4])
	if math.Abs(total-want) > 6*error_+0.02 {
		return fmt.Errorf("all: variance %.4f, runs say %.4f +- %.4f", total, want, error_)
	}
	return nil
}

func momentAt(mean []float64, i int) float64 {
	if i < 0 {
		return 0
	}
	return mean[i]
}

func meanOf(x []float64) (mean, error_ float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	sum := 0.0
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sum) / float64(len(x))
}

// covariance returns that of a sample with its standard error.
func covariance(x, y []float64) (value, error_ float64) {
	mx, _ := meanOf(x)
	my, _ := meanOf(y)
	products := make([]float64, len(x))
	for i := range x {
		products[i] = (x[i] - mx) * (y[i] - my)
	}
	return meanOf(products)
}

// TestMomentsOfPlainFlows holds figures that can be worked out by hand: a fair
// branch in three rounds is binomial, a task's calls come together.
func TestMomentsOfPlainFlows(t *testing.T) {
	for _, c := range []struct {
		name, text               string
		meanX, varX, meanY, varY float64
		covariance               float64
	}{
		{name: "always", text: "call x; call y; end", meanX: 1, meanY: 1},
		{name: "either or", text: "if {yes: {call x} no: {call y}}; end", meanX: .5, varX: .25, meanY: .5, varY: .25, covariance: -.25},
		{name: "both or none", text: "if {yes: {call x; call y}}; end", meanX: .5, varX: .25, meanY: .5, varY: .25, covariance: .25},
		{name: "three rounds", text: "loop 3 {loop: {if {yes: {call x}}; call y}}; end", meanX: 1.5, varX: .75, meanY: 3},
		{name: "left half the time", text: "loop 2 {loop: {call x; if {yes: {exit}}}}; end", meanX: 1.5, varX: .25},
		{name: "a task twice", text: "do Sub; do Sub; end\ntask Sub: if {yes: {call x; call y}}", meanX: 1, varX: .5, meanY: 1,
			varY: .5, covariance: .5},
		{name: "geometric", text: "call x; if {yes: {jump Main}}; end", meanX: 2, varX: 2},
		{name: "no rounds", text: "loop 0 {loop: {call x}}; call y; end", meanY: 1},
		{name: "many rounds", text: "loop 1000 {loop: {if {yes: {call x}}}}; end", meanX: 500, varX: 250},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := lower(t, c.text)
			at := make(map[cfg.NodeID]*calls.Moments)
			for i := range g.Nodes {
				if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
					at[cfg.NodeID(i)] = calls.Once(int(n.Action.Name[0] - 'x'))
				}
			}
			m := calls.New(g, calls.DefaultModel()).Moments(at)
			var got [5]float64
			for i, n := range m.Counts {
				got[2*n], got[2*n+1] = m.Mean[i], m.Covariance(i, i)
			}
			if len(m.Counts) == 2 {
				got[4] = m.Covariance(0, 1)
			}
			want := [5]float64{c.meanX, c.varX, c.meanY, c.varY, c.covariance}
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-9*(1+want[i]) {
					t.Fatalf("%s: got %v, want %v", c.text, got, want)
				}
			}
		})
	}
}

// BenchmarkMoments solves the moments of forty data actions in one flow of
// realistic shape; lowering and the mean are not in the figure.
//
// Ledger (two shared cores; growth matters, not single figures):
//
//	2026-11-23  100 actions 0.6 us an action, 1,000 2.6 us, 10,000 2.7 us, 100,000 3.6 us
func BenchmarkMoments(b *testing.B) {
	for _, size := range []int{100, 1_000, 10_000, 100_000} {
		g := cfg.Lower(flowgen.Synthetic(1, size), cfg.Options{})
		a := calls.New(g, calls.DefaultModel())
		at := make(map[cfg.NodeID]*calls.Moments)
		counts := make(map[string]int)
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
				if _, ok := counts[n.Action.DataAction.Name]; !ok {
					counts[n.Action.DataAction.Name] = len(counts)
				}
				at[cfg.NodeID(i)] = calls.Once(counts[n.Action.DataAction.Name])
			}
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				a.Moments(at)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/action")
		})
	}
}
