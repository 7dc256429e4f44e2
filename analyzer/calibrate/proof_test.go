package calibrate_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer/calibrate"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

// hidden are shares that nobody but the walker knows: of every place and number of ways
// its own, from a flat Dirichlet distribution; of ends out of sight up to 30 %.
type hidden struct {
	r      *rand.Rand // of the shares
	runs   *rand.Rand // of the runs
	at     any
	shares map[hiddenKey][]float64
}

type hiddenKey struct {
	place any
	ways  int
}

func newHidden(seed uint64) *hidden {
	return &hidden{r: rand.New(rand.NewPCG(seed, 20)), runs: rand.New(rand.NewPCG(seed, 21)), shares: map[hiddenKey][]float64{}}
}

func (h *hidden) of(ways int) []float64 {
	key := hiddenKey{h.at, ways}
	if s, ok := h.shares[key]; ok {
		return s
	}
	s, sum := make([]float64, ways), 0.0
	for i := range s {
		s[i] = -math.Log(1 - h.r.Float64())
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
	h.shares[key] = s
	return s
}

func (h *hidden) choose(n int) int {
	x := h.runs.Float64()
	for i, share := range h.of(n) {
		if x -= share; x < 0 {
			return i
		}
	}
	return n - 1
}

func (h *hidden) cut() bool { return h.runs.Float64() < 0.3*h.of(-1 + 3)[0] }

// walked is what many runs of a flow did.
type walked struct {
	runs              int
	ran, met, entered map[any]float64 // executions, and runs with at least one
}

func (h *hidden) walk(f *flow.Flow, runs int) walked {
	w := walked{runs, map[any]float64{}, map[any]float64{}, map[any]float64{}}
	for range runs {
		res := oracle.Run(f, oracle.Options{
			Choose: h.choose, At: func(p any) { h.at = p }, Cuts: h.cut, Cap: 10_000,
			Holds: func(rounds int) bool { return rounds > 0 && h.choose(2) == 0 },
		})
		for a, n := range res.Ran {
			w.ran[a] += float64(n)
			w.met[a]++
		}
		for c, n := range res.Entered {
			w.ran[c] += float64(n)
			w.met[c]++
		}
	}
	return w
}

// counts are what a walk says of the nodes of a graph.
func (w walked) counts(g *cfg.Graph, executions bool) calibrate.NodeCounts {
	c := calibrate.NodeCounts{Runs: float64(w.runs), Nodes: map[cfg.NodeID]float64{}, Executions: executions}
	for i := range g.Nodes {
		if place := placeOf(&g.Nodes[i]); place != nil {
			c.Nodes[cfg.NodeID(i)] = w.met[place]
			if executions {
				c.Nodes[cfg.NodeID(i)] = w.ran[place]
			}
		}
	}
	c.Groups = w.groups(g, 2)
	return c
}

// short reports whether runs come to their end well before the platform's cap.
func short(h *hidden, f *flow.Flow) bool {
	executed := 0.0
	for _, n := range h.walk(f, 50).ran {
		executed += n
	}
	return executed < 50*60
}

// groups makes so many data actions of the call sites of a graph.
func (w walked) groups(g *cfg.Graph, actions int) []calibrate.Group {
	out := make([]calibrate.Group, actions)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Kind == cfg.Act && n.Live && n.Action.Kind.Name == "callData" {
			k := i % actions
			out[k].Nodes = append(out[k].Nodes, cfg.NodeID(i))
			out[k].Executions += w.ran[n.Action]
		}
	}
	return out
}

func placeOf(n *cfg.Node) any {
	switch n.Kind {
	case cfg.Act:
		return n.Action
	case cfg.Menu:
		return n.Container
	}
	return nil
}

func solve(g *cfg.Graph) func(calls.Model) *calls.Analysis {
	return func(m calls.Model) *calls.Analysis { return calls.New(g, m) }
}

// TestHiddenSharesAreFound fits flows to counts of 10,000 runs of an independent walker
// with shares of its own, and holds the expected calls to what 10 times as many runs do.
func TestHiddenSharesAreFound(t *testing.T) {
	for _, executions := range []bool{false, true} {
		name := map[bool]string{false: "runs", true: "executions"}[executions]
		t.Run(name, func(t *testing.T) {
			var off, offDefault []float64
			held, all, refused := 0, 0, 0
			for seed := range 150 {
				r := rand.New(rand.NewPCG(uint64(seed), 22))
				f := flowgen.Random(r, 5+r.IntN(25), seed%3 == 0)
				g := cfgtest.Lower(t, f, cfg.Options{})
				h := newHidden(uint64(seed))
				if !short(h, f) {
					continue
				}
				counts := h.walk(f, 10_000).counts(g, executions)
				fit, problem := calibrate.Of(g, counts, calls.DefaultModel(), solve(g))
				if problem != nil {
					refused++
					t.Logf("seed %d refused: %+v", seed, problem)
					continue
				}
				truth := h.walk(f, 30_000)
				fitted, byDefault := calls.New(g, fit.Over(calls.DefaultModel())), calls.New(g, calls.DefaultModel())
				want, got, was := 0.0, 0.0, 0.0
				for i := range g.Nodes {
					n := &g.Nodes[i]
					if n.Kind != cfg.Act || n.Action.Kind.Name != "callData" {
						continue
					}
					mean := truth.ran[n.Action] / float64(truth.runs)
					want, got, was = want+mean, got+fitted.Visits(cfg.NodeID(i)), was+byDefault.Visits(cfg.NodeID(i))
					if m, ok := fit.Means[cfg.NodeID(i)]; ok && m.High > 0 {
						all++
						if mean >= m.Low && mean <= m.High {
							held++
						}
					}
				}
				if want < 0.02 {
					continue
				}
				e := math.Abs(got-want) / want
				if e > 0.05 {
					t.Logf("seed %d: %.3f calls, fitted %.3f, default %.3f, off %.3f at %v", seed, want, got, was, fit.Off, fit.Worst)
				}
				off, offDefault = append(off, e), append(offDefault, math.Abs(was-want)/want)
			}
			slices.Sort(off)
			slices.Sort(offDefault)
			q := func(all []float64, p float64) float64 { return all[int(p*float64(len(all)-1))] }
			t.Logf("%d flows, %d refused: error at the median %.4f, ninth decile %.4f (default %.3f); intervals held %d of %d", len(off), refused,
				q(off, 0.5), q(off, 0.9), q(offDefault, 0.9), held, all)
			if len(off) < 35 || refused > 15 {
				t.Errorf("%d flows fitted, %d refused", len(off), refused)
			}
			if float64(held) < 0.95*float64(all) {
				t.Errorf("intervals of 95 %% held the truth %d times of %d", held, all)
			}
			if q(off, 0.5) > 0.01 || q(offDefault, 0.9) < 10*q(off, 0.9) {
				t.Errorf("error at the median %.4f; at the ninth decile of the defaults %.4f", q(off, 0.5), q(offDefault, 0.9))
			}
			if q(off, 0.9) > 0.05 {
				t.Errorf("error at the ninth decile %.4f, want at most 0.05", q(off, 0.9))
			}
		})
	}
}
