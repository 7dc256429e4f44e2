package platform_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden decodes every flow of testdata and compares its tree, values and
// positions with the file beside it.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.json")
	if len(files) < 6 {
		t.Fatalf("only %d flows in testdata", len(files))
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := platform.Decode(source.NewFile(filepath.Base(path), text), platform.Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkInvariants(t, decoded)
			var tree strings.Builder
			if err := flow.DumpWith(&tree, decoded, flow.DumpOptions{Values: true, Positions: true}); err != nil {
				t.Fatal(err)
			}
			compareGolden(t, strings.TrimSuffix(path, ".json")+".golden", tree.String())
		})
	}
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// reporter is what tests, fuzz targets and properties have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Error(args ...any)
	Fatal(args ...any)
}

// checkInvariants holds what every decoded flow must satisfy.
func checkInvariants(t reporter, f *flow.Flow) {
	t.Helper()
	seen := map[*flow.Action]bool{}
	known := map[*flow.Container]bool{nil: true}
	for _, c := range f.Containers {
		known[c] = true
		if (c.Body == nil) != (c.Kind == flow.Menu) {
			t.Errorf("container %s at %v: body and kind disagree", c.Name, c.Pos)
		}
	}
	if !known[f.Entry] || !known[f.Errors.Target] || !known[f.KnowledgeTask] {
		t.Error("the flow names a container that is not its own")
	}
	for _, module := range f.Modules {
		known[module.Entry] = true
		checkInvariants(t, module)
	}
	f.Walk(func(a *flow.Action, c *flow.Container) {
		if seen[a] {
			t.Errorf("action %q at %v stands twice in the tree", a.Name, a.Pos)
		}
		seen[a] = true
		checkAction(t, a)
		if !known[a.Target] {
			t.Errorf("action %q at %v has a target outside the flow", a.Name, a.Pos)
		}
	})
	for _, p := range f.Problems {
		if p.File == "" || !p.Pos.IsValid() {
			t.Errorf("problem without a place: %v", p)
		}
	}
}

func checkAction(t reporter, a *flow.Action) {
	t.Helper()
	if a.Kind == nil || !a.Pos.IsValid() || a.Path == "" {
		t.Errorf("action %q: kind %v, position %v, path %q", a.Name, a.Kind, a.Pos, a.Path)
	}
	names := map[string]bool{}
	for _, out := range a.Outputs {
		if (out.Block != nil) != (out.State == flow.Connected) {
			t.Errorf("output %s of %q: %s, block %v", out.Name, a.Name, out.State, out.Block)
		}
		if names[out.Name] {
			t.Errorf("action %q has two outputs %s", a.Name, out.Name)
		}
		names[out.Name] = true
	}
	for _, list := range [][]flow.Binding{a.Results, a.Failures} {
		for _, b := range list {
			if b.Value.Kind != flow.VariableIn && b.Value.Kind != flow.NotSet && b.Value.Kind != flow.Unknown {
				t.Errorf("%q writes %s to %s %q", a.Name, b.Name, b.Value.Kind, b.Value.Text)
			}
		}
	}
}
