package flowfacts

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

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
	executions := make(map[string]*org.ActionTraffic)
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
				addExecutions(executions, node.Action.DataAction, visits[id])
			}
		}
		o.Traffic.Objects = append(o.Traffic.Objects, counts)
		o.Flows = append(o.Flows, org.ListedFlow{ID: f.ID, Version: "1"})
	}
	for _, key := range slices.Sorted(maps.Keys(executions)) {
		o.Traffic.Actions = append(o.Traffic.Actions, *executions[key])
	}
	return flows, o
}

// addExecutions adds to the executions of a data action, counted on seven days.
func addExecutions(all map[string]*org.ActionTraffic, d *flow.DataAction, count float64) {
	if d == nil {
		return
	}
	a := all[d.Name]
	if a == nil {
		a = &org.ActionTraffic{Name: d.Name, Integration: d.Integration}
		for day := range 7 {
			a.Intervals = append(a.Intervals, org.Interval{Start: time.Date(2026, 11, 2+day, 0, 0, 0, 0, time.UTC), Minutes: 24 * 60})
		}
		all[d.Name] = a
	}
	a.Executions += count
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
		rounds := map[cfg.NodeID]int64{}
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
				way := pick(n, shares[at], r)
				if n.Head != cfg.NoLoop && g.Loops[n.Head].Count != nil {
					way = turn(n, rounds[at] < *g.Loops[n.Head].Count)
					rounds[at]++
				}
				e := n.Out[way]
				if at = e.To; e.Kind != cfg.Back {
					rounds[at] = 0
				}
			}
		}
	}
	return visits
}

// turn is the edge into the body of a loop, or the one after its rounds.
func turn(n *cfg.Node, again bool) int {
	for i, e := range n.Out {
		if (e.Output == "loop") == again {
			return i
		}
	}
	return 0
}

// pick is one of the edges of a node.
func pick(n *cfg.Node, shares []float64, r *rand.Rand) int {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	x := r.Float64() * sum
	for i, s := range shares {
		if x -= s; x < 0 {
			return i
		}
	}
	return len(n.Out) - 1
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
