package archy_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// FuzzDecode holds every text against what a decoder promises: no panic, the
// same tree each time, and a tree whose parts fit together.
func FuzzDecode(f *testing.F) {
	seeds, _ := filepath.Glob(filepath.Join("testdata", "*.yaml"))
	first, _ := filepath.Glob(filepath.Join(firstContact, "flows", "inboundcall", "*.yaml"))
	for _, path := range append(seeds, first...) {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(plain))
	f.Add([]byte(bomb(3)))
	f.Add([]byte(plain + "---\nworkflow: [}\n---\nnewFlow: {startUpRef: \"./states/state[S]\", states: [state: {refId: S}]}\n"))
	f.Add([]byte("workflow: {tasks: &a [x, *a]}\n"))
	f.Add([]byte("workflow:\n\tdivision: x\n\ttasks:\n\t- task: {<<: [{a: b}], ? {c: d} : e, actions: !!str x}\n"))
	opts := archy.Options{MaxBytes: 1 << 16, MaxNodes: 50_000, MaxDepth: 200}
	f.Fuzz(func(t *testing.T, text []byte) {
		flows, _ := archy.Decode(source.NewFile("f.yaml", text), opts)
		again, _ := archy.Decode(source.NewFile("f.yaml", text), opts)
		if !bytes.Equal(dump(t, flows), dump(t, again)) {
			t.Fatal("two readings differ")
		}
		for _, decoded := range flows {
			checkTree(t, decoded)
		}
	})
}

// checkTree holds a tree against the model's promises.
func checkTree(t *testing.T, f *flow.Flow) {
	t.Helper()
	known := map[*flow.Container]bool{nil: true}
	for _, c := range f.Containers {
		known[c] = true
		if (c.Kind == flow.Menu) != (c.Body == nil) || (c.Menu != nil) != (c.Kind == flow.Menu) {
			t.Fatalf("%s %q has the parts of another kind", c.Kind, c.Name)
		}
		for _, ch := range c.Choices {
			if ch.Action == nil {
				t.Fatalf("choice %q has no action", ch.Name)
			}
		}
	}
	if !known[f.Entry] || !known[f.Errors.Target] || !known[f.KnowledgeTask] {
		t.Fatal("a reference leads out of the flow")
	}
	seen := map[*flow.Action]bool{}
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if seen[a] {
			t.Fatalf("%s stands twice in the tree", a.Path)
		}
		seen[a] = true
		if a.Kind == nil || !a.Pos.IsValid() || !known[a.Target] {
			t.Fatalf("incomplete: %+v", a)
		}
		names := map[string]bool{}
		for _, o := range a.Outputs {
			if names[o.Name] || (o.State == flow.Connected) != (o.Block != nil && len(o.Block.Actions) > 0) {
				t.Fatalf("%s: output %q twice, or not what its state says: %+v", a.Path, o.Name, o)
			}
			names[o.Name] = true
		}
		for _, name := range a.Kind.OutputsIn(f.Type) {
			if a.Output(name) == nil {
				t.Fatalf("%s lacks output %s", a.Path, name)
			}
		}
		if a.Kind.Name == "switch" {
			for i := range a.Cases {
				if a.Cases[i] == nil || a.Output(flow.CaseOutput(i)) == nil {
					t.Fatalf("%s: case %d has no output", a.Path, i)
				}
			}
		}
	})
}
