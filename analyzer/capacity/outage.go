package capacity

import (
	"fmt"
	"math"
	"slices"
	"sort"

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
	all := a.model.load.dataActions()
	for _, call := range all {
		a.result.Outages = append(a.result.Outages, a.outage(call, all, limit))
	}
}

// same accepts the calls of one data action.
func same(one Call) func(Call) bool {
	return func(c Call) bool { return c.DataAction == one.DataAction && c.Integration == one.Integration }
}

func (a *assessment) outage(call Call, all []Call, limit float64) facts.Outage {
	o := facts.Outage{
		DataAction: call.DataAction, Integration: call.Integration, TimeoutSeconds: call.TimeoutSeconds,
		Limit: limit, Verdict: Unknown, Assumptions: a.outageNotes(call),
	}
	m := a.model
	if !m.arrivals.known || !m.counted(call) {
		return o
	}
	// Every failed call is made again as often as the flow retries.
	attempts := m.attempts(call)
	is := same(call)
	others := m.slots(view{counts: func(c Call) bool { return !is(c) }, high: true}, a.background(), m.usually)
	itself := m.slots(view{counts: is, high: true}, 0, func(c Call) float64 { return hanging(c) * attempts })
	rate := m.arrivals.perMinute
	mean := others.mean(rate) + itself.mean(rate)
	peak := prob.PoissonQuantile(others.mean(rate*m.factor)+itself.mean(rate*m.factor), m.quantile)
	most := peak
	if m.repeatsUnknown(itself.s) || m.repeatsUnknown(others.s) {
		o.Assumptions = append(o.Assumptions, m.crowdedNote())
		others, itself := others, itself
		others.m, itself.m = m.crowded(), m.crowded()
		most = prob.PoissonQuantile(others.mean(rate*m.factor)+itself.mean(rate*m.factor), m.quantile)
	}
	refused := significant(prob.ErlangB(mean, int(limit)), 4, math.Round)
	o.Slots = &facts.Demand{Expected: round(mean, 3), Peak: peak}
	o.Refused = &refused
	o.SafeTimeoutSeconds = a.safeTimeout(is, others, limit, attempts)
	o.Verdict = verdict(peak, max(most, peak), question{value: limit, unknown: len(m.load.Gaps) > 0})
	if o.Verdict == Exceeded {
		o.Affected = affected(call, all)
	}
	return o
}

// attempts is how often a call is made when none of its attempts succeeds: one
// and its retries, and no more than the flow can call for the mean number of
// calls that the formulas multiply it with.
func (m *model) attempts(call Call) float64 {
	most, ratio, is := float64(1+max(call.Retries, 0)), 0.0, same(call)
	for _, e := range m.load.Entries {
		for i, c := range e.Calls {
			if !is(c) {
				continue
			}
			count, mean := c.PerInteraction.sane(), e.mean(i)
			if count.Unbounded || len(count.Mass) > 0 || len(e.Joint) > 0 || c.RatePerMinute > 0 || !(mean > 0) {
				return most
			}
			ratio = max(ratio, float64(count.Max)/mean)
		}
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
func (a *assessment) safeTimeout(is func(Call) bool, others slotDemand, limit, attempts float64) *float64 {
	m := a.model
	rate := m.arrivals.perMinute * m.factor
	perSecond := m.mean(m.streams(view{counts: is, high: true}, 0), rate) / 60 * attempts
	if perSecond <= 1e-12 {
		return nil
	}
	room := prob.PoissonMean(limit, m.quantile) - others.mean(rate)
	seconds := roundBreakEven(max(room, 0) / perSecond)
	return &seconds
}

// counted reports whether anything is known of how often the data action runs:
// some entry that calls it is started by interactions, or at a known rate.
func (m *model) counted(call Call) bool {
	is := same(call)
	for _, e := range m.load.Entries {
		if _, _, known := m.traffic.starts(e.Flow); e.Kind == Event && !known {
			continue
		}
		for _, c := range e.Calls {
			if is(c) {
				return true
			}
		}
	}
	return false
}

func (a *assessment) outageNotes(call Call) []string {
	var notes []string
	if m := a.model; m.arrivals.known && m.counted(call) {
		notes = append(append(append(notes, m.arrivals.notes...), m.shares.notes...), m.peakNote())
	}
	if !a.model.counted(call) {
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
	if len(a.model.shares.open) > 1 && a.model.shares.rest > 0 {
		notes = append(notes, "All interactions of unknown entry are taken to start where this outage is worst.")
	}
	return notes
}

// affected groups all other data actions by integration; the hanging action's
// own integration is among them when it has others.
func affected(hanging Call, all []Call) []facts.Affected {
	is := same(hanging)
	byIntegration := map[string]*facts.Affected{}
	var names []string
	for _, call := range all {
		if is(call) {
			continue
		}
		group := byIntegration[call.Integration]
		if group == nil {
			group = &facts.Affected{Integration: call.Integration}
			byIntegration[call.Integration] = group
			names = append(names, call.Integration)
		}
		group.DataActions = append(group.DataActions, call.DataAction)
		group.Flows = append(group.Flows, call.Flows...)
	}
	sort.Strings(names)
	var groups []facts.Affected
	for _, name := range names {
		group := byIntegration[name]
		sort.Strings(group.DataActions)
		sort.Strings(group.Flows)
		group.Flows = slices.Compact(group.Flows)
		groups = append(groups, *group)
	}
	return groups
}
