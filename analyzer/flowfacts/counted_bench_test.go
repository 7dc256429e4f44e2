package flowfacts

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/org"
)

// countedOrg is n flows of realistic shape with counts of their actions that random
// shares make.
func countedOrg(seed uint64, n int) ([]*flow.Flow, *org.Org) {
	flows, o := flowgen.Org(seed, n), &org.Org{}
	r := rand.New(rand.NewPCG(seed, 20))
	for i, f := range flows {
		f.ID = fmt.Sprintf("flow-%04d", i)
		k := 0
		number := func(a *flow.Action, _ *flow.Container) { k++; a.ID, a.TrackingID = fmt.Sprintf("a-%d", k), k }
		f.Walk(number)
		g := lower(f, nil, nil)
		visits := hiddenVisits(g, r)
		counts := org.FlowCounts{FlowID: f.ID, Version: "1", Days: 7, Start: 10_000}
		for id := range g.Nodes {
			if node := &g.Nodes[id]; node.Kind == cfg.Act && node.Live && visits[id] > 0 {
				counts.Objects = append(counts.Objects, org.ObjectCount{ID: node.Action.ID, Count: visits[id]})
			}
		}
		o.Traffic.Objects = append(o.Traffic.Objects, counts)
		o.Flows = append(o.Flows, org.ListedFlow{ID: f.ID, Version: "1"})
	}
	return flows, o
}

// hiddenVisits walks a graph 10,000 times with random shares and counts the runs that
// came to each node.
func hiddenVisits(g *cfg.Graph, r *rand.Rand) []float64 {
	shares := make([][]float64, len(g.Nodes))
	for i := range g.Nodes {
		for range g.Nodes[i].Out {
			shares[i] = append(shares[i], r.ExpFloat64())
		}
	}
	visits, met := make([]float64, len(g.Nodes)), make([]int, len(g.Nodes))
	for run := range 10_000 {
		var stack []cfg.NodeID
		at := g.Entry
		for range 500 {
			if at == cfg.None {
				break
			}
			if met[at] != run+1 {
				met[at] = run + 1
				visits[at]++
			}
			n := &g.Nodes[at]
			switch {
			case n.Kind == cfg.Return && len(stack) > 0:
				caller := &g.Nodes[stack[len(stack)-1]]
				stack = stack[:len(stack)-1]
				at = cfg.None
				if ways := cfg.ReturnEdges(caller.Out, n.Output); len(ways) > 0 {
					at = caller.Out[ways[0]].To
				}
			case n.Callee != cfg.None:
				stack = append(stack, at)
				at = n.Callee
			case len(n.Out) == 0:
				at = cfg.None
			default:
				at = pick(n, shares[at], r)
			}
		}
	}
	return visits
}

func pick(n *cfg.Node, shares []float64, r *rand.Rand) cfg.NodeID {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	x := r.Float64() * sum
	for i, s := range shares {
		if x -= s; x < 0 {
			return n.Out[i].To
		}
	}
	return n.Out[len(n.Out)-1].To
}

// BenchmarkCounted fits 1,000 flows of realistic shape to counts of their actions.
func BenchmarkCounted(b *testing.B) {
	flows, o := countedOrg(1, 1000)
	b.ReportAllocs()
	for b.Loop() {
		c := FitCounts(context.Background(), flows, o, nil, 2)
		fitted := 0
		for _, f := range c.Flows {
			if f.Fit != nil {
				fitted++
			}
		}
		b.ReportMetric(float64(fitted), "fitted")
	}
}
