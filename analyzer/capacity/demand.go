package capacity

import (
	"math"

	"archlint/analyzer/capacity/prob"
)

// demand is the load that a set of calls puts on one kind of limit, as a function of the
// interactions per minute. Break-evens are nil where the figure has no effect on the
// limit, and negative (passed) where no value of the figure keeps within it. All are
// solved on the peak, and the peak at the solution still fits.
type demand interface {
	// at returns the expected and the peak demand, in the limit's unit.
	at(perMinute float64) (expected, peak float64)
	interactions(limit float64) *float64
	waiting(limit, perMinute float64) *float64
	latency(limit, perMinute float64) *float64
	calls(limit, perMinute float64) *float64
	// common returns the streams behind it.
	common() streams
	// under returns the demand of the same calls under another model, and whether the
	// assignee of the unattributed interactions is another there. Where it is not,
	// break-evens come out the same.
	under(*model) (d demand, moved bool)
}

// minuteDemand counts executions per minute.
type minuteDemand struct {
	m *model
	s streams

	v          view
	background float64
	assignee   int // of the unattributed interactions
	// both is set where the same entry has the greatest mean and the greatest peak.
	both bool
}

// minutes is the demand per minute of the calls in a view. With
// unattributed interactions, its mean and its peak are each the greatest (or the least)
// that may be, perhaps with two assignees.
func (m *model) minutes(v view, background float64) demand {
	byMean := minuteDemand{m: m, v: v, background: background, assignee: m.assignee(v)}
	byMean.s = m.streams(v, byMean.assignee, background)
	if len(m.shares.candidates) < 2 || m.shares.unattributed == 0 || m.load.constant {
		return byMean
	}
	v.byPeak = true
	byPeak := minuteDemand{m: m, v: v, background: background, assignee: m.assignee(v)}
	if byPeak.assignee == byMean.assignee {
		byMean.both = true // one demand, that need not be solved twice
		return byMean
	}
	byPeak.s = m.streams(v, byPeak.assignee, background)
	return alternatives{[]demand{byMean, byPeak}, v.high}
}

func (d minuteDemand) common() streams { return d.s }

func (d minuteDemand) under(m *model) (demand, bool) {
	if d.both {
		other := m.minutes(d.v, d.background)
		one, still := other.(minuteDemand)
		return other, !still || one.assignee != d.assignee
	}
	assignee := m.assignee(d.v)
	moved := assignee != d.assignee
	if moved {
		d.assignee, d.s = assignee, m.streams(d.v, assignee, d.background)
	}
	d.m = m
	return d, moved
}

func (d minuteDemand) at(perMinute float64) (float64, float64) {
	peak, _ := d.m.minute(d.s, perMinute*d.m.factor).Quantile(d.m.quantile)
	return d.m.mean(d.s, perMinute), peak
}

func (d minuteDemand) interactions(limit float64) *float64 {
	room := func(perMinute float64) float64 {
		return d.m.minute(d.s, perMinute*d.m.factor).Room(limit, d.m.quantile)
	}
	slope := d.m.mean(d.s, 2) - d.m.mean(d.s, 1)
	return greatest(limit, slope, room)
}

func (d minuteDemand) waiting(limit, perMinute float64) *float64 {
	rest := prob.Merge(d.s.perArrival.Scale(perMinute*d.m.factor), d.s.fixed)
	room := func(waiting float64) float64 {
		return prob.Merge(rest, d.s.perWaiting.Scale(waiting)).Room(limit, d.m.quantile)
	}
	return greatest(limit, d.s.perWaiting.Mean(), room)
}

func (d minuteDemand) latency(float64, float64) *float64 { return nil }

// calls scales every count of an interaction by the same factor, and with them
// the quantile.
func (d minuteDemand) calls(limit, perMinute float64) *float64 {
	fixed, _ := d.s.fixed.Quantile(d.m.quantile)
	moving := d.s.moving()
	count := d.m.minute(moving, perMinute*d.m.factor)
	peak, _ := count.Quantile(d.m.quantile)
	return scaled(d.m.mean(moving, perMinute)/perMinute, limit-fixed, peak)
}

// slotDemand counts executions that are under way at the same time. An
// interaction is in at most one call at a time, so that the number of busy
// slots under Poisson arrivals is itself Poisson, whatever the durations
// (Little's law for the mean; M/G/infinity for the distribution).
type slotDemand struct {
	m      *model
	s      streams // the executions, for the break-even latency
	linear         // busy slots

	v          view
	background float64
	seconds    []perStart // by entry: the slots that it asks for
	longest    []perStart // by entry: those where every execution lasts until its timeout
	hanging    linear     // busy slots then
	// assignees of the unattributed interactions: for most executions, for most slots.
	assignees [2]int
}

func (d slotDemand) common() streams { return d.s }

func (d slotDemand) under(m *model) (demand, bool) { return d.of(m) }

// of returns the demand under that model, and whether the assignees are others.
func (d slotDemand) of(m *model) (_ slotDemand, moved bool) {
	assignees := [2]int{m.assignee(d.v), m.shares.assignee(d.v.high, m.weigher(m.entries, d.seconds))}
	if d.m != nil && assignees == d.assignees {
		d.m = m
		return d, false
	}
	d.m, d.assignees = m, assignees
	d.s, d.linear = m.streams(d.v, assignees[0], d.background), m.starting(d.v.high).linear(m.entries, d.seconds, assignees[1])
	d.fixed += d.background * m.latency / 60
	d.hanging = m.mostOf(d.v, d.longest)
	d.hanging.fixed += d.background * DefaultTimeoutSeconds / 60
	return d, true
}

func (d slotDemand) mean(perMinute float64) float64 { return d.linear.at(d.m, perMinute) }

func (d slotDemand) at(perMinute float64) (float64, float64) {
	return d.mean(perMinute), prob.PoissonQuantile(d.mean(perMinute*d.m.factor), d.m.quantile)
}

func (d slotDemand) interactions(limit float64) *float64 {
	slope := d.mean(2) - d.mean(1)
	most := prob.PoissonMean(limit, d.m.quantile)
	return greatest(limit, slope, func(perMinute float64) float64 { return most - d.mean(perMinute*d.m.factor) })
}

func (d slotDemand) waiting(limit, perMinute float64) *float64 {
	most := prob.PoissonMean(limit, d.m.quantile) - d.perArrival*perMinute*d.m.factor - d.fixed
	if most < 0 && d.perWaiting > 1e-12 {
		return finite(passed)
	}
	return ratio(most, d.perWaiting)
}

// latency is the duration that all executions may have. There is none where the
// slots do even if every execution lasts until its data action's timeout.
func (d slotDemand) latency(limit, perMinute float64) *float64 {
	most := prob.PoissonMean(limit, d.m.quantile)
	if d.hanging.at(d.m, perMinute*d.m.factor) <= most {
		return nil
	}
	return ratio(most, d.m.mean(d.s, perMinute*d.m.factor)/60)
}

func (d slotDemand) calls(limit, perMinute float64) *float64 {
	moving := d.s.moving()
	slots := d.mean(perMinute*d.m.factor) - d.fixed
	return scaled(d.m.mean(moving, perMinute)/perMinute, prob.PoissonMean(limit, d.m.quantile)-d.fixed, slots)
}

// monthDemand counts executions in a month of so many busy hours.
type monthDemand struct {
	m        *model
	s        streams
	hours    float64
	v        view
	assignee int
	// background are executions per minute of the busy hours that the load does
	// not make.
	background float64
}

// months is the demand of a month of the calls in a view.
func (m *model) months(v view, hours, background float64) monthDemand {
	assignee := m.assignee(v)
	return monthDemand{m, m.streams(v, assignee, 0), hours, v, assignee, background}
}

func (d monthDemand) common() streams { return d.s }

func (d monthDemand) under(m *model) (demand, bool) {
	assignee := m.assignee(d.v)
	moved := assignee != d.assignee
	if moved {
		d.assignee, d.s = assignee, m.streams(d.v, assignee, 0)
	}
	d.m = m
	return d, moved
}

// month is the count over the month; triggered runs go on round the clock.
func (d monthDemand) month(perMinute float64) prob.Compound {
	others := prob.Compound{Rate: d.background, Sizes: prob.Mass{0, 1}}
	return prob.Merge(prob.Merge(d.m.minute(d.s.moving(), perMinute), others).Scale(60*d.hours), d.s.fixed.Scale(60*OpenHoursAlways))
}

func (d monthDemand) at(perMinute float64) (float64, float64) {
	month := d.month(perMinute)
	peak, _ := month.Quantile(d.m.quantile)
	return month.Mean(), peak
}

func (d monthDemand) interactions(limit float64) *float64 {
	slope := d.month(2).Mean() - d.month(1).Mean()
	return greatest(limit, slope, func(perMinute float64) float64 { return d.month(perMinute).Room(limit, d.m.quantile) })
}

func (d monthDemand) waiting(limit, perMinute float64) *float64 {
	rest := monthDemand{m: d.m, s: streams{perArrival: d.s.perArrival, fixed: d.s.fixed}, hours: d.hours,
		background: d.background}.month(perMinute)
	perWaiting := d.s.perWaiting.Scale(60 * d.hours)
	room := func(waiting float64) float64 {
		return prob.Merge(rest, perWaiting.Scale(waiting)).Room(limit, d.m.quantile)
	}
	return greatest(limit, perWaiting.Mean(), room)
}

func (d monthDemand) latency(float64, float64) *float64 { return nil }

func (d monthDemand) calls(limit, perMinute float64) *float64 {
	moving := monthDemand{m: d.m, s: d.s.moving(), hours: d.hours}
	_, peak := moving.at(perMinute)
	k := d.m.mean(moving.s, perMinute) / perMinute
	return scaled(k, limit-d.s.fixed.Mean()*60*OpenHoursAlways-d.background*60*d.hours, peak)
}

// passed is the break-even of a limit that no value of the figure keeps within.
const passed = -1.0

// greatest solves for the greatest x with room, nil when x adds nothing (slope
// not positive).
func greatest(limit, slope float64, room func(float64) float64) *float64 {
	if !(slope > 1e-12) {
		return nil
	}
	if room(0) < 0 {
		return finite(passed)
	}
	x, ok := prob.Solve(max(limit, 1)/slope, 1e15, room)
	if !ok {
		return nil
	}
	return &x
}

// scaled is k x room/peak: how many calls an interaction may make in all when
// the k that it makes now peak at that demand. nil when there are none.
func scaled(k, room, peak float64) *float64 {
	if !(k > 0) || !(peak > 0) || !(room > 0) {
		return nil
	}
	return finite(k * (room / peak))
}

// ratio is a/b, nil where that makes no sense.
func ratio(a, b float64) *float64 {
	if !(b > 1e-12) || !(a >= 0) {
		return nil
	}
	return finite(a / b)
}

// finite is nil for what is beyond any figure: demand of next to no interactions.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
