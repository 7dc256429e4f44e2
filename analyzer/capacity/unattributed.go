package capacity

import "archlint/analyzer/capacity/prob"

// Unattributed interactions are those whose entry flow is not known. They may all enter
// any one of the flows that could be theirs: at the high end the flow that asks for the
// most takes all of them, the assignee, and at the low end the one that asks for the
// least. Which that is depends on what is asked for: mean executions, their peak, slots,
// or waiting interactions. This file decides it, for every question.

// unassigned is the assignee where every interaction is attributed.
const unassigned = -1

// assignee returns the candidate that weighs most (or least), the first of equals.
func (s *shares) assignee(most bool, weight func(i int) float64) int {
	if s.unattributed == 0 || len(s.candidates) == 0 {
		return unassigned
	}
	best := s.candidates[0]
	weighs := weight(best)
	for _, i := range s.candidates[1:] {
		if w := weight(i); most && w > weighs || !most && w < weighs {
			best, weighs = i, w
		}
	}
	return best
}

// of returns the share of an entry when the unattributed interactions enter assignee.
func (s *shares) of(entry, assignee int) float64 {
	if entry == assignee {
		return s.known[entry] + s.unattributed
	}
	return s.known[entry]
}

// assignee returns the entry that the unattributed interactions enter in that view.
func (m *model) assignee(v view) int {
	if v.byPeak {
		return m.shares.assignee(v.high, m.peakWeigher(v.of))
	}
	each := make([]perStart, len(v.of.sums))
	for i, sum := range v.of.sums {
		each[i] = perStart{sum.mean, sum.repeats(v.high)}
	}
	return m.shares.assignee(v.high, m.weigher(m.entries, each))
}

// fewEntries is the number of candidates up to which the peak of each is computed.
const fewEntries = 12

// peakWeigher returns a function that weighs entries by the peak of what they ask for,
// or by an estimate of the peak where there are many candidates.
func (m *model) peakWeigher(of *selection) func(i int) float64 {
	rate := 1.0
	if m.arrivals.known {
		rate = m.arrivals.perMinute
	}
	rate *= m.factor
	return func(i int) float64 {
		waiting, _ := m.waitingAt(rate, m.queued[i])
		count := prob.Merge(
			prob.Compound{Rate: rate, Sizes: of.sums[i].mass},
			prob.Compound{Rate: waiting, Sizes: prob.Constant(of.sums[i].waiting * inverse(m.queued[i]))})
		if len(m.shares.candidates) > fewEntries {
			return count.Estimate(m.quantile)
		}
		peak, _ := count.Quantile(m.quantile)
		return peak
	}
}

// weigher returns a function that weighs candidates by the mean demand with each of
// them as the assignee. each is what entries ask for; entries that are not in entries
// ask for nothing.
func (m *model) weigher(entries []int, each []perStart) func(assignee int) float64 {
	perMinute := 1.0
	if m.arrivals.known {
		perMinute = m.arrivals.perMinute
	}
	var known perStart
	for _, i := range entries {
		known.add(perStart{m.shares.known[i] * each[i].perArrival, m.shares.known[i] * each[i].perWaiting})
	}
	return func(assignee int) float64 {
		queued := m.queuedWith(assignee)
		waiting, _ := m.waitingAt(perMinute, queued) // none where it is unknown: the demand is without theirs
		arriving := known.perArrival + m.shares.unattributed*each[assignee].perArrival
		repeating := (known.perWaiting + m.shares.unattributed*each[assignee].perWaiting) * inverse(queued)
		return perMinute*arriving + waiting*repeating
	}
}

// queuedWith returns how often an interaction waits in a queue, on average over all
// entries, with that assignee.
func (m *model) queuedWith(assignee int) float64 {
	if assignee == unassigned {
		return m.queuedKnown
	}
	return m.queuedKnown + m.shares.unattributed*m.queued[assignee]
}

// resolveQueued sets what queuedWith needs.
func (m *model) resolveQueued() {
	for i, each := range m.queued {
		m.queuedKnown += m.shares.known[i] * each
	}
	m.leastQueued = m.shares.assignee(false, func(i int) float64 { return m.queued[i] })
}

// most adds up what those entries ask for, with the unattributed interactions where
// they ask for most. Entries that are not in entries ask for nothing: of them only the
// one whose interactions wait least can be the assignee, as it leaves a given number of
// waiting interactions to the others.
func (m *model) most(entries []int, each []perStart) linear {
	weigh, best, weighs := m.weigher(entries, each), unassigned, 0.0
	consider := func(i int) {
		if w := weigh(i); best == unassigned || w > weighs {
			best, weighs = i, w
		}
	}
	for _, i := range entries {
		if m.shares.candidate[i] {
			consider(i)
		}
	}
	if m.leastQueued != unassigned {
		consider(m.leastQueued)
	}
	return m.linear(entries, each, best)
}

// mostOf adds up what all entries ask for in a view.
func (m *model) mostOf(v view, each []perStart) linear {
	assignee := m.shares.assignee(v.high, m.weigher(m.entries, each))
	return m.starting(v.high).linear(m.entries, each, assignee)
}
