package flowtest_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/source"
)

// TestBothFormatsSayWhatTheTreeSays reads the texts back: the tree, its YAML and
// its JSON have the same actions, and the same bounds and mean of every data action call.
func TestBothFormatsSayWhatTheTreeSays(t *testing.T) {
	trees := flowgen.Org(3, 60)
	for i, tree := range trees {
		text := flowtest.Write(tree, uint64(i))
		want := bounds(tree)
		if len(want) == 0 {
			t.Fatalf("flow %d calls nothing", i)
		}
		yaml, err := text.YAML()
		if err != nil {
			t.Fatal(err)
		}
		flows, err := archy.Decode(source.NewFile("flow.yaml", yaml), archy.Options{})
		if err != nil {
			t.Fatalf("flow %d: %v", i, err)
		}
		compare(t, i, "YAML", flows[0], want)
		json, err := text.JSON()
		if err != nil {
			t.Fatal(err)
		}
		read, err := platform.Decode(source.NewFile("flow.json", json), platform.Options{})
		if err != nil {
			t.Fatalf("flow %d: %v", i, err)
		}
		compare(t, i, "JSON", read, want)
	}
}

func compare(t *testing.T, i int, format string, got *flow.Flow, want []bound) {
	t.Helper()
	for _, p := range got.Problems {
		t.Errorf("flow %d as %s: %v", i, format, p)
	}
	if got := bounds(got); !slices.Equal(got, want) {
		t.Errorf("flow %d as %s: calls\n%v\nwant\n%v", i, format, got, want)
	}
}

// bound is a call and how often it can run.
type bound struct {
	name     string
	min, max int64
	mean     float64
}

func bounds(f *flow.Flow) []bound {
	g := cfg.Lower(f, cfg.Options{})
	analysis := calls.New(g, calls.DefaultModel())
	var out []bound
	for i := range g.Nodes {
		if a := g.Nodes[i].Action; g.Nodes[i].Kind == cfg.Act && a.DataAction != nil {
			b := analysis.Node(cfg.NodeID(i))
			out = append(out, bound{a.Name, b.Min, b.Max, math.Round(b.Expected*1e9) / 1e9})
		}
	}
	slices.SortFunc(out, func(a, b bound) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return out
}

// TestSameSeedSameTexts holds benchmarks to one input.
func TestSameSeedSameTexts(t *testing.T) {
	a, b := flowtest.Org(1, 5), flowtest.Org(1, 5)
	for i := range a {
		x, _ := a[i].JSON()
		y, _ := b[i].JSON()
		if len(x) == 0 || !bytes.Equal(x, y) {
			t.Errorf("flow %d differs", i)
		}
	}
}

// TestSizes holds the mix of sizes to what docs/performance.md says of it.
func TestSizes(t *testing.T) {
	var sizes []int
	total := 0
	for _, f := range flowtest.Org(1, 300) {
		json, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(json))
		total += len(json)
	}
	slices.Sort(sizes)
	t.Logf("bytes: median %d, mean %d, greatest %d", sizes[150], total/300, sizes[299])
	if mean := total / 300; mean < 28_000 || mean > 40_000 {
		t.Errorf("a flow has %d bytes of JSON on average, want about 33,000", mean)
	}
}
