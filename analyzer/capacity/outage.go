package capacity

import (
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

// outages works out, for each data action, what happens to the slots when the
// endpoint behind it hangs: every execution then holds its slot until the
// timeout, and all others meet what is left.
func (a *assessment) outages() {
	_, limit, ok := a.find("dataactions", "actions.concurrent.executions.max")
	if !ok {
		return
	}
	h := newHanging(a, limit)
	for i := range a.model.actions {
		a.result.Outages = append(a.result.Outages, h.outage(i))
	}
}

// hanging is what the outages of single data actions have in common.
type hanging struct {
	*assessment
	limit   float64
	most    float64  // the mean of busy slots whose peak is the limit
	traffic []string // sentences on it
	beside  *besides
	// crowds is set where some calls repeat while an unknown number waits.
	crowds bool
	groups []group // nil until an outage passes the limit
}

func newHanging(a *assessment, limit float64) *hanging {
	m := a.model
	h := &hanging{assessment: a, limit: limit, most: prob.PoissonMean(limit, m.quantile), beside: newBesides(m, a.every)}
	_, known := m.waitingAt(1)
	h.crowds = !known && slices.ContainsFunc(a.every.sums, func(s *sum) bool { return s.waiting > 0 })
	h.traffic = append(append(append(h.traffic, m.arrivals.notes...), m.shares.notes...), m.peakNote())
	return h
}

func (h *hanging) outage(hangs int) facts.Outage {
	m, call := h.model, &h.model.actions[hangs]
	o := facts.Outage{
		DataAction: call.DataAction, Integration: call.Integration, TimeoutSeconds: call.TimeoutSeconds,
		Limit: h.limit, Verdict: Unknown, Assumptions: h.notesOn(hangs),
	}
	if !m.arrivals.known || !call.counted {
		return o
	}
	// Every failed call is made again as often as the flow retries.
	attempts := m.attempts(hangs)
	others, itself := h.beside.others(hangs, h.crowds), h.beside.itself(hangs, attempts)
	others.slots.fixed += h.background() * m.latency / 60
	rate := m.arrivals.perMinute
	busy := func(m *model, rate float64) float64 { return others.slots.at(m, rate) + itself.slots.at(m, rate) }
	mean, peak := busy(m, rate), prob.PoissonQuantile(busy(m, rate*m.factor), m.quantile)
	most := peak
	if h.crowds && others.runs.perWaiting+itself.runs.perWaiting > 0 {
		o.Assumptions = append(o.Assumptions, m.crowdedNote())
		most = prob.PoissonQuantile(busy(m.crowded(), rate*m.factor), m.quantile)
	}
	refused := significant(prob.ErlangB(mean, int(h.limit)), 4, math.Round)
	o.Slots = &facts.Demand{Expected: round(mean, 3), Peak: peak}
	o.Refused = &refused
	o.SafeTimeoutSeconds = h.safeTimeout(others.slots.at(m, rate*m.factor), itself.runs.at(m, rate*m.factor)*attempts)
	o.Verdict = verdict(peak, max(most, peak), question{value: h.limit, unknown: len(m.load.Gaps) > 0})
	if o.Verdict == Exceeded {
		o.Affected = h.affected(hangs)
	}
	return o
}

// attempts is how often a call is made when none of its attempts succeeds: one
// and its retries, and no more than the flow can call for the mean number of
// calls that the formulas multiply it with.
func (m *model) attempts(of int) float64 {
	most, ratio := float64(1+max(m.actions[of].Retries, 0)), 0.0
	for _, at := range m.actions[of].calls {
		e := &m.load.Entries[at.entry]
		c, mean := &e.Calls[at.call], m.means[at.entry][at.call]
		count := c.PerInteraction.sane()
		if count.Unbounded || len(count.Mass) > 0 || len(e.Joint) > 0 || c.RatePerMinute > 0 || !(mean > 0) {
			return most
		}
		ratio = max(ratio, float64(count.Max)/mean)
	}
	return min(most, max(ratio, 1))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// safeTimeout is the longest timeout T with which the peak of busy slots stays
// within the limit while this endpoint hangs: others + rate T <= the mean whose
// quantile is the limit. It is the same for the whole data action.
func (h *hanging) safeTimeout(others, perMinute float64) *float64 {
	perSecond := perMinute / 60
	if perSecond <= 1e-12 {
		return nil
	}
	seconds := roundBreakEven(max(h.most-others, 0) / perSecond)
	return &seconds
}

func (h *hanging) notesOn(hangs int) []string {
	var notes []string
	m, call := h.model, &h.model.actions[hangs]
	if m.arrivals.known && call.counted {
		notes = append(notes, h.traffic...)
	}
	if !call.counted {
		notes = append(notes, fmt.Sprintf("How often %q runs is not known: nothing says how often its flows are started.", call.DataAction))
	}
	if call.TimeoutSeconds == nil {
		notes = append(notes, fmt.Sprintf("The timeout of %q is not known: %s s, the default of a step, is assumed.", call.DataAction, num(DefaultTimeoutSeconds)))
	}
	switch {
	case call.Retries > 0 && call.RetriesAssumed:
		notes = append(notes, fmt.Sprintf("The flow calls %q again after a failure and sets no bound: at most %s is assumed, and every attempt lasts until the timeout.", call.DataAction, times(call.Retries)))
	case call.Retries > 0:
		notes = append(notes, fmt.Sprintf("The flow calls %q again after a failure, at most %s, and every attempt lasts until the timeout.", call.DataAction, times(call.Retries)))
	}
	if len(m.shares.open) > 1 && m.shares.rest > 0 {
		notes = append(notes, "All interactions of unknown entry are taken to start where this outage is worst.")
	}
	return notes
}
