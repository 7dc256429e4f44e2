package calls

import (
	"math"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/markov"
)

// expectation is how often each node runs on average in one run from a root,
// and how the run ends. It is the absorbing Markov chain of the branch model,
// solved region by region: a region's own chain first, then how often the
// region is entered.
type expectation struct {
	p     *program
	m     Model
	local map[*region]*chain
}

// chain is the solution of one region for one entry.
type chain struct {
	work   *work
	p      []float64               // probability of each edge
	cycles map[int32]*markov.Chain // of the cyclic components that can be reached
	visits []float64               // of each vertex
	by     []float64               // probability of each sink
	// For loops: what the whole loop does, all rounds together.
	started float64 // mean rounds that are begun
	done    float64 // probability that its rounds are over
	early   float64 // probability that a condition of its own ends it before
}

// newExpectation takes the program whose loops go round as often as the model says.
func newExpectation(p *program, m Model) *expectation {
	return &expectation{p: p, m: m, local: make(map[*region]*chain)}
}

// visits returns the mean number of passes of each node in one run from root.
func (e *expectation) visits(root cfg.NodeID) []float64 {
	out := make([]float64, len(e.p.g.Nodes))
	pr := e.p.proc(root)
	if pr == nil {
		return out
	}
	entries := map[*region]float64{pr.top: 1}
	// Parents stand after their children in p.regions.
	for i := len(e.p.regions) - 1; i >= 0; i-- {
		r := e.p.regions[i]
		if entries[r] == 0 {
			continue
		}
		c := e.chain(r)
		for v, vx := range r.verts {
			if vx.kind != plain || vx.node == cfg.None {
				continue
			}
			n := entries[r] * c.visits[v]
			out[vx.node] += n
			if vx.child != nil {
				entries[vx.child] += n * e.starts(vx.child)
			}
		}
	}
	return out
}

// starts is how often a child's graph is entered each time the child is.
func (e *expectation) starts(child *region) float64 {
	c := e.chain(child)
	if child.loop == cfg.NoLoop {
		return 1
	}
	return c.started
}

func (e *expectation) chain(r *region) *chain {
	if c, ok := e.local[r]; ok {
		return c
	}
	c := &chain{work: e.p.work, by: make([]float64, len(r.sinks)), p: e.transitions(r), cycles: make(map[int32]*markov.Chain)}
	c.solveVisits(r)
	for k, s := range r.sinks {
		lo, hi := r.g.Edges(s.vertex)
		c.by[k] = c.visits[s.vertex] / float64(1+hi-lo) // a recursive return may go on
	}
	if r.loop != cfg.NoLoop {
		c.repeat(r.mean, e.m.leaveShare(r.proc.g, r.loop))
	}
	e.local[r] = c
	return c
}

// repeat turns one round into the whole loop: round i begins if all before it
// came back to the head and no condition of the loop's own held, which it does
// after the given share of the rounds. Of a mean that is no whole number, its
// fraction is the share of the loops that run one round more.
func (c *chain) repeat(n, leave float64) {
	again, begin := min(c.by[again], 1), 1.0
	whole := math.Floor(n)
	stay := again * (1 - leave)
	for range min(int64(whole), 1<<20) {
		c.started += begin
		if begin *= stay; begin < 1e-12 {
			break
		}
	}
	more := (n - whole) * begin
	c.started += more
	c.done, c.early = begin-more+more*stay, c.started*again*leave
	if n <= 0 {
		c.done = 1
	}
}

// expectation is what means follow from.
func (a *Analysis) expectation() *expectation {
	if a.mean != nil {
		return a.mean
	}
	rounds := a.Model.rounds(a.Graph)
	switch g := a.Model.endings(a.Graph); {
	case g != a.Graph:
		a.mean = newExpectation(newProgram(g, rounds, a.work), a.Model)
	case a.working != nil:
		a.mean = newExpectation(a.p.recut(rounds), a.Model)
	default:
		a.mean = newExpectation(newProgram(g, rounds, a.work), a.Model)
	}
	return a.mean
}

// endings is the graph with every node marked at which the model ends interactions:
// where people hang up, say. Bounds are over runs that nobody abandons, so that the
// graph itself has no such marks.
func (m Model) endings(g *cfg.Graph) *cfg.Graph {
	if m.Ends == nil {
		return g
	}
	marked := *g
	for i := range g.Nodes {
		if n := &g.Nodes[i]; !n.MayEnd && n.Live && m.Ends(cfg.NodeID(i)) > 0 {
			if &marked.Nodes[0] == &g.Nodes[0] {
				marked.Nodes = slices.Clone(g.Nodes)
			}
			marked.Nodes[i].MayEnd = true
		}
	}
	if &marked.Nodes[0] == &g.Nodes[0] {
		return g
	}
	return &marked
}

// means are how often each node is passed on average. An analysis whose unfolding knows
// them has none of its own.
func (a *Analysis) means() []float64 {
	switch {
	case a.visits != nil:
	case a.unfolded != nil:
		a.visits = make([]float64, len(a.Graph.Nodes))
	default:
		a.visits = a.expectation().visits(a.Graph.Entry)
	}
	return a.visits
}

// Visits is how often node n is passed on average in one run.
func (a *Analysis) Visits(n cfg.NodeID) float64 {
	if a.unfolded != nil {
		return a.unfolded.visits(n)
	}
	return a.means()[n]
}

// expected is the mean of a weighted sum.
func (a *Analysis) expected(ws weights) float64 {
	sum, visits := 0.0, a.means()
	for n, x := range ws {
		sum += visits[n] * float64(x)
	}
	return sum
}
