package markov

import (
	"math"
	"math/rand/v2"
	"testing"
)

// random is a chain of n states that ends with at least the given share each time.
func random(r *rand.Rand, n, degree int, ends float64) []Edge {
	var edges []Edge
	for v := range n {
		left := 1 - ends
		for range degree {
			share := left * r.Float64()
			left -= share
			edges = append(edges, Edge{int32(v), int32(r.IntN(n)), share})
		}
	}
	return edges
}

// series adds up the passes of 0, 1, 2, ... steps: the definition.
func series(n int, edges []Edge, in []float64) []float64 {
	sum, now := append([]float64(nil), in...), in
	for range 4000 {
		next := make([]float64, n)
		for _, e := range edges {
			next[e.To] += now[e.From] * e.Share
		}
		for v := range sum {
			sum[v] += next[v]
		}
		now = next
	}
	return sum
}

func close(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for v := range want {
		if math.Abs(got[v]-want[v]) > 1e-8*max(1, math.Abs(want[v])) {
			t.Fatalf("%s of state %d: %g, want %g", what, v, got[v], want[v])
		}
	}
}

// both are a chain that is eliminated, one that is iterated, and one that is
// iterated when it is small already.
func both(n int, edges []Edge) []*Chain {
	r := newRows(n, edges)
	whole := newElimination(&r)
	whole.keep()
	return []*Chain{New(n, edges), {core: newCore(whole.trimmed, n, Usual().Links)}, NewWithin(n, edges, Work{Links: Usual().Links})}
}

// Both ways of solving a chain agree with the definition, and values are the dual
// of visits: what is gathered is what each pass brings, times the passes.
func TestSolutions(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 1 + r.IntN(12)
		edges := random(r, n, 1+r.IntN(3), 0.02)
		in, reward := make([]float64, n), make([]float64, n)
		in[r.IntN(n)] = 1
		for v := range reward {
			reward[v] = r.Float64()
		}
		want := series(n, edges, in)
		for _, c := range both(n, edges) {
			visits, ok := c.Visits(in)
			values, also := c.Values(reward)
			if !ok || !also {
				t.Fatalf("seed %d: not solved", seed)
			}
			close(t, "visits", visits, want)
			gathered, expected := 0.0, 0.0
			for v := range n {
				gathered, expected = gathered+in[v]*values[v], expected+visits[v]*reward[v]
			}
			close(t, "sum", []float64{gathered}, []float64{expected})
		}
	}
}

// A process that starts more of itself than it ends has no mean.
func TestWhatHasNoMean(t *testing.T) {
	edges := []Edge{{0, 1, 1}, {1, 0, 1.2}}
	for _, c := range both(2, edges) {
		if x, ok := c.Visits([]float64{1, 0}); ok {
			t.Errorf("visits %v", x)
		}
		if h, ok := c.Values([]float64{1, 0}); ok {
			t.Errorf("values %v", h)
		}
	}
}

// Elimination gives up where it would fill in too much; a ring and a star cost
// next to nothing, a chain of random edges is left to iteration.
func TestWorkIsBounded(t *testing.T) {
	const n = 3000
	var ring, star []Edge
	for v := range int32(n) {
		ring = append(ring, Edge{v, (v + 1) % n, 0.9})
		star = append(star, Edge{0, v, 0.9 / n}, Edge{v, 0, 0.9})
	}
	for name, edges := range map[string][]Edge{"ring": ring, "star": star} {
		if New(n, edges).core != nil {
			t.Errorf("%s: iterated", name)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	c := New(n, random(r, n, 3, 0.1))
	if c.core == nil {
		t.Error("random edges: eliminated")
	}
	in := make([]float64, n)
	in[0] = 1
	if _, ok := c.Visits(in); !ok {
		t.Error("random edges: not solved")
	}
}

// A chain that is left from one of thousands of states is solved as well, and soon:
// what comes in goes out, and visits and values say the same of the sum.
func TestHardlyEverLeft(t *testing.T) {
	const n = 20_000
	r := rand.New(rand.NewPCG(1, 2))
	var edges []Edge
	for v := range int32(n) {
		for _, share := range []float64{0.5, 0.3, 0.2} {
			if v == 0 {
				share /= 2
			}
			edges = append(edges, Edge{v, int32(r.IntN(n)), share})
		}
	}
	c := New(n, edges)
	in, reward := make([]float64, n), make([]float64, n)
	in[7] = 1
	for v := range reward {
		reward[v] = float64(v % 5)
	}
	visits, ok := c.Visits(in)
	values, also := c.Values(reward)
	if !ok || !also || c.core == nil {
		t.Fatal("not solved", ok, also, c.core == nil)
	}
	close(t, "what goes out", []float64{visits[0] / 2}, []float64{1})
	gathered := 0.0
	for v := range reward {
		gathered += visits[v] * reward[v]
	}
	close(t, "sum", values[7:8], []float64{gathered})
}

// Vast chains of a hub and of a ring, for the growth with their size.
//
// Ledger (two shared cores): see the end of the file of benchmarks in package interaction.
func BenchmarkRing(b *testing.B) {
	for _, n := range []int32{1000, 10_000} {
		var edges []Edge
		for v := range n {
			edges = append(edges, Edge{v, (v + 1) % n, 0.9}, Edge{v, (v + 7) % n, 0.05})
		}
		b.Run("", func(b *testing.B) {
			for b.Loop() {
				New(int(n), edges)
			}
		})
	}
}
