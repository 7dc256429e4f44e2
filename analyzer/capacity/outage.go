package capacity

import (
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

// outages works out, for each cause, what happens to the slots when its endpoints
// hang: every execution then holds its slot until the data action's own timeout,
// and all others share what is left.
func (a *assessment) outages() {
	_, limit, ok := a.find("dataactions", "actions.concurrent.executions.max")
	if !ok {
		return
	}
	h := newHanging(a, limit)
	for _, c := range a.model.causes() {
		a.result.Outages = append(a.result.Outages, h.outage(c))
	}
}

// hanging is what all outages have in common.
type hanging struct {
	*assessment
	limit   float64
	most    float64       // the mean of busy slots whose peak is the limit
	traffic []string      // sentences on it
	beside  *outageDemand // at the high end
	low     *outageDemand // at the low end, nil where both are the same
	// crowds is set where some calls repeat while an unknown number waits.
	crowds bool
	basis  basis   // of the slots
	groups []group // nil until an outage passes the limit
}

func newHanging(a *assessment, limit float64) *hanging {
	m := a.model
	h := &hanging{assessment: a, limit: limit, most: prob.PoissonMean(limit, m.quantile), beside: newOutageDemand(m, true)}
	if m.ranges() || m.pacesRange() {
		h.low = newOutageDemand(m.starting(false), false)
	}
	_, known := m.waitingAt(1, 1)
	h.crowds = !known && slices.ContainsFunc(a.every.sums, func(s *sum) bool { return s.waiting > 0 })
	h.basis = m.basis(a.allInSlots())
	h.traffic = append(append(append(h.traffic, m.arrivals.notes...), m.shares.notes...), m.peakNote())
	h.traffic = append(h.traffic, m.startNotes(a.every)...)
	return h
}

func (h *hanging) outage(c cause) facts.Outage {
	m := h.model
	o := facts.Outage{TimeoutSeconds: c.timeout(m), Limit: h.limit, Verdict: Unknown, Assumptions: h.notesOn(c)}
	c.identify(m, &o)
	if !m.arrivals.known || !c.counted(m) {
		return o
	}
	h.fill(&o, c, h.load(c, h.beside))
	if o.Verdict == Exceeded {
		o.Affected = h.affected(c)
	}
	return o
}

// both is what hangs, and the slots of all that does not, under a model.
type both struct {
	m      *model
	others linear
	itself use
}

func (h *hanging) load(c cause, beside *outageDemand) both {
	b := both{m: beside.m, others: beside.others(c), itself: beside.itself(c)}
	b.others.fixed += h.background() * h.model.latency / 60
	return b
}

// busy is the mean of busy slots at that arrival rate.
func (b both) busy(perMinute float64) float64 {
	return b.others.at(b.m, perMinute) + b.itself.slots.at(b.m, perMinute)
}

// peak is what they stay within but for one minute in a thousand, or what share the
// traffic has it.
func (b both) peak() float64 {
	return prob.PoissonQuantile(b.busy(b.m.arrivals.perMinute*b.m.factor), b.m.quantile)
}

// waits reports whether any of the calls repeat while interactions wait.
func (b both) waits() bool { return b.others.perWaiting+b.itself.slots.perWaiting > 0 }

// fill sets the figures and the verdict. A call that is repeated without a limit
// counts once: its slots are the least then, and the verdict says no more than that
// allows.
func (h *hanging) fill(o *facts.Outage, c cause, b both) {
	m, rate := h.model, h.model.arrivals.perMinute
	mean, peak := b.busy(rate), b.peak()
	low, most := peak, peak
	wide := c.widest()
	if len(c.perhaps) > 0 {
		most = max(most, h.load(wide, h.beside).peak())
	}
	if h.low != nil {
		low = min(low, h.load(c, h.low).peak())
	}
	if h.crowds {
		beside := *h.beside
		beside.m = m.withLongWait() // where many wait, another entry may ask most
		if crowd := h.load(wide, &beside); crowd.waits() {
			o.Assumptions = append(o.Assumptions, m.longWaitNote(crowd.others.queued))
			most = max(most, crowd.peak())
		}
	}
	refused := significant(prob.ErlangB(mean, int(h.limit)), 4, math.Round)
	o.Slots, o.Refused = &facts.Demand{Expected: round(mean, 3), Peak: peak}, &refused
	h.basis.mark(o.Slots)
	if o.SlotsOpen = c.unbounded(m); !o.SlotsOpen {
		o.SafeTimeoutSeconds = h.safeTimeout(b.others.at(m, rate*m.factor), b.itself.runs.at(m, rate*m.factor))
	}
	unknown := o.SlotsOpen || len(m.load.Gaps) > 0 || len(h.every.missing) > 0
	o.Verdict = verdict(low, most, question{value: h.limit, unknown: unknown})
}

// attempts is how often an entry makes a call when none of its attempts succeeds:
// one and its retries, and no more than the entry can call for the mean number of
// calls that the formulas multiply it with. Retries of other entries are not its own.
func (m *model) attempts(entry, call int) float64 {
	e := &m.load.Entries[entry]
	c, mean := &e.Calls[call], m.means[entry][call]
	most, count := float64(1+max(c.Retries, 0)), c.PerInteraction.sane()
	if count.Unbounded || len(count.Mass) > 0 || len(e.Joint) > 0 || c.RatePerMinute > 0 || !(mean > 0) {
		return most
	}
	return min(most, max(float64(count.Max)/mean, 1))
}

// endless reports whether flows repeat the call after failures without a limit: the
// attempts are then bounded by nothing but the callers on the line.
func (m *model) endless(of int) bool { return m.actions[of].RetriesUnbounded }

func attemptsInWords(n int) string {
	if n == 1 {
		return "one attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// safeTimeout is the longest timeout T, in whole seconds, with which the peak of
// busy slots stays within the limit while the endpoints hang: others + attempts per
// second x T <= the mean whose quantile is the limit. It is one that can be set in
// a data action, 1 to 60 s, or 0 where none is short enough.
func (h *hanging) safeTimeout(others, attemptsPerMinute float64) *float64 {
	perSecond := attemptsPerMinute / 60
	if perSecond <= 1e-12 {
		return nil
	}
	seconds := math.Floor(max(h.most-others, 0)/perSecond + 1e-9)
	seconds = min(seconds, DefaultTimeoutSeconds)
	return &seconds
}

func (h *hanging) notesOn(c cause) []string {
	var notes []string
	m := h.model
	if m.arrivals.known && c.counted(m) {
		notes = append(notes, h.traffic...)
	}
	for _, i := range c.actions {
		notes = append(notes, m.hangNotes(i)...)
	}
	notes = append(notes, h.every.missing...)
	if len(c.perhaps) > 0 {
		notes = append(notes, fmt.Sprintf("The host of some data actions is not known, and they may hang as well: %s. Export the data actions.",
			m.names(c.perhaps)))
	}
	if len(m.shares.candidates) > 1 && m.shares.unattributed > 0 {
		notes = append(notes, "All interactions of unknown entry are taken to start where this outage is worst.")
	}
	return notes
}

// hangNotes says what is not known of a data action that hangs, and what its
// flows do then.
func (m *model) hangNotes(action int) []string {
	var notes []string
	call := &m.actions[action]
	if !call.counted {
		notes = append(notes, fmt.Sprintf("How often %q runs is not known: nothing says how often its flows are started.", call.DataAction))
	}
	if call.OwnTimeoutSeconds == nil {
		notes = append(notes, fmt.Sprintf("The timeout of data action %q is not known: %s s is assumed, the platform's default. Its definition "+
			"says it: export the data actions.",
			call.DataAction, num(DefaultTimeoutSeconds)))
	}
	switch {
	case m.endless(action):
		notes = append(notes, fmt.Sprintf("A flow calls %q again after a failure without a limit: its slots are counted for %s, and each "+
			"caller on the line adds more. Limit the retries to get a figure.",
			call.DataAction, attemptsInWords(1+call.Retries)))
	case call.Retries > 0:
		notes = append(notes, fmt.Sprintf("A flow calls %q again after a failure, at most %s, and every attempt lasts until the timeout.",
			call.DataAction, times(call.Retries)))
	}
	return notes
}
