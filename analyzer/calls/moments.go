package calls

import (
	"cmp"
	"math"
	"slices"

	"archlint/analyzer/cfg"
)

// Moments are mean and second moments of several counts that one thing adds to:
// a run, or passing one node. Counts are named by numbers, in ascending order;
// those that are not named are not added to.
type Moments struct {
	Counts []int
	Mean   []float64
	// Second[i*len(Counts)+j] is the mean of the product of counts i and j.
	Second []float64
}

// Once is adding 1 to one count.
func Once(count int) *Moments {
	return &Moments{Counts: []int{count}, Mean: []float64{1}, Second: []float64{1}}
}

// Covariance returns the covariance of the counts at positions i and j, the
// variance for i = j. What rounding leaves of a constant count is 0.
func (m *Moments) Covariance(i, j int) float64 {
	product, means := m.Second[i*len(m.Counts)+j], m.Mean[i]*m.Mean[j]
	if math.Abs(product-means) <= 1e-9*max(1, math.Abs(means)) {
		return 0
	}
	return product - means
}

// Mix returns the moments of a thing that is one of several, each with the same
// probability; nil stands for one that adds nothing.
func Mix(all []*Moments) *Moments {
	mixed := &Moments{}
	for _, m := range all {
		if m != nil {
			mixed.Counts = append(mixed.Counts, m.Counts...)
		}
	}
	slices.Sort(mixed.Counts)
	mixed.Counts = slices.Compact(mixed.Counts)
	k := len(mixed.Counts)
	mixed.Mean, mixed.Second = make([]float64, k), make([]float64, k*k)
	share := 1 / float64(max(len(all), 1))
	for _, m := range all {
		if m != nil {
			newPlaced(m, mixed.Counts).addTo(mixed.Mean, mixed.Second, share)
		}
	}
	return mixed
}

// Both returns the moments of two things that both happen, independently of
// each other; nil stands for one that adds nothing.
func Both(a, b *Moments) *Moments {
	if a == nil || b == nil {
		return Mix([]*Moments{cmp.Or(a, b)})
	}
	both := &Moments{Counts: slices.Concat(a.Counts, b.Counts)}
	slices.Sort(both.Counts)
	both.Counts = slices.Compact(both.Counts)
	parts := [2]part{}
	for i, m := range []*Moments{a, b} {
		parts[i] = newPart(len(both.Counts))
		parts[i].p = 1
		newPlaced(m, both.Counts).addTo(parts[i].mean, parts[i].second, 1)
	}
	sum := parts[0].then(parts[1])
	both.Mean, both.Second = sum.mean, sum.second
	return both
}

// Moments returns the moments of what one run adds to the counts, when passing
// a node adds what at says of it, independently each time. They are those of
// the branch model's Markov chain, like Visits, and solved region by region
// like it: for each way out of a region the probability of leaving by it, and
// mean and second moments of the counts on the way there. Rounds of a loop and
// the parts of a called task multiply. The platform's cap is not in the model.
//
// It costs one pass over the regions with weight for each count and way out.
func (a *Analysis) Moments(at map[cfg.NodeID]*Moments) *Moments {
	none := &Moments{}
	pr := a.mean.p.proc(a.Graph.Entry)
	if pr == nil {
		return none
	}
	s := newSpread(a.mean, at)
	if !s.weight[pr.top] {
		return none
	}
	f := s.field(pr.top)
	all := f.toward(func(sink) bool { return true })
	return &Moments{Counts: f.counts, Mean: all.mean, Second: all.second}
}

// spread solves the regions of a flow for the moments of counts.
type spread struct {
	e      *expectation
	at     map[cfg.NodeID]*Moments
	weight map[*region]bool // regions with counts somewhere inside
	solved map[*region]*joint
}

// joint is what a region adds to its counts, by the way out that is taken.
type joint struct {
	counts []int
	exits  []part // by sink
	done   part   // of a loop: its rounds are over
	early  part   // of a loop: a condition of its own ends it before
}

func newSpread(e *expectation, at map[cfg.NodeID]*Moments) *spread {
	s := &spread{e: e, at: at, weight: make(map[*region]bool), solved: make(map[*region]*joint)}
	for _, r := range e.p.regions {
		for _, v := range r.verts {
			if v.kind == plain && (v.node != cfg.None && s.adds(v.node) || v.child != nil && s.weight[v.child]) {
				s.weight[r] = true
				break
			}
		}
	}
	return s
}

func (s *spread) adds(n cfg.NodeID) bool {
	m := s.at[n]
	return m != nil && len(m.Counts) > 0
}

// joint solves r, the regions inside it first: recursion is as deep as loops
// nest and tasks call one another.
func (s *spread) joint(r *region) *joint {
	if j, ok := s.solved[r]; ok {
		return j
	}
	f := s.field(r)
	j := &joint{counts: f.counts, exits: make([]part, len(r.sinks))}
	for k, one := range r.sinks {
		j.exits[k] = f.toward(func(other sink) bool { return other.vertex == one.vertex })
	}
	if r.loop != cfg.NoLoop {
		j.repeat(r.rounds, s.e.m.leaveShare(r.proc.g, r.loop))
	}
	s.solved[r] = j
	return j
}

// repeat turns one round into the whole loop: any number of rounds that came
// back to the head, and then one that leaves by an exit, or after which a
// condition of the loop's own holds, as it does after a share of the rounds; or
// all of them.
func (j *joint) repeat(n int64, leave float64) {
	back := j.exits[again]
	back.p = min(back.p, 1)
	stay := back.scaled(1 - leave)
	before, all := geometric(stay.p, n)
	some := stay.rounds(before)
	j.early = some.then(back.scaled(leave))
	for k := range j.exits {
		if int32(k) != again {
			j.exits[k] = some.then(j.exits[k])
		}
	}
	j.done = stay.rounds(all)
}

// field returns the region with what each of its vertices adds.
func (s *spread) field(r *region) *field {
	f := &field{r: r, visits: s.e.chain(r).visits, solver: newBackward(r, s.e.transitions(r))}
	added := make([]*Moments, len(r.verts))
	for v, vx := range r.verts {
		switch {
		case vx.node == cfg.None:
		case vx.kind == plain && s.adds(vx.node):
			added[v] = s.at[vx.node]
		case vx.kind == leaves && s.weight[vx.child]:
			added[v] = s.exit(vx)
		}
		if added[v] != nil {
			f.counts = append(f.counts, added[v].Counts...)
		}
	}
	slices.Sort(f.counts)
	f.counts = slices.Compact(f.counts)
	f.adding = make([][]adds, len(f.counts))
	for v, m := range added {
		if m == nil || f.visits[v] == 0 {
			continue
		}
		one := newPlaced(m, f.counts)
		f.all = append(f.all, weighted{int32(v), one})
		for i, at := range one.at {
			f.adding[at] = append(f.adding[at], adds{int32(v), m.Mean[i]})
		}
	}
	return f
}

// exit is what a child region adds, given that it is left by that exit; nil
// where it never is.
func (s *spread) exit(vx vertex) *Moments {
	j := s.joint(vx.child)
	given := j.done
	switch {
	case vx.exit == early:
		given = j.early
	case vx.exit != done:
		given = j.exits[vx.exit]
	}
	if !(given.p > 1e-300) {
		return nil
	}
	m := &Moments{Counts: j.counts, Mean: slices.Clone(given.mean), Second: slices.Clone(given.second)}
	for i := range m.Mean {
		m.Mean[i] /= given.p
	}
	for i := range m.Second {
		m.Second[i] /= given.p
	}
	return m
}
