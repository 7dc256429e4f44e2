package interaction_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

// world runs interactions through flows by the interpreter: a transfer that
// succeeds goes on in the flow that it names, a bot runs where it is called, and
// may end the interaction.
type world struct {
	flows  map[string]*flow.Flow
	choose oracle.Chooser
	fails  func() bool
	cuts   func() bool
	holds  func(int) bool
	// Each run may execute as much, or, if shared, the whole interaction.
	cap, handling int
	shared        bool
	spent         int
	runs          map[string]int // of each flow
	first         string         // a flow whose calls are added up in mine
	mine          int64
	parts         []*interaction.Flow
}

// own bounds how often some calls of one flow run together.
func (w *world) own(flow int, sites []int) calls.Count {
	var nodes []cfg.NodeID
	for _, c := range sites {
		nodes = append(nodes, w.parts[flow].Calls[c])
	}
	return w.parts[flow].Analysis().Group(nodes)
}

// run returns how many data action calls an interaction makes that enters at f,
// and whether it ends by itself.
func (w *world) run(f *flow.Flow) (total int64, ended bool) {
	w.spent = 0
	total, ended, _ = w.runFlow(f)
	return total, ended
}

// runFlow also returns whether the run ended the interaction.
func (w *world) runFlow(f *flow.Flow) (total int64, ended, final bool) {
	inBots, allEnded := int64(0), true
	o := oracle.Options{Choose: w.choose, Fails: w.fails, Cuts: w.cuts, Holds: w.holds, Cap: w.cap, CapHandler: w.handling}
	if w.shared {
		o.Spent = &w.spent
	}
	o.Ends = func(a *flow.Action) bool {
		n, all, over := w.runFlow(w.flows[a.External[0].Name])
		inBots, allEnded = inBots+n, allEnded && all
		return over || !all
	}
	w.runs[f.Name]++
	res := oracle.Run(f, o)
	total, ended = inBots, allEnded && res.How == oracle.Ended
	var next []string
	var order []*flow.Action
	f.Walk(func(a *flow.Action, _ *flow.Container) { order = append(order, a) })
	for _, m := range f.Modules {
		m.Walk(func(a *flow.Action, _ *flow.Container) { order = append(order, a) })
	}
	for _, a := range order {
		switch a.Kind.Name {
		case "callData":
			total += int64(res.Ran[a])
			if f.Name == w.first {
				w.mine += int64(res.Ran[a])
			}
		case "transferToFlow":
			next = append(next, slices.Repeat([]string{a.External[0].Name}, res.Left[a])...)
		}
	}
	for _, name := range next {
		if w.shared && w.spent >= w.cap {
			return total, false, true
		}
		n, all, _ := w.runFlow(w.flows[name])
		total, ended = total+n, ended && all
	}
	return total, ended, res.Final
}

const netCap, netHandling = 50, 10

func join(flows []*flow.Flow) (*interaction.Net, *world) {
	w := &world{flows: make(map[string]*flow.Flow), cap: netCap, handling: netHandling, runs: make(map[string]int)}
	var parts []*interaction.Flow
	for _, f := range flows {
		w.flows[f.Name] = f
	}
	for i, a := range analyses(flows, func(g *cfg.Graph) calls.Model {
		m := calls.DefaultModel()
		m.Cap, m.CapHandler = netCap, netHandling
		m.Share = func(n cfg.NodeID, _ string) (float64, bool) { return 1 / float64(len(g.Nodes[n].Out)), true }
		return m
	}) {
		parts = append(parts, part(flows[i], a))
	}
	w.parts = parts
	return interaction.Join(parts, nil), w
}

// TestInteractionsStayInBounds runs interactions through random orgs, with and
// without ways back between flows: none may leave what Total says of the flow
// that it enters at.
func TestInteractionsStayInBounds(t *testing.T) {
	recursive := 0
	for seed := range 2000 {
		r := rand.New(rand.NewPCG(uint64(seed), 31))
		flows := flowgen.RandomOrg(r, 2+r.IntN(4), 4+r.IntN(10), seed%3 == 0, seed%2 == 0)
		net, w := join(flows)
		w.choose, w.fails = r.IntN, func() bool { return r.IntN(60) == 0 }
		for i, f := range flows {
			total := net.Total(i)
			if w.shared = total.Recursive; w.shared {
				recursive++
			}
			for range 30 {
				n, ended := w.run(f)
				if n > total.Count.Max || ended && n < total.Count.Min {
					t.Fatalf("seed %d: from %s %d calls (ended: %v), the bounds are %+v", seed, f.Name, n, ended, total.Count)
				}
			}
		}
	}
	if recursive < 500 {
		t.Errorf("only %d flows lead back to themselves", recursive)
	}
}

// TestInteractionBoundsAttained makes every interaction that is possible in
// small orgs whose flows bound themselves: least and greatest must be exactly
// what Total says.
func TestInteractionBoundsAttained(t *testing.T) {
	complete := 0
	for seed := range 1500 {
		r := rand.New(rand.NewPCG(uint64(seed), 32))
		flows := flowgen.RandomOrg(r, 2+r.IntN(3), 2+r.IntN(5), true, false)
		net, w := join(flows)
		w.cap = 100_000
		lo, hi := int64(math.MaxInt64), int64(0)
		all := oracle.EveryChoice(5000, func(choose oracle.Chooser) {
			w.choose = choose
			n, _ := w.run(flows[0])
			lo, hi = min(lo, n), max(hi, n)
		})
		if !all {
			continue
		}
		complete++
		if c := net.Total(0).Count; c.Min != lo || c.Max != hi {
			t.Fatalf("seed %d: bounds %+v, interactions %d..%d", seed, c, lo, hi)
		}
	}
	t.Log(complete, "orgs")
	if complete < 1000 {
		t.Errorf("only %d orgs were run completely", complete)
	}
}

// TestInteractionMeans holds the means, and how often each flow runs, against
// many interactions that choose by the same model.
func TestInteractionMeans(t *testing.T) {
	compared, back := 0, 0
	for seed := range 450 {
		flows, net, w, passes := chosen(seed, 33)
		total := net.Total(0)
		if heavy(passes) {
			continue // most interactions would be cut
		}
		compared++
		if total.Recursive {
			back++
		}
		const runs = 3000
		sum, sq := 0.0, 0.0
		clear(w.runs)
		for range runs {
			n, _ := w.run(flows[0])
			sum, sq = sum+float64(n), sq+float64(n)*float64(n)
		}
		mean := sum / runs
		slack := 6*math.Sqrt(max(sq/runs-mean*mean, 0)/runs) + 0.02
		if c := total.Count; math.Abs(c.Expected-mean) > slack && c.Expected < float64(c.Max) {
			t.Fatalf("seed %d: expected %.4f, interactions say %.4f +- %.4f", seed, c.Expected, mean, slack)
		}
		for name, n := range w.runs {
			if got := float64(n) / runs; math.Abs(got-passes[name]) > 0.1+0.1*got {
				t.Fatalf("seed %d: %s runs %.3f times, interactions say %.3f", seed, name, passes[name], got)
			}
		}
	}
	t.Log(compared, "orgs,", back, "with ways back")
	if compared < 150 || back < 40 {
		t.Errorf("only %d orgs compared, %d with ways back", compared, back)
	}
}

// chosen is a random organisation and a world in which interactions choose by the
// model of the formulas; passes is how often each flow runs by these.
func chosen(seed int, stream uint64) (flows []*flow.Flow, net *interaction.Net, w *world, passes map[string]float64) {
	r := rand.New(rand.NewPCG(uint64(seed), stream))
	flows = flowgen.RandomOrg(r, 2+r.IntN(3), 3+r.IntN(6)+seed%2*4, true, seed%2 == 1)
	net, w = join(flows)
	w.choose, w.cap, w.cuts = r.IntN, 400, func() bool { return false }
	w.holds = func(rounds int) bool { return rounds > 0 && r.IntN(3) == 0 }
	w.shared = net.Total(0).Recursive
	passes = make(map[string]float64)
	for _, p := range net.Passes(0) {
		passes[flows[p.Flow].Name] = p.Times
	}
	return flows, net, w, passes
}

func heavy(passes map[string]float64) bool {
	for _, n := range passes {
		if n > 6 {
			return true
		}
	}
	return false
}

// TestSideBySideIsTheSame solves random orgs with everything at once and in turn.
func TestSideBySideIsTheSame(t *testing.T) {
	for seed := range 200 {
		var totals [2][]interaction.Total
		for k := range totals {
			r := rand.New(rand.NewPCG(uint64(seed), 33))
			flows := flowgen.RandomOrg(r, 2+r.IntN(8), 4+r.IntN(10), seed%3 == 0, seed%2 == 0)
			net, _ := join(flows)
			if k == 1 {
				net.Solve(sideBySide)
			}
			for i := range flows {
				totals[k] = append(totals[k], net.Total(i))
			}
		}
		if diff := cmp.Diff(totals[0], totals[1]); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// TestInteractionVariance holds the variance of all calls of an interaction against
// many interactions that choose by the same model, with and without ways back.
func TestInteractionVariance(t *testing.T) {
	compared, back := 0, 0
	for seed := range 450 {
		flows, net, w, passes := chosen(seed, 34)
		total := net.Total(0)
		m, why := net.Spread([]int{0}, func(int, int) int { return 0 }, sideBySide).Of(0)
		if heavy(passes) || why != interaction.Solved || len(m.Counts) == 0 || total.Recursive && callsBots(flows) {
			continue // of bots in a round, whether they come back is taken to have no bearing
		}
		compared++
		if total.Recursive {
			back++
		}
		got, slack := sampledVariance(w, flows[0], 2500)
		if want := m.Covariance(0, 0); math.Abs(got-want) > slack {
			t.Fatalf("seed %d: variance %.4f, interactions say %.4f +- %.4f", seed, want, got, slack)
		}
	}
	t.Log(compared, "orgs,", back, "with ways back")
	if compared < 80 || back < 10 {
		t.Errorf("only %d orgs compared, %d with ways back", compared, back)
	}
}

// callsBots reports whether any flow calls another as a bot.
func callsBots(flows []*flow.Flow) bool {
	some := false
	for _, f := range flows {
		f.Walk(func(a *flow.Action, _ *flow.Container) { some = some || a.Kind.Control == flow.CallsFlow })
	}
	return some
}

// sampledVariance runs interactions, and returns six standard errors of the
// variance with it.
func sampledVariance(w *world, f *flow.Flow, runs int) (variance, slack float64) {
	counts, mean := make([]float64, runs), 0.0
	for i := range counts {
		w.spent = 0
		n, _ := w.run(f)
		counts[i] = float64(n)
		mean += counts[i] / float64(runs)
	}
	fourth := 0.0
	for _, n := range counts {
		square := (n - mean) * (n - mean)
		variance += square / float64(runs)
		fourth += square * square / float64(runs)
	}
	return variance, 6*math.Sqrt(max(fourth-variance*variance, 0)/float64(runs)) + 0.02
}

// TestRingIsSolvedWhole goes round a hundred flows, each of which goes on to the
// next in a third of its runs: no flow is too far away to count.
func TestRingIsSolvedWhole(t *testing.T) {
	const n = 100
	var flows []string
	for i := range n {
		flows = append(flows, inbound(fmt.Sprintf("F%d", i), call, either(toFlow(fmt.Sprintf("F%d", (i+1)%n)), end), end))
	}
	net := interaction.Join(decodeAll(t, flows...), nil)
	passes := net.Passes(0)
	if len(passes) != n {
		t.Fatalf("%d flows run, want %d", len(passes), n)
	}
	const on = 0.5 * 0.99
	for _, p := range passes {
		if want := math.Pow(on, float64(p.Flow)) / (1 - math.Pow(on, n)); math.Abs(p.Times-want) > 1e-9*want {
			t.Errorf("flow %d runs %g times, want %g", p.Flow, p.Times, want)
		}
	}
}

// TestExtentsHold counts the calls of the first flow and those of all others apart:
// no interaction may leave the bounds of either, and where every interaction that is
// possible is made, bounds that were found exactly are attained.
func TestExtentsHold(t *testing.T) {
	exact, complete := 0, 0
	for seed := range 900 {
		r := rand.New(rand.NewPCG(uint64(seed), 35))
		flows := flowgen.RandomOrg(r, 2+r.IntN(3), 2+r.IntN(5), true, seed%3 == 0)
		net, w := join(flows)
		if w.shared = net.Total(0).Recursive; !w.shared {
			w.cap = 200 // the flows bound themselves
		}
		of := func(flow, _ int) int { return min(flow, 1) }
		e := net.Extents([]int{0}, of, w.own)
		lo, hi := [2]int64{math.MaxInt64, math.MaxInt64}, [2]int64{}
		all := oracle.EveryChoice(3000, func(choose oracle.Chooser) {
			w.choose, w.spent, w.first = choose, 0, flows[0].Name
			w.mine = 0
			n, ended := w.run(flows[0])
			for k, n := range [2]int64{w.mine, n - w.mine} {
				if c := e.Of(0, k); n > c.Max || ended && n < c.Min {
					t.Fatalf("seed %d: %d calls of count %d, the bounds are %+v", seed, n, k, c)
				}
				lo[k], hi[k] = min(lo[k], n), max(hi[k], n)
			}
		})
		if !all || w.shared {
			continue
		}
		complete++
		if c := [2]calls.Count{e.Of(0, 0), e.Of(0, 1)}; c[0].Min == lo[0] && c[0].Max == hi[0] && c[1].Min == lo[1] && c[1].Max == hi[1] {
			exact++
		}
	}
	t.Log(exact, "of", complete, "exact")
	if complete < 300 || exact < complete*9/10 {
		t.Errorf("%d of %d orgs have exact bounds", exact, complete)
	}
}

// TestValuesAreThoseOfPasses gathers something in each flow: on the way, and from how
// often each flow runs, it comes to the same.
func TestValuesAreThoseOfPasses(t *testing.T) {
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 36))
		flows := flowgen.RandomOrg(r, 2+r.IntN(5), 3+r.IntN(8), true, seed%2 == 1)
		net, _ := join(flows)
		reward := func(flow int) float64 { return float64(flow%3) + 0.5 }
		values := net.Values(reward)
		for i := range flows {
			want := 0.0
			for _, p := range net.Passes(i) {
				want += p.Times * reward(p.Flow)
			}
			if math.Abs(values[i]-want) > 1e-6*want && want < 1000 {
				t.Fatalf("seed %d: from flow %d %g, by passes %g", seed, i, values[i], want)
			}
		}
	}
}
