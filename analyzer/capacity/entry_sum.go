package capacity

import (
	"math"
	"slices"

	"archlint/analyzer/capacity/prob"
)

const comonotone = "How the calls of different data actions vary together is not known: taken as rising and falling together, " +
	"which spreads the most."

// sum is what some of the calls of an entry come to, together.
type sum struct {
	calls   []int     // which, by index
	mass    prob.Mass // of how often one start of the entry makes them
	mean    float64   // of mass
	waiting float64   // how often they run in a minute while one interaction waits, at most
	least   float64   // and at least
	notes   []string  // sentences on what was assumed for the distribution
}

// sums works out sums of one entry's calls and keeps them: most sets of calls
// that are asked about hold the same of one entry (all of them, or none), and
// fitting distributions is most of the work. It is not safe for concurrent use.
type sums struct {
	entry  *EntryFlow
	counts []spreadCount // of the single calls, nil until they are needed
	known  []*sum
}

// spreadCount is the count of one call with the distribution that fits it.
type spreadCount struct {
	Count
	mass           prob.Mass
	note           string
	mean, variance float64 // of mass
}

// of returns the sum of the calls with those indexes, which it copies.
func (s *sums) of(calls []int) *sum {
	for _, known := range s.known {
		if slices.Equal(known.calls, calls) {
			return known
		}
	}
	out := &sum{calls: slices.Clone(calls)}
	out.mass, out.notes = s.distribution(calls)
	out.mean = out.mass.Mean()
	out.waiting, out.least = s.waiting(calls)
	s.known = append(s.known, out)
	return out
}

// repeats is how often the calls run for each minute of waiting, at either end of
// what is known.
func (s *sum) repeats(high bool) float64 {
	if high {
		return s.waiting
	}
	return s.least
}

// waiting is how often those calls run for each minute of waiting, at most and at
// least.
func (s *sums) waiting(calls []int) (most, least float64) {
	for _, i := range calls {
		call := &s.entry.Calls[i]
		most += min(max(call.RatePerMinute, 0), countCap)
		least += min(max(call.LeastPerMinute, 0), countCap)
	}
	return most, min(least, most)
}

// distribution returns the distribution of how many of those calls one start of
// the entry makes, and sentences on what was assumed for it.
func (s *sums) distribution(calls []int) (prob.Mass, []string) {
	e := s.entry
	switch {
	case len(calls) == 0:
		return prob.Mass{1}, nil
	case len(e.Joint) > 0:
		return e.jointSum(calls), nil
	case e.Total != nil && len(calls) == len(e.Calls):
		return noted(e.Total.mass())
	case len(calls) == 1:
		return noted(e.Calls[calls[0]].PerInteraction.mass())
	case e.constant(calls):
		return prob.Constant(e.sumOf(calls)), nil
	default:
		return s.momentSum(calls)
	}
}

// constant reports whether no count of those calls varies.
func (e *EntryFlow) constant(calls []int) bool {
	return !slices.ContainsFunc(calls, func(i int) bool {
		c := &e.Calls[i]
		return !c.constant() || len(c.PerInteraction.Mass) > 0
	})
}

// sumOf adds up counts that do not vary.
func (e *EntryFlow) sumOf(calls []int) float64 {
	sum := 0.0
	for _, i := range calls {
		sum += e.Calls[i].PerInteraction.sane().Mean
	}
	return sum
}

func noted(m prob.Mass, note string) (prob.Mass, []string) {
	if note == "" {
		return m, nil
	}
	return m, []string{note}
}

// jointSum adds up the chosen counts of every outcome.
func (e *EntryFlow) jointSum(chosen []int) prob.Mass {
	var sum prob.Mass
	total := 0.0
	for _, o := range e.Joint {
		n := 0
		for _, i := range chosen {
			if i < len(o.Counts) && o.Counts[i] > 0 {
				n += o.Counts[i]
			}
		}
		n = min(n, countCap)
		for len(sum) <= n {
			sum = append(sum, 0)
		}
		p := max(o.Probability, 0)
		sum[n] += p
		total += p
	}
	if total > 0 {
		for n := range sum {
			sum[n] /= total
		}
	}
	return sum
}

// momentSum fits a distribution to the mean and variance of the sum. Constant
// counts only shift it; with the covariance unknown, standard deviations add
// up (Var(X+Y) <= (sd X + sd Y)^2).
func (s *sums) momentSum(chosen []int) (prob.Mass, []string) {
	s.spreadCounts()
	var notes []string
	total := Count{}
	spread, varying := 0.0, 0
	for _, i := range chosen {
		count := &s.counts[i]
		notes = addNote(notes, count.note)
		total.Min += count.Min
		total.Max += count.Max
		total.Unbounded = total.Unbounded || count.Unbounded
		total.Mean += count.mean
		if sd := math.Sqrt(max(count.variance, 0)); sd > 1e-9 {
			spread += sd
			varying++
		}
	}
	variance := spread * spread
	if s.entry.Covariance != nil {
		variance = s.variance(chosen)
	}
	if varying <= 1 && s.entry.Covariance == nil {
		sum := prob.Mass{1}
		for _, i := range chosen {
			sum = prob.Convolve(sum, s.counts[i].mass)
		}
		return sum, notes
	}
	if s.entry.Covariance == nil {
		notes = addNote(notes, comonotone)
	}
	total.Variance = &variance
	m, _ := total.mass()
	return m, notes
}

// spreadCounts fits a distribution to the count of each call.
func (s *sums) spreadCounts() {
	if s.counts != nil {
		return
	}
	s.counts = make([]spreadCount, len(s.entry.Calls))
	for i := range s.entry.Calls {
		c := &s.counts[i]
		c.Count = s.entry.Calls[i].PerInteraction.sane()
		c.mass, c.note = c.Count.mass()
		c.mean, c.variance = c.mass.Mean(), c.mass.Variance()
	}
}

// variance of the sum of the chosen counts, by their covariances; a count that
// the matrix does not cover brings its own variance.
func (s *sums) variance(chosen []int) float64 {
	covariance, sum := s.entry.Covariance, 0.0
	for _, i := range chosen {
		for _, j := range chosen {
			switch {
			case i < len(covariance) && j < len(covariance[i]):
				sum += covariance[i][j]
			case i == j:
				sum += s.counts[i].variance
			}
		}
	}
	return max(sum, 0)
}

// means are the expected counts of the entry's calls.
func (e *EntryFlow) means() []float64 {
	out := make([]float64, len(e.Calls))
	total := 0.0
	for _, o := range e.Joint {
		p := max(o.Probability, 0)
		for i := range min(len(out), len(o.Counts)) {
			out[i] += p * float64(o.Counts[i])
		}
		total += p
	}
	for i := range out {
		switch count := &e.Calls[i].PerInteraction; {
		case total > 0:
			out[i] /= total
		case len(count.Mass) > 0:
			out[i] = count.Mass.Mean()
		default:
			out[i] = count.sane().Mean
		}
	}
	return out
}
