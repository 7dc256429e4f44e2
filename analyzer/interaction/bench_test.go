package interaction_test

import (
	"fmt"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/interaction"
	"archlint/analyzer/internal/flowgen"
)

// BenchmarkOrg joins the flows of an org and follows an interaction from each of
// them; lowering and bounding the single flows is not in the figure.
//
// Ledger (two shared cores):
//
//	2026-11-23  50 flows 19 us a flow, 500 flows 18 us, 5,000 flows 20 us
func BenchmarkOrg(b *testing.B) {
	for _, n := range []int{50, 500, 5_000} {
		flows := org(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				fresh := make([]*interaction.Flow, len(flows))
				for i, f := range flows {
					one := *f
					fresh[i] = &one
				}
				net := interaction.Join(fresh, nil)
				for i := range flows {
					net.Total(i)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/flow")
		})
	}
}

func org(n int) []*interaction.Flow {
	var out []*interaction.Flow
	for _, f := range flowgen.Org(1, n) {
		g := cfg.Lower(f, cfg.Options{})
		out = append(out, part(f, calls.New(g, calls.DefaultModel())))
	}
	return out
}
