package dataflow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestWideVariables: where every value is taken to reach every use, whatever a walk
// through the flow sees is still among what may be, and nothing more is claimed for
// every path.
func TestWideVariables(t *testing.T) {
	seen := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		text := randomSketch(rt)
		g := lower(t, sketch(t, text))
		most := usual()
		most.pairs = rapid.IntRange(0, 12).Draw(rt, "pairs")
		f, exact := analyze(g, most), Analyze(g)
		for u := range f.code.uses {
			for _, d := range exact.code.uses[u].defs {
				if !slices.Contains(f.code.uses[u].defs, d) {
					rt.Fatalf("definition %d no longer reaches use %d\n%s", d, u, text)
				}
			}
		}
		for _, v := range append(Views(g), jumpCycles(g)...) {
			wide, narrow := f.Loop(v), exact.Loop(v)
			if wide.ExitsFixed && !narrow.ExitsFixed || len(wide.Hoistable) > len(narrow.Hoistable) && wide.Kind == narrow.Kind {
				rt.Fatalf("a claim about the loop at %d was added\n%s", v.Head, text)
			}
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "walk"), 1))
		for range 10 {
			w := &walker{g: g, f: f, random: random, seen: seen}
			if broken := w.run(300); broken != "" {
				rt.Fatalf("%s\nin\n%s", broken, text)
			}
		}
		if f.Partial() {
			seen["wide"]++
		}
	})
	if seen["wide"] == 0 || seen["read"] == 0 {
		t.Errorf("nothing was tested: %v", seen)
	}
}

// TestReadsAreCut: beyond the limit reads after a failure are left out, none is made
// up, and the flow says that some are missing.
func TestReadsAreCut(t *testing.T) {
	cut := 0
	rapid.Check(t, func(rt *rapid.T) {
		g := lower(t, sketch(t, randomSketch(rt)))
		most := usual()
		most.reads = rapid.IntRange(0, 6).Draw(rt, "reads")
		f, exact := analyze(g, most), Analyze(g)
		missing := 0
		for i := range f.calls {
			got, want := f.calls[i].ReadAfterFailure, exact.calls[i].ReadAfterFailure
			for _, r := range got {
				if !slices.Contains(want, r) {
					rt.Fatalf("read %v made up", r)
				}
			}
			missing += len(want) - len(got)
		}
		if missing > 0 && !f.Partial() {
			rt.Fatalf("%d reads missing, and nobody says so", missing)
		}
		cut += missing
	})
	if cut == 0 {
		t.Error("nothing was cut")
	}
}
