package walk

import (
	"math"
	"math/rand/v2"
)

// round begins a loop's next round or leaves it.
func (w *walker) round(n *node, rng *rand.Rand) bool {
	w.rounds[n.loop]++
	if n.leave > 0 && w.rounds[n.loop] > 1 && rng.Float64() < n.leave {
		return w.take(n, w.early(n, rng))
	}
	begin := float64(w.rounds[n.loop]) <= n.rounds || n.task && !math.IsInf(w.until, 1)
	if more := n.rounds - float64(w.rounds[n.loop]-1); !begin && more > 0 { // one round more in a share of the loops
		begin = rng.Float64() < more
	}
	switch {
	case n.task && !begin:
		return w.endRun(rng)
	case n.task || n.body < 0:
		return w.take(n, w.branch(n, rng))
	case begin:
		return w.take(n, n.body)
	}
	return w.take(n, w.over(n, rng))
}

// over picks the edge that leaves a loop after its last round.
func (w *walker) over(n *node, rng *rand.Rand) int32 {
	if i := n.edge("done"); i >= 0 {
		return i
	}
	return w.otherThan(n, rng)
}

// early picks an output of the conditions that leave a loop, or the edge after the loop
// where they have none.
func (w *walker) early(n *node, rng *rand.Rand) int32 {
	var outputs []int32
	for i, e := range n.edges {
		if e.output != "loop" && e.output != "done" {
			outputs = append(outputs, int32(i))
		}
	}
	if len(outputs) == 0 {
		return n.edge("done")
	}
	return outputs[rng.IntN(len(outputs))]
}

// otherThan picks one of the edges that do not lead into the loop's body.
func (w *walker) otherThan(n *node, rng *rand.Rand) int32 {
	others := len(n.edges) - 1
	if others <= 0 {
		return -1
	}
	i := int32(rng.IntN(others))
	if i >= n.body {
		i++
	}
	return i
}
