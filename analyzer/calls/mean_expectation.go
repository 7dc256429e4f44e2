package calls

import (
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
		c.repeat(r.rounds, e.m.leaveShare(r.proc.g, r.loop))
	}
	e.local[r] = c
	return c
}

// repeat turns one round into the whole loop: round i begins if all before it
// came back to the head and no condition of the loop's own held, which it does
// after the given share of the rounds.
func (c *chain) repeat(n int64, leave float64) {
	again, begin := min(c.by[again], 1), 1.0
	for range min(n, 1<<20) {
		c.started += begin
		if begin *= again * (1 - leave); begin < 1e-12 {
			break
		}
	}
	c.done, c.early = begin, c.started*again*leave
	if n < 1 {
		c.done = 1
	}
}

// transitions returns the probability of each edge of r. An edge that only
// stands for a run being cut short has none, unless there is no other.
func (e *expectation) transitions(r *region) []float64 {
	p := make([]float64, len(r.labels))
	toCut := r.sinks[cut].vertex
	for v := int32(0); int(v) < len(r.verts); v++ {
		lo, hi := r.g.Edges(v)
		var ways []int32
		for i := lo; i < hi; i++ {
			if r.g.To(i) != toCut {
				ways = append(ways, i)
			}
		}
		if len(ways) == 0 && hi > lo {
			ways = []int32{lo}
		}
		e.shares(r, v, ways, func(i int, share float64) { p[ways[i]] = share })
	}
	e.leaveEndless(r, p)
	return p
}

// shares sets the probability of each of the given edges of v.
func (e *expectation) shares(r *region, v int32, ways []int32, set func(int, float64)) {
	vx := r.verts[v]
	var p []float64
	switch {
	case vx.kind == leaves && vx.exit == early:
		p = earlyShares(labels(r, ways))
	case vx.kind == plain && vx.node != cfg.None && forks(&e.p.g.Nodes[vx.node]):
		ends := e.m.endShare(vx.node) // as leave emits them
		p = []float64{ends, 1 - ends}
	case vx.kind != plain && vx.kind != turns && vx.kind != goesOn || vx.node == cfg.None:
		p = equal(len(ways), len(ways))
	case vx.child != nil:
		p = e.exitShares(r, ways)
	case e.p.g.Nodes[vx.node].Kind == cfg.Return: // of a recursive call: or it is the last
		p = equal(len(ways), len(ways)+1)
	case len(ways) == 1:
		p = equal(1, 1)
	case vx.kind == turns:
		p = e.headShares(vx.node, labels(r, ways))
	default:
		p = e.m.shares(vx.node, labels(r, ways))
	}
	for i, share := range p {
		set(i, share)
	}
}

// earlyShares deals equally among a loop's conditions; that one has no output
// counts only where none has.
func earlyShares(labels []string) []float64 {
	outputs := 0
	for _, l := range labels {
		if l != "done" {
			outputs++
		}
	}
	if outputs == 0 {
		return equal(len(labels), len(labels))
	}
	p := make([]float64, len(labels))
	for i, l := range labels {
		if l != "done" {
			p[i] = 1 / float64(outputs)
		}
	}
	return p
}

func equal(n, of int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(of)
	}
	return p
}

func labels(r *region, ways []int32) []string {
	out := make([]string, len(ways))
	for i, w := range ways {
		out[i] = r.labels[w]
	}
	return out
}

// exitShares gives each exit of a child the share of the runs that take it.
func (e *expectation) exitShares(r *region, ways []int32) []float64 {
	p := make([]float64, len(ways))
	sum := 0.0
	for i, w := range ways {
		x := r.verts[r.g.To(w)]
		c := e.chain(x.child)
		switch {
		case x.exit == done:
			p[i] = c.done
		case x.exit == early: // of other loops nothing is known of it
			p[i] = c.early
		case x.child.loop != cfg.NoLoop:
			p[i] = c.by[x.exit] * c.started
		default:
			p[i] = c.by[x.exit]
		}
		sum += p[i]
	}
	for i := range p {
		if sum > 0 {
			p[i] /= sum
		} else {
			p[i] = 1 / float64(len(p))
		}
	}
	return p
}

// headShares is the branch of a loop that is not a region (its procedure
// calls itself): on average it runs its rounds.
func (e *expectation) headShares(n cfg.NodeID, labels []string) []float64 {
	rounds, _ := e.m.rounds(e.p.g)(e.p.g.Nodes[n].Head)
	body := float64(rounds) / float64(rounds+1)
	p := equal(len(labels), len(labels))
	for i, l := range labels {
		switch {
		case len(labels) == 1:
		case l == "loop":
			p[i] = body
		default:
			p[i] = (1 - body) / float64(len(labels)-1)
		}
	}
	return p
}

// leaveEndless gives every cycle that nothing leads out of a way out, so that
// it runs the model's rounds on average: only the platform's cap would end it.
// Such vertices already have an edge to the cut that stands for it.
func (e *expectation) leaveEndless(r *region, p []float64) {
	toCut := r.sinks[cut].vertex
	for c := range int32(r.scc.Len()) {
		members := r.scc.Members(c)
		if !r.scc.Cyclic[c] || !e.endless(r, c, p) {
			continue
		}
		leave := int32(-1)
		for _, v := range members {
			lo, hi := r.g.Edges(v)
			for i := lo; i < hi && leave < 0; i++ {
				if r.g.To(i) == toCut && r.labels[i] != hidden {
					leave = v
				}
			}
		}
		if leave < 0 {
			continue
		}
		lo, hi := r.g.Edges(leave)
		stay := 0.0
		isOut := func(i int32) bool { return r.g.To(i) == toCut && r.labels[i] != hidden }
		for i := lo; i < hi; i++ {
			if !isOut(i) {
				stay += p[i]
			}
		}
		out := 1 / float64(max(e.m.Rounds, 1))
		for i := lo; i < hi; i++ {
			if isOut(i) {
				p[i] = out
			} else if stay > 0 {
				p[i] *= (1 - out) / stay
			}
		}
	}
}

// endless reports whether nothing leads out of component c but the cut.
func (e *expectation) endless(r *region, c int32, p []float64) bool {
	for _, v := range r.scc.Members(c) {
		if r.verts[v].node != cfg.None && e.p.g.Nodes[r.verts[v].node].Kind == cfg.Return {
			return false
		}
		lo, hi := r.g.Edges(v)
		for i := lo; i < hi; i++ {
			if r.scc.Of[r.g.To(i)] != c && p[i] > 0 {
				return false
			}
		}
	}
	return true
}

// expectation is what means follow from.
func (a *Analysis) expectation() *expectation {
	if a.mean == nil && a.working != nil {
		a.mean = newExpectation(a.p.recut(a.Model.rounds(a.Graph)), a.Model)
	} else if a.mean == nil {
		a.mean = newExpectation(newProgram(a.Graph, a.Model.rounds(a.Graph), a.work), a.Model)
	}
	return a.mean
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
