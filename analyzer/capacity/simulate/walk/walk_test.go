package walk

import (
	"context"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
)

// decode reads a flow in whatever format it is, none when it is no flow.
func decode(t *testing.T, path string) []*flow.Flow {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := source.NewFile(path, text)
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".yaml" || ext == ".yml":
		flows, err := archy.Decode(file, archy.Options{})
		if err != nil {
			return nil
		}
		return flows
	case strings.HasPrefix(ext, ".i3"):
		f, err := platform.DecodeI3(file, platform.Options{})
		if err != nil || f == nil {
			return nil
		}
		return []*flow.Flow{f}
	case ext == ".json":
		f, err := platform.Decode(file, platform.Options{})
		if err != nil || f == nil {
			return nil
		}
		return []*flow.Flow{f}
	}
	return nil
}

func flowsUnder(t *testing.T, dir string) []*flow.Flow {
	t.Helper()
	var all []*flow.Flow
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, decode(t, path)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func isCall(g *cfg.Graph) func(cfg.NodeID) int {
	return func(id cfg.NodeID) int {
		if n := &g.Nodes[id]; n.Kind == cfg.Act && n.Action.DataAction != nil {
			return 0
		}
		return -1
	}
}

// simulated walks a flow many times and returns the mean number of calls with
// its standard error; trouble takes the shares of the default branch model.
func simulated(t *testing.T, f *flow.Flow, g *cfg.Graph) (mean, deviation float64, same bool) {
	t.Helper()
	net, err := New([]Flow{{Graph: g, Model: calls.DefaultModel(), Action: isCall(g)}})
	if err != nil {
		t.Fatal(err)
	}
	counter := &counting{inner: net.Source(0)}
	latency := make(simulate.Samples, 100)
	latency[0] = 5 // one in a hundred times out
	_, err = simulate.Run(context.Background(), simulate.Setup{
		Seed: 11, Minutes: 20, Entries: []simulate.Arrivals{{Name: f.Name, PerMinute: 100, Source: counter}},
		Actions: []simulate.Action{{Latency: latency, TimeoutSeconds: 1, FailureShare: 1.0 / 99}},
	})
	if err != nil {
		t.Fatal(err)
	}
	n, sum, squares := float64(len(counter.calls)), 0.0, 0.0
	for _, c := range counter.calls {
		sum += c
		squares += c * c
	}
	mean = sum / n
	return mean, math.Sqrt(max(squares/n-mean*mean, 0) / n), true
}

// counting counts the calls of each interaction.
type counting struct {
	inner simulate.Source
	calls []float64
}

type countingWalker struct {
	simulate.Walker
	calls float64
}

func (c *counting) Start(rng *rand.Rand) simulate.Walker {
	return &countingWalker{Walker: c.inner.Start(rng)}
}

func (c *counting) Done(w simulate.Walker) {
	mine := w.(*countingWalker)
	c.calls = append(c.calls, mine.calls)
	c.inner.Done(mine.Walker)
}

func (w *countingWalker) Next(now float64, last simulate.Outcome, rng *rand.Rand) simulate.Stage {
	step := w.Walker.Next(now, last, rng)
	if step.Kind == simulate.Call {
		w.calls++
	}
	return step
}

// expected is what the Markov chain says.
func expected(g *cfg.Graph) float64 {
	a := calls.New(g, calls.DefaultModel())
	sum := 0.0
	for i := range g.Nodes {
		if isCall(g)(cfg.NodeID(i)) >= 0 {
			sum += a.Visits(cfg.NodeID(i))
		}
	}
	return sum
}

func compare(t *testing.T, flows []*flow.Flow) (compared int) {
	t.Helper()
	for _, f := range flows {
		g := cfgtest.Lower(t, f, cfg.Options{})
		want := expected(g)
		if want == 0 || g.Entry == cfg.None {
			continue
		}
		got, deviation, _ := simulated(t, f, g)
		compared++
		if math.Abs(got-want) > 5*deviation+0.01*want+0.005 {
			t.Errorf("%s %q: walks make %.4g calls (standard error %.2g), the analysis %.4g", f.Type, f.Name, got, deviation, want)
		}
	}
	return compared
}

func TestWalksAgreeWithTheAnalysis(t *testing.T) {
	if n := compare(t, flowsUnder(t, "../../../../testdata/exports/first-contact")); n < 3 {
		t.Errorf("only %d flows compared", n)
	}
}

func TestWalksAgreeWithTheAnalysisOnTheCorpus(t *testing.T) {
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = "../../../../../shared/corpus"
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no corpus")
	}
	t.Log(compare(t, flowsUnder(t, dir)), "flows")
}
