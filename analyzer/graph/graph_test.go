package graph_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer/graph"
)

// of makes a graph from lists of successors.
func of(succ ...[]int32) *graph.Directed {
	var edges []graph.Edge
	for v, to := range succ {
		for _, w := range to {
			edges = append(edges, graph.Edge{From: int32(v), To: w})
		}
	}
	return graph.New(len(succ), edges)
}

func TestSCC(t *testing.T) {
	//  0 -> 1 <-> 2 -> 3 -> 3, 4 alone
	c := of([]int32{1}, []int32{2}, []int32{1, 3}, []int32{3}, nil).SCC()
	if c.Of[1] != c.Of[2] || c.Of[0] == c.Of[1] || c.Of[2] == c.Of[3] {
		t.Errorf("components %v", c.Of)
	}
	for v, cyclic := range []bool{false, true, true, true, false} {
		if c.Cyclic[c.Of[v]] != cyclic {
			t.Errorf("vertex %d: cyclic is %v", v, !cyclic)
		}
	}
	if !(c.Of[0] < c.Of[1] && c.Of[1] < c.Of[3]) {
		t.Errorf("not in topological order: %v", c.Of)
	}
}

func TestDominators(t *testing.T) {
	// A diamond with a way back to its head: 0 -> 1 -> {2, 3} -> 4 -> 1, 4 -> 5; 6 leads in and cannot be reached.
	d := of([]int32{1}, []int32{2, 3}, []int32{4}, []int32{4}, []int32{1, 5}, nil, []int32{4}).Dominators(0)
	if want := []int32{0, 0, 1, 1, 1, 4, -1}; !slices.Equal(d.Idom, want) {
		t.Errorf("immediate dominators %v, want %v", d.Idom, want)
	}
	for _, c := range []struct {
		a, b int32
		want bool
	}{{0, 5, true}, {1, 5, true}, {4, 5, true}, {2, 4, false}, {4, 4, true}, {5, 4, false}, {6, 4, false}, {0, 6, false}} {
		if got := d.Dominates(c.a, c.b); got != c.want {
			t.Errorf("%d dominates %d: %v", c.a, c.b, got)
		}
	}
}

func TestReversePostorder(t *testing.T) {
	order := of([]int32{2, 1}, []int32{3}, []int32{3}, nil, []int32{0}).ReversePostorder(0)
	if !slices.Equal(order, []int32{0, 1, 2, 3}) {
		t.Errorf("order %v", order)
	}
}

func TestEdgesKeepTheirOrder(t *testing.T) {
	g := graph.New(3, []graph.Edge{{From: 0, To: 2}, {From: 0, To: 1}, {From: 1, To: 2}, {From: 7, To: 0}, {From: 0, To: -1}})
	if !slices.Equal(g.Succ(0), []int32{2, 1}) || !slices.Equal(g.Transpose().Succ(2), []int32{0, 1}) {
		t.Errorf("%v, %v", g.Succ(0), g.Transpose().Succ(2))
	}
	if lo, hi := g.Edges(1); hi-lo != 1 || g.To(lo) != 2 {
		t.Error("edge numbers")
	}
}

// TestAgainstDefinitions holds the algorithms against their definitions on
// random graphs: same component means each reaches the other; a dominates b if
// b cannot be reached without a.
func TestAgainstDefinitions(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 4))
		n := 1 + r.IntN(12)
		var edges []graph.Edge
		for range r.IntN(3 * n) {
			edges = append(edges, graph.Edge{From: int32(r.IntN(n)), To: int32(r.IntN(n))})
		}
		g := graph.New(n, edges)
		scc, dom := g.SCC(), g.Dominators(0)
		reach := make([][]bool, n)
		for v := range n {
			reach[v] = g.Reach(int32(v))
		}
		for a := range n {
			without := avoiding(n, edges, int32(a))
			for b := range n {
				if same := reach[a][b] && reach[b][a]; same != (scc.Of[a] == scc.Of[b]) {
					t.Fatalf("seed %d: %d and %d: same component is %v", seed, a, b, !same)
				}
				want := reach[0][b] && reach[0][a] && (a == b || a == 0 || !without[b])
				if got := dom.Dominates(int32(a), int32(b)); got != want {
					t.Fatalf("seed %d: %d dominates %d: %v", seed, a, b, got)
				}
			}
		}
	}
}

// avoiding is what 0 reaches when vertex a is taken away.
func avoiding(n int, edges []graph.Edge, a int32) []bool {
	if a == 0 {
		return make([]bool, n)
	}
	left := slices.DeleteFunc(slices.Clone(edges), func(e graph.Edge) bool { return e.From == a || e.To == a })
	return graph.New(n, left).Reach(0)
}

// TestShortest holds distances against the definition: no edge can shorten a
// way, and the ways that are told add up to them.
func TestShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 1 + r.IntN(12)
		var edges []graph.Edge
		for range r.IntN(3 * n) {
			edges = append(edges, graph.Edge{int32(r.IntN(n)), int32(r.IntN(n))})
		}
		cost := make([]int64, n)
		for v := range cost {
			cost[v] = int64(r.IntN(6)) - 1
		}
		g := graph.New(n, edges)
		dist, before := g.Shortest(cost, 0)
		for _, e := range edges {
			if dist[e.From] >= 0 && cost[e.To] >= 0 && (dist[e.To] < 0 || dist[e.To] > dist[e.From]+cost[e.To]) {
				t.Fatalf("%v %v: edge %v makes the way shorter: %v", edges, cost, e, dist)
			}
		}
		for v := range dist {
			sum, at := int64(0), int32(v)
			for steps := 0; at >= 0 && dist[v] >= 0 && steps <= n; steps++ {
				sum, at = sum+cost[at], before[at]
			}
			if dist[v] >= 0 && sum != dist[v] || dist[v] < 0 && before[v] >= 0 {
				t.Fatalf("%v %v: the way to %d costs %d, not %d", edges, cost, v, sum, dist[v])
			}
		}
	}
}
