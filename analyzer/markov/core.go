package markov

import "math"

// core is the rest of a chain after elimination, ready to be iterated. Its states have
// numbers of their own.
type core struct {
	states          []int32 // of the chain, ascending
	forward, toward problem // of visits, and of values
}

func newCore(t *trimming, states, links int) *core {
	c := &core{states: t.states}
	number := make([]int32, states)
	for i, v := range c.states {
		number[v] = int32(i)
	}
	var edges []Edge
	for i, out := range t.out {
		for _, l := range out {
			edges = append(edges, Edge{int32(i), number[l.state], l.value})
		}
	}
	r := newRows(len(c.states), edges)
	orders := r.orders()
	c.forward.links, c.forward.order, c.forward.size = r.in, orders[0], len(edges)
	c.toward.links, c.toward.order, c.toward.size = r.out, orders[1], len(edges)
	c.forward.sweeps, c.toward.sweeps = sweepsWithin(links, len(edges)), sweepsWithin(links, len(edges))
	c.knowSums(&r)
	return c
}

// knowSums prepares what solutions are scaled to. With e the vector of ones, every
// solution of x = in + P'x has e'(I - P')x = e'in: what leaves is what came in. With
// y the visits of a process that starts once in each state, every solution of h =
// reward + Ph has e'h = y'reward.
func (c *core) knowSums(r *rows) {
	leaves, ones := make([]float64, len(r.out)), make([]float64, len(r.out))
	for v, links := range r.out {
		leaves[v], ones[v] = 1, 1
		for _, l := range links {
			leaves[v] -= l.value
		}
		if math.Abs(leaves[v]) < 1e-14 {
			leaves[v] = 0 // what rounding leaves
		}
	}
	c.forward.scale = func(x, in []float64) float64 { return product(ones, in) / product(leaves, x) }
	y, ok := c.forward.iterate(ones)
	if !ok {
		return
	}
	c.toward.scale = func(h, reward []float64) float64 { return product(y, reward) / product(ones, h) }
}

// visits fills in the visits of the core's states, where b says how often the
// process comes to each from outside; false where they do not settle.
func (c *core) visits(b, x []float64) bool {
	if c == nil {
		return true
	}
	solved, ok := c.forward.iterate(c.of(b))
	for i, v := range c.states {
		x[v] = solved[i]
	}
	return ok
}

// values turns the rewards of the core's states in h into their values.
func (c *core) values(h []float64) bool {
	if c == nil {
		return true
	}
	solved, ok := c.toward.iterate(c.of(h))
	for i, v := range c.states {
		h[v] = solved[i]
	}
	return ok
}

// of picks the core's states.
func (c *core) of(all []float64) []float64 {
	some := make([]float64, len(c.states))
	for i, v := range c.states {
		some[i] = all[v]
	}
	return some
}
