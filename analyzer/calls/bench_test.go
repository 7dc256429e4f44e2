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
//	2026-11-23  100: 6.3 us an action, 1,000: 12, 10,000: 31 (1.0 s before), 100,000: no end in 5 minutes
//	            a pass over the flow for every call in a loop or a called task
//	2026-11-23  100: 8.2, 1,000: 10, 10,000: 15, 100,000: 38
//	            spacing in place of a pass for flows over 2,000 actions; short cuts at the top level
//	2026-11-23  100: 6.7, 1,000: 11, 10,000: 10.5, 100,000: 28
//	            one solution for all nodes that add the same to each call of their task
//	2026-11-24  100: 4.0, 1,000: 9.1, 10,000: 10.7, 100,000: 26 (busy machine)
//	            procedures found once, not for each way to cut the flow
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
