package capacity

import (
	"archlint/analyzer/facts"
)

// breakEven solves for each figure at which the high end of the demand reaches the limit.
func (m *model) breakEven(q question, s streams, rate float64) facts.BreakEven {
	var b facts.BreakEven
	if x := m.solveForAll(q.high, m.withArrivals, func(d demand) *float64 { return d.interactions(q.value) }); x != nil && *x >= 0 {
		b.InteractionsPerMinute = rounded(x)
		if m.perLicenceKnown() && !q.noLicences {
			b.Licences = rounded(ratio(*x, m.arrivals.perLicence))
		}
	}
	if m.arrivals.known {
		b.LatencySeconds = rounded(q.high.latency(q.value, rate))
		b.CallsPerInteraction = rounded(q.high.calls(q.value, rate))
	}
	if m.arrivals.known || s.perArrival.Mean() == 0 { // else it depends on the interactions
		b.WaitingInteractions = rounded(m.solveForAll(q.high, m.withWaiting, func(d demand) *float64 { return d.waiting(q.value, rate) }))
	}
	return b
}

// solveForAll solves for the figure at which the demand meets a limit, whichever entry
// the unattributed interactions enter. The assignee can be another at the solution; the
// solution for that one is then less. Solutions only fall, so that the last is the least
// of all entries'.
func (m *model) solveForAll(d demand, at func(x float64) *model, solve func(demand) *float64) *float64 {
	x := solve(d)
	for range m.shares.candidates {
		if x == nil || *x < 0 || len(m.shares.candidates) < 2 || m.shares.unattributed == 0 {
			break
		}
		var moved bool
		if d, moved = d.under(at(*x)); !moved {
			break
		}
		next := solve(d)
		if next != nil && *next >= *x {
			break
		}
		x = next
	}
	return x
}

// withArrivals returns the model with that many interactions a minute.
func (m *model) withArrivals(perMinute float64) *model {
	c := *m
	c.arrivals.known, c.arrivals.perMinute = true, perMinute
	return &c
}

// withWaiting returns the model with that many interactions waiting.
func (m *model) withWaiting(waiting float64) *model {
	c := *m
	c.traffic.WaitingInteractions = Given(waiting, FromDefault)
	return &c
}

func (m *model) perLicenceKnown() bool { return m.arrivals.perLicence > 0 }

func rounded(x *float64) *float64 {
	if x == nil || *x < 0 {
		return nil
	}
	r := roundBreakEven(*x)
	return &r
}
