package dataflow

import (
	"reflect"
	"testing"

	"archlint/analyzer/cfg"
	"pgregory.net/rapid"
)

// TestAftermathByDefinition: what only one outcome of a call comes to is what a search
// from each output says, one that knows no rows and no limit. With a limit, a call's
// aftermath is either the same or not told, and the flow says that something is missing.
func TestAftermathByDefinition(t *testing.T) {
	seen := make(map[AftermathKind]int)
	cut := 0
	rapid.Check(t, func(rt *rapid.T) {
		g := lower(t, sketch(t, randomSketch(rt)))
		most := usual()
		most.ahead = rapid.IntRange(-1, 60).Draw(rt, "nodes")
		f, limited := Analyze(g), analyze(g, most)
		for i, c := range f.calls {
			seen[c.Aftermath.Kind]++
			if want := aftermathByDefinition(f, c.Node); !reflect.DeepEqual(c.Aftermath, want) {
				rt.Fatalf("call at %d: got %v, want %v", c.Node, c.Aftermath, want)
			}
			got := limited.calls[i].Aftermath
			if reflect.DeepEqual(got, c.Aftermath) {
				continue
			}
			cut++
			if !reflect.DeepEqual(got, Aftermath{}) || !limited.Partial() {
				rt.Fatalf("call at %d: got %v, partial %v, want %v or a note", c.Node, got, limited.Partial(), c.Aftermath)
			}
		}
	})
	if seen[Rejoins] == 0 || seen[Handles] == 0 || cut == 0 {
		t.Errorf("nothing was tested: %v, %d cut", seen, cut)
	}
}

func aftermathByDefinition(f *Flow, call cfg.NodeID) Aftermath {
	right, wrong := make(map[cfg.NodeID]bool), make(map[cfg.NodeID]bool)
	any := false
	for _, e := range f.g.Nodes[call].Out {
		switch {
		case f.isEmptyAndBad(call, e.Output):
			any = true
			cameTo(f.g, e.To, call, wrong)
		case good(e.Output):
			cameTo(f.g, e.To, call, right)
		}
	}
	if !any {
		return Aftermath{}
	}
	var onlyRight, onlyWrong []cfg.NodeID
	for n := range cfg.NodeID(len(f.g.Nodes)) {
		switch {
		case right[n] && !wrong[n]:
			onlyRight = append(onlyRight, n)
		case wrong[n] && !right[n]:
			onlyWrong = append(onlyWrong, n)
		}
	}
	return f.compared(onlyRight, onlyWrong)
}

func cameTo(g *cfg.Graph, n, call cfg.NodeID, seen map[cfg.NodeID]bool) {
	if n == cfg.None || n == call || seen[n] {
		return
	}
	seen[n] = true
	cameTo(g, g.Nodes[n].Callee, call, seen)
	for _, e := range g.Nodes[n].Out {
		if !gone(g.Nodes[n].Action, e.Output) {
			cameTo(g, e.To, call, seen)
		}
	}
}
