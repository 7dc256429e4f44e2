package calls_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
)

// TestRestChangesNoAnswer asks everything twice, the second time after a rest.
func TestRestChangesNoAnswer(t *testing.T) {
	type answers struct {
		sum, weighted, group calls.Count
		nodes                []calls.Count
		witnesses            [][]calls.Step
		worst, likely        []calls.Step
		loops                []calls.Loop
		cycles               []int64
		rates                []float64
	}
	for seed := range uint64(300) {
		g := cfg.Lower(flowgen.Random(rand.New(rand.NewPCG(seed, 1)), 30, seed%3 == 0), cfg.Options{})
		a := calls.New(g, calls.DefaultModel())
		times, all, ones := make([]int64, len(g.Nodes)), []cfg.NodeID{}, map[cfg.NodeID]int64{}
		for n := range g.Nodes {
			if g.Nodes[n].Kind == cfg.Act {
				times[n], ones[cfg.NodeID(n)] = 1, 1
				all = append(all, cfg.NodeID(n))
			}
		}
		ask := func(rest func()) (out answers) {
			rest()
			out.sum = a.Sum(ones)
			rest()
			out.weighted = a.Weighted(ones)
			rest()
			out.group = a.Group(all)
			rest()
			out.worst, out.likely, out.loops = a.WorstRun(all), a.LikelyRun(), a.Loops()
			for _, n := range all {
				rest()
				c := a.Node(n)
				rest()
				out.nodes, out.witnesses = append(out.nodes, c), append(out.witnesses, a.Witness(n, c))
			}
			rest()
			out.cycles = a.CycleTimes(times)
			rest()
			out.rates = a.Rates(times)
			return out
		}
		awake, rested := ask(func() {}), ask(a.Release)
		if !reflect.DeepEqual(awake, rested) {
			t.Fatalf("seed %d:\n%+v\nafter a rest:\n%+v", seed, awake, rested)
		}
	}
}
