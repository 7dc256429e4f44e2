package calls_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// TestFormatsCountTheSame holds the counts of flows that stand in both formats
// against each other: bounds and means, of every action.
func TestFormatsCountTheSame(t *testing.T) {
	pairs := ownPairs(t)
	if dir := os.Getenv("ARCHLINT_CORPUS"); dir != "" {
		pairs = append(pairs, publicPairs(t, dir)...)
	} else {
		pairs = append(pairs, publicPairs(t, filepath.Join("..", "..", "..", "shared", "corpus"))...)
	}
	for _, pair := range pairs {
		t.Run(filepath.Base(pair[0]), func(t *testing.T) {
			flows := decodeFile(t, pair[0])
			exact := !leavesOut(flows[0])
			y, j := countsOf(flows, exact), countsOf(decodeFile(t, pair[1]), exact)
			if diff := cmp.Diff(y, j); diff != "" {
				t.Errorf("-%s +%s\n%s", filepath.Base(pair[0]), filepath.Base(pair[1]), diff)
			}
		})
	}
}

// ownPairs are the flows of this project that stand in both formats.
func ownPairs(t *testing.T) [][2]string {
	files, _ := filepath.Glob(filepath.Join("..", "cfg", "testdata", "pairs", "*.yaml"))
	if len(files) < 6 {
		t.Fatalf("only %d pairs", len(files))
	}
	var out [][2]string
	for _, file := range files {
		out = append(out, [2]string{file, strings.TrimSuffix(file, "yaml") + "json"})
	}
	return out
}

func publicPairs(t *testing.T, dir string) [][2]string {
	text, err := os.ReadFile(filepath.Join(dir, "PAIRS.tsv"))
	if err != nil {
		t.Logf("no corpus of public flows: %v", err)
		return nil
	}
	var out [][2]string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		pair := strings.Split(line, "\t")
		out = append(out, [2]string{filepath.Join(dir, pair[0]), filepath.Join(dir, pair[1])})
	}
	return out
}

// leavesOut reports whether a flow has an output that stands for those which YAML
// may leave out: its bounds are wider.
func leavesOut(f *flow.Flow) bool {
	out := false
	f.Walk(func(a *flow.Action, _ *flow.Container) { out = out || a.Output(flow.OtherOutput) != nil })
	return out
}

// countsOf are the counts of the actions of the first of some flows, by kind.
func countsOf(flows []*flow.Flow, bounds bool) []string {
	opts := cfg.Options{Count: expr.Int, Module: func(x flow.External) *flow.Flow {
		i := slices.IndexFunc(flows, func(f *flow.Flow) bool { return f.Type == "commonmodule" && f.Name == x.Name })
		if i < 0 {
			return nil
		}
		return flows[i]
	}}
	flows[0].IntentTasks = nil // stand in no YAML
	a := calls.New(cfg.Lower(flows[0], opts), calls.DefaultModel())
	var out []string
	for i := range a.Graph.Nodes {
		if n := &a.Graph.Nodes[i]; n.Kind == cfg.Act && n.Module == nil {
			c := a.Node(cfg.NodeID(i))
			text := fmt.Sprintf("%s: mean %.6f", n.Action.Kind.Name, c.Expected)
			if bounds {
				text += fmt.Sprintf(" of %d..%d", c.Min, c.Max)
			}
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return out
}

func decodeFile(t *testing.T, file string) []*flow.Flow {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	src := source.NewFile(filepath.Base(file), text)
	if strings.HasSuffix(file, ".yaml") {
		flows, err := archy.Decode(src, archy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return flows
	}
	decode := platform.Decode
	if !strings.HasSuffix(file, ".json") {
		decode = platform.DecodeI3
	}
	f, err := decode(src, platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return []*flow.Flow{f}
}
