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
//	2026-11-26  CPU time with collection (wall time is no measure on a busy machine): 100: 7.5, 1,000: 8.6, 10,000: 7.1, 100,000: 14.6
//	            walks split at entrances
//	2026-11-26  memory before and after, which no other work disturbs: 100: 222 and 123 KB, 1,000: 3.5 and 1.6 MB,
//	            10,000: 43 and 24 MB, 100,000: 735 and 528 MB, a fourth of the allocations; CPU less by a seventh to a third
//	            slices by number for maps by node and region, a heap without boxes, one room for all programs
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

// BenchmarkShapes bounds flows that nobody would draw, with a witness for each
// call. Time may grow with the square of the size where tasks or decisions stand
// thousands deep in one another or jump at random, and faster than that where
// loops do: four times as many took 37 times as long.
//
// Ledger (two shared cores, busy; CPU time of 1,000 and 4,000 actions):
//
//	2026-11-26  loops in one another 150 s at 1,000, no end at 4,000; loops in a round 1 s and 16 s;
//	            jumps at random 0.1 s and 3.1 s
//	2026-11-26  ways by Dijkstra, loops taken apart at their entrances, one search for all witnesses:
//	            loops in one another 0.8 s and 30 s (2,000 deep), loops in a round 0.06 s and 0.4 s,
//	            jumps at random 0.06 s and 1.0 s, tasks that call the next 0.5 s and 5 s, menus that
//	            lead to all 0.2 s and 1.6 s, decisions in one another 0.09 s and 0.8 s, diamonds 0.2 s and 1.4 s
//	2026-11-26  CPU time and memory of 4,000 actions before and after the same: loops in one another 8.4 s 6.5 GB and 2.8 s 2.0 GB,
//	            jumps at random 0.59 s 365 MB and 0.40 s 136 MB, tasks that call the next 2.4 s 1.2 GB and 1.7 s 1.0 GB, menus that
//	            lead to all 0.57 s 312 MB and 0.37 s 120 MB, decisions in one another 0.51 s 850 MB and 0.27 s 186 MB
func BenchmarkShapes(b *testing.B) {
	for name, shape := range flowgen.Shapes() {
		for _, size := range []int{1_000, 4_000} {
			f := shape(size)
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				for b.Loop() {
					g := cfg.Lower(f, cfg.Options{})
					bound(g)
					a := calls.New(g, calls.DefaultModel())
					for i := range g.Nodes {
						if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
							a.Witness(cfg.NodeID(i), a.Node(cfg.NodeID(i)))
						}
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/action")
			})
		}
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
