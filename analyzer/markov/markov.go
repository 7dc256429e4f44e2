// Package markov solves absorbing Markov chains: how often a process passes each
// state on average, and what it gathers on the way. A state's edges carry the
// mean number of times that the process goes on by them, so that they may add up
// to more than one (a state that starts two others). It imports nothing of ours.
//
// A chain is solved by Gaussian elimination on sparse rows, the cheapest state
// first: flows are nearly trees, so that few edges are filled in. Where many are,
// Gauss-Seidel iteration takes over, by work counted and never by the clock.
package markov

import "slices"

// Edge leads from one state to another, Share times on average for each pass.
// Edges that leave the chain are left out.
type Edge struct {
	From, To int32
	Share    float64
}

// Chain is a chain that is ready to be solved for any start and any reward.
type Chain struct {
	steps    []step // the states that were eliminated, in that order
	core     *core  // what is left to iteration; nil where that is nothing
	diverges bool
	filled   int // edges that elimination went over
}

// Work is how many edges were gone over so far, to prepare the chain and to solve it.
// It is counted, and so the same on every machine.
func (c *Chain) Work() int {
	if c.core == nil {
		return c.filled
	}
	return c.filled + int(c.core.forward.looked.Load()+c.core.toward.looked.Load())
}

// Work is up to what work a chain is solved.
type Work struct {
	// Fill is how many edges elimination may fill in for each state and edge of the
	// chain before iteration takes over.
	Fill int
	// Links is how many edges one iteration may go over, give or take a few sweeps.
	Links int
}

// Usual is the work of New.
func Usual() Work { return Work{Fill: 60, Links: 100_000_000} }

// trimmed is up to how many edges the elimination of one state may fill in that
// makes a chain smaller before it is iterated.
const trimmed = 9

// New prepares the chain of that many states. Edges between the same two states
// add up.
func New(states int, edges []Edge) *Chain { return NewWithin(states, edges, Usual()) }

// NewWithin is New with other limits of work.
func NewWithin(states int, edges []Edge, most Work) *Chain {
	rows := newRows(states, edges)
	e := newElimination(&rows)
	if e.run(most.Fill*(states+len(edges)), trimmed) {
		return &Chain{steps: e.steps, diverges: e.diverges, filled: e.filled}
	}
	t := e.trimmed
	return &Chain{steps: slices.Clone(e.steps[:t.steps]), diverges: t.diverges, filled: e.filled, core: newCore(t, states, most.Links)}
}

// Visits returns how often each state is passed on average, where in says how
// often the process starts in each: x = in + P'x. ok is false where the mean has
// no bound, or was not found: the result is less than the mean then.
func (c *Chain) Visits(in []float64) (visits []float64, ok bool) {
	b, x := append([]float64(nil), in...), make([]float64, len(in))
	for i := range c.steps {
		s := &c.steps[i]
		for _, to := range s.out {
			b[to.state] += b[s.state] * to.value / (1 - s.loop)
		}
	}
	ok = c.core.visits(b, x) && !c.diverges
	for i := len(c.steps) - 1; i >= 0; i-- {
		s := &c.steps[i]
		sum := b[s.state]
		for _, from := range s.in {
			sum += x[from.state] * from.value
		}
		x[s.state] = sum / (1 - s.loop)
	}
	return x, ok
}

// Values returns what the process gathers on average from each state on, where
// reward says what one pass of each state brings: h = reward + Ph. ok is false as
// for Visits.
func (c *Chain) Values(reward []float64) (values []float64, ok bool) {
	h := append([]float64(nil), reward...)
	for i := range c.steps {
		s := &c.steps[i]
		for _, from := range s.in {
			h[from.state] += from.value * h[s.state] / (1 - s.loop)
		}
	}
	ok = c.core.values(h) && !c.diverges
	for i := len(c.steps) - 1; i >= 0; i-- {
		s := &c.steps[i]
		sum := h[s.state]
		for _, to := range s.out {
			sum += to.value * h[to.state]
		}
		h[s.state] = sum / (1 - s.loop)
	}
	return h, ok
}
