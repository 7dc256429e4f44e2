package capacity

import (
	"math"

	"archlint/analyzer/capacity/prob"
)

const comonotone = "How the calls of different data actions vary together is not known: taken as rising and falling together, which spreads the most."

// sum returns the distribution of how many of the calls that counts accepts one
// start of the entry makes, and sentences on what was assumed for it.
func (e Entry) sum(counts func(Call) bool) (prob.Mass, []string) {
	var chosen []int
	for i, call := range e.Calls {
		if counts(call) {
			chosen = append(chosen, i)
		}
	}
	switch {
	case len(chosen) == 0:
		return prob.Mass{1}, nil
	case len(e.Joint) > 0:
		return e.jointSum(chosen), nil
	case e.Total != nil && len(chosen) == len(e.Calls):
		return noted(e.Total.mass())
	case len(chosen) == 1:
		return noted(e.Calls[chosen[0]].PerInteraction.mass())
	default:
		return e.momentSum(chosen)
	}
}

func noted(m prob.Mass, note string) (prob.Mass, []string) {
	if note == "" {
		return m, nil
	}
	return m, []string{note}
}

// jointSum adds up the chosen counts of every outcome.
func (e Entry) jointSum(chosen []int) prob.Mass {
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
func (e Entry) momentSum(chosen []int) (prob.Mass, []string) {
	var notes []string
	total := Count{}
	masses := make([]prob.Mass, len(chosen))
	spread, varying := 0.0, 0
	for n, i := range chosen {
		count := e.Calls[i].PerInteraction.sane()
		m, note := count.mass()
		notes = addNote(notes, note)
		masses[n] = m
		total.Min += count.Min
		total.Max += count.Max
		total.Unbounded = total.Unbounded || count.Unbounded
		total.Mean += m.Mean()
		if sd := math.Sqrt(max(m.Variance(), 0)); sd > 1e-9 {
			spread += sd
			varying++
		}
	}
	variance := spread * spread
	if e.Covariance != nil {
		variance = e.variance(chosen, masses)
	}
	if varying <= 1 && e.Covariance == nil {
		sum := prob.Mass{1}
		for _, m := range masses {
			sum = prob.Convolve(sum, m)
		}
		return sum, notes
	}
	if e.Covariance == nil {
		notes = addNote(notes, comonotone)
	}
	total.Variance = &variance
	m, _ := total.mass()
	return m, notes
}

// variance of the sum of the chosen counts, by their covariances; a count that
// the matrix does not cover brings its own variance.
func (e Entry) variance(chosen []int, masses []prob.Mass) float64 {
	sum := 0.0
	for n, i := range chosen {
		for _, j := range chosen {
			switch {
			case i < len(e.Covariance) && j < len(e.Covariance[i]):
				sum += e.Covariance[i][j]
			case i == j:
				sum += masses[n].Variance()
			}
		}
	}
	return max(sum, 0)
}

// waitingRate is how often the calls that counts accepts run in a minute while one interaction waits.
func (e Entry) waitingRate(counts func(Call) bool) float64 {
	rate := 0.0
	for _, call := range e.Calls {
		if counts(call) && call.RatePerMinute > 0 {
			rate += min(call.RatePerMinute, countCap)
		}
	}
	return rate
}

func addNote(notes []string, note string) []string {
	if note == "" {
		return notes
	}
	for _, n := range notes {
		if n == note {
			return notes
		}
	}
	return append(notes, note)
}
