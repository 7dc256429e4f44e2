package calls_test

import (
	"fmt"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
)

// BenchmarkFlow lowers and bounds one flow of realistic shape: every data
// action call, the whole run, expected counts, loops.
//
// Ledger (two shared cores; ratios and growth matter, not single figures):
//
//	LEDGER
func BenchmarkFlow(b *testing.B) {
	for _, size := range []int{100, 1_000, 10_000, 100_000} {
		f := flowgen.Synthetic(1, size)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				bound(cfg.Lower(f, cfg.Options{}))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/action")
		})
	}
}

func bound(g *cfg.Graph) (calls.Count, int) {
	a := calls.New(g, calls.DefaultModel())
	all := make(map[cfg.NodeID]int64)
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
			all[cfg.NodeID(i)] = 1
			a.Node(cfg.NodeID(i))
		}
	}
	return a.Sum(all), len(a.Loops())
}
