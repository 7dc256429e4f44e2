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
	shares := make([]float64, len(all))
	for i := range shares {
		shares[i] = 1
	}
	return Mixed(all, shares)
}

// Mixed returns the moments of a thing that is one of several, in proportion to the
// shares; nil stands for one that adds nothing.
func Mixed(all []*Moments, shares []float64) *Moments {
	mixed, sum := &Moments{}, 0.0
	for i, m := range all {
		sum += shares[i]
		if m != nil {
			mixed.Counts = append(mixed.Counts, m.Counts...)
		}
	}
	slices.Sort(mixed.Counts)
	mixed.Counts = slices.Compact(mixed.Counts)
	k := len(mixed.Counts)
	mixed.Mean, mixed.Second = make([]float64, k), make([]float64, k*k)
	for i, m := range all {
		if m != nil && sum > 0 {
			newPlaced(m, mixed.Counts).addTo(mixed.Mean, mixed.Second, shares[i]/sum)
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

// Adds says what passing nodes adds to the counts, each time independently, and
// besides, at calls that may end the interaction, by whether they do.
type Adds struct {
	At, GoesOn, Ends map[cfg.NodeID]*Moments
}

// ByEndMoments are the moments of all runs, of those that come back to a flow that
// called this one, and of those that end the interaction, with their share.
type ByEndMoments struct {
	All, Returns, Ends *Moments
	Share              float64 // of the runs that come back
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
	return a.MomentsOf(Adds{At: at})
}

// MomentsOf is Moments of all that a run adds.
func (a *Analysis) MomentsOf(adds Adds) *Moments {
	if u := a.unfolded; u != nil {
		return u.fine.MomentsOf(u.adds(adds))
	}
	f := a.topField(adds)
	if f == nil {
		return &Moments{}
	}
	all := f.toward(func(sink) bool { return true })
	return &Moments{Counts: f.counts, Mean: all.mean, Second: all.second}
}

// MomentsByEnd parts the moments by how the runs end.
func (a *Analysis) MomentsByEnd(adds Adds) ByEndMoments {
	if u := a.unfolded; u != nil {
		return u.fine.MomentsByEnd(u.adds(adds))
	}
	f := a.topField(adds)
	if f == nil {
		share := 1 - a.Ending().Share
		return ByEndMoments{&Moments{}, &Moments{}, &Moments{}, share}
	}
	cutTo := f.r.sinks[cut].vertex
	ends := func(s sink) bool { return s.vertex == cutTo || s.target == over }
	back, end := f.toward(func(s sink) bool { return !ends(s) }), f.toward(ends)
	out := ByEndMoments{Returns: f.given(back), Ends: f.given(end), Share: back.p}
	all := newPart(len(f.counts))
	for i := range all.mean {
		all.mean[i] = back.mean[i] + end.mean[i]
	}
	for i := range all.second {
		all.second[i] = back.second[i] + end.second[i]
	}
	out.All = &Moments{Counts: f.counts, Mean: all.mean, Second: all.second}
	return out
}

// given are the moments of the runs of a part.
func (f *field) given(p part) *Moments {
	if !(p.p > 1e-300) {
		return &Moments{}
	}
	one := p.scaled(1 / p.p)
	return &Moments{Counts: f.counts, Mean: one.mean, Second: one.second}
}

// topField is the top level of a run with what its vertices add, nil where nothing
// adds anything.
func (a *Analysis) topField(adds Adds) *field {
	mean := a.expectation()
	pr := mean.p.proc(a.Graph.Entry)
	if pr == nil {
		return nil
	}
	s := newSpread(mean, adds)
	if !s.weight[pr.top] {
		return nil
	}
	return s.field(pr.top)
}
