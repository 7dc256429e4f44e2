package graph_test

import (
	"math/rand/v2"
	"testing"

	"archlint/analyzer/graph"
)

// A bound on a round is never above the cheapest round, and is that wherever it says
// so, however few vertices are looked at.
func TestRounds(t *testing.T) {
	cut := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := 1 + r.IntN(12)
		var edges []graph.Edge
		for range r.IntN(3 * n) {
			edges = append(edges, graph.Edge{From: int32(r.IntN(n)), To: int32(r.IntN(n))})
		}
		g, cost := graph.New(n, edges), make([]int64, n)
		for v := range cost {
			cost[v] = int64(r.IntN(6)) - 1
		}
		rounds := g.Rounds(cost, r.IntN(n+1))
		for v := range int32(n) {
			want := cheapestRound(g, cost, v)
			got, exact := rounds.Least(v)
			switch {
			case exact && got != want, !exact && want >= 0 && got > want, got < -1:
				t.Fatalf("seed %d: round of %d is %d (%v), want %d", seed, v, got, exact, want)
			case !exact:
				cut++
			}
		}
	}
	if cut < 1000 {
		t.Errorf("only %d searches were cut short", cut)
	}
}

// cheapestRound is the cheapest way from any successor of v to v.
func cheapestRound(g *graph.Directed, cost []int64, v int32) int64 {
	best := int64(-1)
	for _, to := range g.Succ(v) {
		if cost[v] < 0 || cost[to] < 0 {
			continue
		}
		dist, _ := g.Shortest(cost, to)
		if dist[v] >= 0 && (best < 0 || dist[v] < best) {
			best = dist[v]
		}
	}
	return best
}
