package capacity

import "archlint/analyzer/facts"

// basis is what a demand rests on: the weakest word of all its parts, and the counts of
// executions behind it.
type basis struct {
	word       string
	executions float64
	days       int64
	// shares is set where some number of calls rests on assumed shares, and open where no bound
	// on such a number is known.
	shares, open bool
}

// weaken takes what another part of the demand rests on into account.
func (b *basis) weaken(word string) { b.word = facts.WeakerBasis(b.word, word) }

// mark writes the basis into demands, which may be nil. Counts stand beside it only where
// nothing weaker bears on the demand.
func (b basis) mark(demands ...*facts.Demand) {
	for _, d := range demands {
		if d == nil {
			continue
		}
		d.Basis = facts.BasisWord(b.word)
		if b.word == facts.Measured || b.word == facts.Fitted {
			d.BasisExecutions, d.BasisDays = b.executions, b.days
		}
	}
}

// basisOf is the weakest basis of some figures; nil stands for a default.
func basisOf(figures ...*Figure) string {
	word := ""
	for _, f := range figures {
		switch {
		case f == nil || f.From == FromDefault:
			return facts.Assumed
		case f.From == FromExport:
			word = facts.WeakerBasis(word, facts.Measured)
		default:
			word = facts.WeakerBasis(word, facts.Given)
		}
	}
	return word
}

// basisIfGiven is the basis of a figure, "" where there is none and nothing stands for it.
func basisIfGiven(f *Figure) string {
	if f == nil {
		return ""
	}
	return basisOf(f)
}

// weeklyBasis is what the weekly profile rests on.
func (t *Traffic) weeklyBasis() string {
	if t.WeeklyMeasured {
		return facts.Measured
	}
	return facts.Given
}

// basis is what the demand of a question rests on.
func (m *model) basis(q asked) basis {
	b := m.countBasis(q.high)
	if b.counted {
		b.weaken(m.arrivals.basis)
	}
	if b.waits {
		b.weaken(basisIfGiven(m.traffic.WaitingInteractions))
		if m.traffic.WaitingInteractions == nil {
			b.weaken(basisIfGiven(m.traffic.MeanWaitSeconds))
			b.weaken(basisIfGiven(m.traffic.Contained))
		}
	}
	if q.highBackground > 0 {
		b.weaken(basisIfGiven(m.traffic.BackgroundPerMinute))
	}
	switch q.measure {
	case inSlots:
		m.weakenByLatency(&b, q)
	case perMonth:
		if len(m.traffic.Weekly) > 0 {
			b.weaken(m.traffic.weeklyBasis())
		} else {
			b.weaken(basisIfGiven(m.traffic.OpenHoursPerMonth))
		}
	}
	b.open = b.open || b.waits
	return b.basis
}

// countBasis is what the numbers of executions of some selections rest on.
type countBasis struct {
	basis
	counted bool // some interaction makes a call
	waits   bool // some call repeats while interactions wait
	flows   map[string]bool
}

func (m *model) countBasis(selections []*selection) countBasis {
	b := countBasis{flows: make(map[string]bool)}
	for _, of := range selections {
		for i, sum := range of.sums {
			if len(sum.calls) > 0 && m.enters(i) {
				b.addEntry(m, i, sum)
			}
		}
	}
	return b
}

// enters reports whether some interaction or event starts the entry.
func (m *model) enters(i int) bool {
	if m.load.Entries[i].Kind == Event {
		return m.starts[i].known && m.starts[i].perMinute+m.starts[i].perInteraction > 0
	}
	return m.shares.known[i] > 0 || m.shares.candidate[i]
}

// addEntry takes the calls of an entry into account, and how often it starts.
func (b *countBasis) addEntry(m *model, entry int, sum *sum) {
	e := &m.load.Entries[entry]
	makes := false
	for _, c := range sum.calls {
		call := &e.Calls[c]
		if m.means[entry][c] == 0 && call.RatePerMinute == 0 {
			continue
		}
		makes, b.waits = true, b.waits || call.RatePerMinute > 0
		for _, one := range call.Bases {
			b.addCount(one)
		}
		b.open = b.open || call.assumed() && call.PerInteraction.Unbounded
	}
	if !makes {
		return
	}
	of := m.byEntry[e.Flow]
	b.weaken(basisIfGiven(of.Share))
	if of.Share == nil {
		b.weaken(basisIfGiven(of.PerMinute))
	}
	b.counted = b.counted || e.Kind != Event || m.starts[entry].perInteraction > 0
}

func (b *countBasis) addCount(one CountBasis) {
	b.weaken(one.Basis)
	b.shares = b.shares || one.Basis == facts.Assumed
	if one.Executions == 0 || b.flows[one.Flow] {
		return
	}
	b.flows[one.Flow] = true
	if b.executions == 0 || one.Days < b.days {
		b.days = one.Days
	}
	b.executions += one.Executions
}

// weakenByLatency takes into account how long executions are known to take.
func (m *model) weakenByLatency(b *countBasis, q asked) {
	for _, of := range q.high {
		for i, sum := range of.sums {
			for _, c := range sum.calls {
				switch latency := m.actionOf(i, c).LatencySeconds; {
				case !m.enters(i) || m.means[i][c] == 0 && m.load.Entries[i].Calls[c].RatePerMinute == 0:
				case latency != nil:
					b.weaken(basisOf(latency))
				default:
					b.weaken(basisOf(m.traffic.LatencySeconds))
				}
			}
		}
	}
	if q.highBackground > 0 {
		b.weaken(basisOf(m.traffic.LatencySeconds))
	}
}

// startBasis is what the starts of workflows rest on, where they are counted.
func (m *model) startBasis() basis {
	var b basis
	for i := range m.load.Entries {
		e := &m.load.Entries[i]
		if e.Kind != Event || !m.enters(i) {
			continue
		}
		given := m.byEntry[e.Flow]
		switch {
		case given.PerMinute != nil:
			b.weaken(basisOf(given.PerMinute))
		case given.Share != nil:
			b.weaken(basisOf(given.Share))
		}
		if m.starts[i].perInteraction > 0 {
			b.weaken(m.arrivals.basis)
		}
	}
	return b
}
