package calls

import (
	"archlint/analyzer/cfg"
)

// The platform's cap on executed actions in one run of a flow, and how many
// more the error handling may execute that the cap leads to. Source: Genesys
// Resource Center, "How many actions can I run in a flow" and "Task and state
// editor actions".
const (
	ActionCap        int64 = 10_000
	ActionCapHandler int64 = 1_000
)

// capped bounds the greatest weight of a run that may execute at most budget
// actions, where the flow itself sets no bound or a higher one.
//
// It is the Lagrangian dual of a longest path with a budget. For a price
// lambda on every executed action, let phi be the greatest of (weight - lambda
// x actions) over all runs and their beginnings; then no run within the budget
// weighs more than phi + lambda x budget. phi is finite once lambda is at least
// the greatest weight per action of any cycle, and there the bound is tight up
// to one round of that cycle. All arithmetic is on whole numbers, lambda a
// fraction, so that nothing is lost to rounding.
type capped struct {
	p      *program
	w      weights
	cost   weights
	parts  []*proc // of a run: from the entry on, after an error
	num    int64   // lambda = num/den
	den    int64
	done   []*priced // by the region's number
	over   bool      // numbers grew past what can be held exactly, or the work past its limit
	looked int       // vertices, at all prices together
	walk   []int     // of cycleIn: the walk that met a vertex last
	walks  int       // walks so far
	cycle  *ring     // a cycle that is worth more than it costs, if one was met
	best   *ring     // the last of those: none is worth more for what it costs
}

// ring is a cycle of a region, what it weighs and costs, and what was known of
// the regions inside it when it was met.
type ring struct {
	pair
	r     *region
	verts []int32
	done  []*priced
}

// pair is the weight and the number of actions of a path.
type pair struct{ w, c int64 }

func (a pair) plus(b pair) pair { return pair{a.w + b.w, a.c + b.c} }

// way is a path to somewhere, if there is one.
type way struct {
	pair
	ok bool
}

// priced is what leaving a region by each sink is worth at the price.
type priced struct {
	by          []way
	done, early way
	before      []int32 // the vertex before each on its best way
	pays        bool    // of a loop: a round is worth more than it costs
}

// capBound returns the greatest weight of runs from the sources of parts, one
// after the other, which share the budget. No weight may be more than its
// node's cost.
func capBound(p *program, parts []*proc, w, cost weights, budget int64) int64 {
	c := &capped{p: p, w: w, cost: cost, parts: parts, num: 1, den: 2 * ActionCap}
	top, ok := c.lowestPrice()
	if !ok {
		return budget // every unit of weight costs an action
	}
	best := min(budget, c.bound(top, budget))
	if top.c <= budget {
		return best
	}
	// The best way is longer than the budget allows: a higher price is tighter.
	// Between a price at which it is too long and one at which it is not, the
	// next to try is where the two ways are worth the same.
	long, short := top, pair{}
	for range 64 {
		c.setPrice(long.w-short.w, long.c-short.c)
		top, ok = c.price()
		if !ok || c.num <= 0 {
			return best
		}
		best = min(best, c.bound(top, budget))
		switch {
		case c.score(top) <= c.score(long):
			return best
		case top.c > budget:
			long = top
		default:
			short = top
		}
	}
	return best
}

// lowestPrice finds the lowest price at which no cycle pays, by raising it to
// the worth of every cycle that does.
func (c *capped) lowestPrice() (pair, bool) {
	for range 64 {
		best, ok := c.price()
		if ok {
			return best, true
		}
		if c.over || c.cycle.c > exact {
			return pair{}, false
		}
		c.best = c.cycle
		c.setPrice(c.cycle.w, c.cycle.c)
	}
	return pair{}, false
}

// exact is the greatest number of actions that scores can hold without
// overflow: a product of two of them fits in 62 bits.
const exact int64 = 1 << 30

// bound is floor(phi + lambda x budget).
func (c *capped) bound(top pair, budget int64) int64 {
	return (c.den*top.w - c.num*top.c + c.num*budget) / c.den
}

func (c *capped) setPrice(num, den int64) {
	g := gcd(num, den)
	c.num, c.den = num/g, den/g
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// score is what a path is worth at the price, times den.
func (c *capped) score(a pair) int64 { return c.den*a.w - c.num*a.c }

// price solves the regions that the parts are made of and returns their best
// ways put together; not ok when a cycle pays at this price, or when numbers
// grew too large.
func (c *capped) price() (pair, bool) {
	c.done, c.cycle = make([]*priced, len(c.p.regions)), nil
	best := pair{}
	for _, pr := range c.parts {
		s := c.of(pr.top)
		if c.cycle != nil || c.over {
			return best, false
		}
		best = best.plus(s.by[cut].pair)
	}
	return best, true
}

func (c *capped) of(r *region) *priced {
	if c.done[r.number] == nil {
		c.done[r.number] = c.solve(r)
	}
	return c.done[r.number]
}

func (c *capped) solve(r *region) *priced {
	best, before := c.paths(r)
	defer c.give(best)
	s := &priced{by: make([]way, len(r.sinks)), before: before}
	for k, snk := range r.sinks {
		s.by[k] = best[snk.vertex]
	}
	for v, b := range best {
		s.by[cut] = c.better(s.by[cut], b)
		s.by[cut] = c.better(s.by[cut], c.inside(r.verts[v], b))
	}
	if r.loop != cfg.NoLoop && c.cycle == nil {
		c.rounds(r, s)
	}
	return s
}

// inside is the best way that ends in the middle of what v runs: the cap may
// cut a run before the loop or the task that it is in is over.
func (c *capped) inside(v vertex, to way) way {
	if v.kind != plain || v.child == nil || !to.ok || c.cycle != nil {
		return way{}
	}
	in := c.of(v.child).by[cut]
	return way{to.plus(in.pair), in.ok}
}

func (c *capped) better(a, b way) way {
	if !a.ok || b.ok && c.score(b.pair) > c.score(a.pair) {
		return b
	}
	return a
}

// rounds extends one round of a loop to the loop: before an exit, other rounds
// are worth taking only if they earn more than they cost; the loop's own end
// takes them all.
func (c *capped) rounds(r *region, s *priced) {
	n, round := r.rounds, s.by[again]
	s.done = way{ok: n < 1 || round.ok}
	if n >= 1 {
		s.done.pair = c.times(n, round.pair)
	}
	pays := n >= 1 && round.ok && c.score(round.pair) > 0
	s.pays = pays
	s.early = way{ok: true}
	if pays {
		s.early.pair = c.times(n, round.pair)
	}
	for k := range s.by {
		if n < 1 {
			s.by[k] = way{ok: int32(k) == cut}
			continue
		}
		if int32(k) != again && s.by[k].ok && pays {
			s.by[k].pair = c.times(n-1, round.pair).plus(s.by[k].pair)
		}
	}
}

// times is n rounds of a; what grows past exact scores is given up on.
func (c *capped) times(n int64, a pair) pair {
	if n > 0 && a.c > exact/n {
		c.over = true
		return pair{}
	}
	return pair{n * a.w, n * a.c}
}

// vertex returns what passing v is worth, or ok false when it cannot be passed.
func (c *capped) vertex(v vertex) way {
	switch {
	case v.kind == plain && v.node != cfg.None:
		return way{pair{c.w[v.node], c.cost[v.node]}, true}
	case v.kind != leaves:
		return way{ok: true}
	}
	s := c.of(v.child)
	switch v.exit {
	case done:
		return s.done
	case early:
		return s.early
	default:
		return s.by[v.exit]
	}
}
