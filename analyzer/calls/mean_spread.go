package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// spread solves the regions of a flow for the moments of counts.
type spread struct {
	e      *expectation
	adds   Adds
	weight map[*region]bool // regions with counts somewhere inside
	solved map[*region]*joint
	// asks are, by the number of a region, the vertices that still need what it adds:
	// after the last of them it is let go. Second moments go by the square of the
	// counts, and tasks can call one another thousands deep.
	asks []int
}

// joint is what a region adds to its counts, by the way out that is taken.
type joint struct {
	counts []int
	exits  []part             // by sink
	done   part               // of a loop: its rounds are over
	early  part               // of a loop: a condition of its own ends it before
	given  map[int32]*Moments // what exit found, by exit
}

func newSpread(e *expectation, adds Adds) *spread {
	s := &spread{
		e: e, adds: adds, weight: make(map[*region]bool), solved: make(map[*region]*joint), asks: make([]int, len(e.p.regions)),
	}
	for _, r := range e.p.regions {
		for _, v := range r.verts {
			if s.adding(v) != nil || v.kind == plain && v.child != nil && s.weight[v.child] {
				s.weight[r] = true
			}
			if s.leaves(v) {
				s.asks[v.child.number]++
			}
		}
	}
	return s
}

// leaves reports whether v leaves a region that adds something.
func (s *spread) leaves(v vertex) bool {
	return v.node != cfg.None && v.kind == leaves && s.weight[v.child]
}

// adding is what passing a vertex adds by itself, nil for nothing.
func (s *spread) adding(v vertex) *Moments {
	var m *Moments
	switch {
	case v.node == cfg.None:
	case v.kind == plain:
		m = s.adds.At[v.node]
	case v.kind == goesOn:
		m = s.adds.GoesOn[v.node]
	case v.kind == endsHere:
		m = s.adds.Ends[v.node]
	}
	if m == nil || len(m.Counts) == 0 {
		return nil
	}
	return m
}

// joint solves r, the regions inside it first: recursion is as deep as loops
// nest and tasks call one another.
func (s *spread) joint(r *region) *joint {
	if j, ok := s.solved[r]; ok {
		return j
	}
	f := s.field(r)
	j := &joint{counts: f.counts, exits: make([]part, len(r.sinks)), given: make(map[int32]*Moments)}
	for k, one := range r.sinks {
		same := func(other sink) bool { return other.vertex == one.vertex }
		if i := slices.IndexFunc(r.sinks, same); i < k {
			j.exits[k] = j.exits[i]
			continue
		}
		j.exits[k] = f.toward(same)
	}
	if r.loop != cfg.NoLoop {
		j.repeat(r.mean, s.e.m.leaveShare(r.proc.g, r.loop))
	}
	s.solved[r] = j
	return j
}

// repeat turns one round into the whole loop: any number of rounds that came
// back to the head, and then one that leaves by an exit, or after which a
// condition of the loop's own holds, as it does after a share of the rounds; or
// all of them.
func (j *joint) repeat(n, leave float64) {
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
	solved := s.e.chain(r)
	f := &field{r: r, visits: solved.visits, solver: &backward{r, solved}}
	added := make([]*Moments, len(r.verts))
	for v, vx := range r.verts {
		added[v] = s.adding(vx)
		if s.leaves(vx) {
			added[v] = s.exit(vx)
			if s.asks[vx.child.number]--; s.asks[vx.child.number] == 0 {
				delete(s.solved, vx.child)
			}
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
	m, ok := j.given[vx.exit]
	if !ok {
		m = j.givenBy(vx.exit)
		j.given[vx.exit] = m
	}
	return m
}

// givenBy is what the region adds, given that it is left by an exit.
func (j *joint) givenBy(exit int32) *Moments {
	given := j.done
	switch {
	case exit == early:
		given = j.early
	case exit != done:
		given = j.exits[exit]
	}
	if !(given.p > 1e-300) {
		return nil
	}
	if given.p == 1 {
		return &Moments{Counts: j.counts, Mean: given.mean, Second: given.second}
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
