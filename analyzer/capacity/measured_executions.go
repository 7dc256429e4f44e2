package capacity

import (
	"math"
	"time"

	"archlint/analyzer/org"
)

// Executions are how often a data action ran, and how often it would have by the expected
// counts, per minute over the same time.
type Executions struct {
	Action   Call
	Measured float64
	Computed float64
	// Open is set where calls come on top of Computed: of interactions that wait for a time
	// that nobody measured, of workflows whose starts nobody counted.
	Open bool
}

// MeasuredStarts is how often each entry started and each data action ran in the time for
// which both were measured.
type MeasuredStarts struct {
	Minutes float64
	// PerMinute are the starts by entry.
	PerMinute []float64
	Actions   []Executions
}

// CompareMeasured holds the executions of data actions that were measured against what the
// measured interactions and the expected counts come to. ok is false where there is nothing
// to compare.
func CompareMeasured(o *org.Org, load Load) (out MeasuredStarts, ok bool) {
	flows := measuredFlows(o.Traffic.Flows, load)
	span, ok := commonSpan(flows, o.Traffic.Actions)
	if !ok {
		return out, false
	}
	out.Minutes = span.minutes()
	out.PerMinute = make([]float64, len(load.Entries))
	interactions := 0.0
	for i := range load.Entries {
		out.PerMinute[i] = span.count(flows[i]) / out.Minutes
		if load.Entries[i].Kind == Interaction {
			interactions += out.PerMinute[i]
		}
	}
	if interactions == 0 {
		return out, false
	}
	open := out.fillEvents(o, load, flows, interactions)
	measured := indexActions(o.Traffic.Actions)
	actions, _ := load.dataActions()
	for i := range actions {
		a := &actions[i]
		record, ok := measured.of(&a.Call)
		if !ok || len(record.Intervals) == 0 {
			continue
		}
		one := Executions{Action: a.Call, Measured: span.count(record.Intervals) / out.Minutes}
		for _, at := range a.calls {
			each, unknown := perStartMeasured(&load.Entries[at.entry], at.call, o.Traffic.Conversations)
			one.Computed += out.PerMinute[at.entry] * each
			one.Open = one.Open || unknown && out.PerMinute[at.entry] > 0 || open[at.entry]
		}
		out.Actions = append(out.Actions, one)
	}
	return out, len(out.Actions) > 0
}

// fillEvents adds the starts of workflows that were not measured, as their triggers give
// them. open marks those of which nobody knows all starts.
func (s *MeasuredStarts) fillEvents(o *org.Org, load Load, flows [][]org.Interval, interactions float64) (open []bool) {
	open = make([]bool, len(load.Entries))
	m := newModel(MeasuredTraffic(o, load), load)
	for i := range load.Entries {
		if load.Entries[i].Kind != Event || len(flows[i]) > 0 {
			continue
		}
		s.PerMinute[i] = m.starts[i].perMinute + m.starts[i].perInteraction*interactions
		open[i] = m.starts[i].open
	}
	return open
}

// perStartMeasured is how often one start of an entry makes a call, with what it makes while
// the interaction waits for the mean time that was measured. unknown is set where that is not
// known.
func perStartMeasured(e *EntryFlow, call int, c *org.ConversationTraffic) (mean float64, unknown bool) {
	one := &e.Calls[call]
	mean = e.means()[call]
	switch {
	case one.RatePerMinute > 0 && c != nil && c.Waits > 0:
		mean += one.RatePerMinute * c.WaitSeconds / c.Waits / 60
	case one.RatePerMinute > 0 || len(one.Unpaced) > 0:
		unknown = true
	}
	return mean, unknown || len(one.Unpaced) > 0
}

// timeSpan is from a point in time to another one.
type timeSpan struct{ from, to time.Time }

func (s timeSpan) minutes() float64 { return s.to.Sub(s.from).Minutes() }

// count adds up the intervals that lie in the span.
func (s timeSpan) count(intervals []org.Interval) float64 {
	sum := 0.0
	for _, i := range intervals {
		if !i.Start.Before(s.from) && !endOf(i).After(s.to) {
			sum += i.Count
		}
	}
	return sum
}

func endOf(i org.Interval) time.Time {
	return i.Start.Add(time.Duration(i.Minutes * float64(time.Minute)))
}

// add widens the span to the time that intervals cover, from the first to the last.
func (s *timeSpan) add(intervals []org.Interval) {
	for _, i := range intervals {
		if s.from.IsZero() || i.Start.Before(s.from) {
			s.from = i.Start
		}
		if to := endOf(i); to.After(s.to) {
			s.to = to
		}
	}
}

// commonSpan is the time in which both flows and data actions were measured.
func commonSpan(flows [][]org.Interval, actions []org.ActionTraffic) (timeSpan, bool) {
	var of, ran timeSpan
	for _, intervals := range flows {
		of.add(intervals)
	}
	for i := range actions {
		ran.add(actions[i].Intervals)
	}
	if ran.from.After(of.from) {
		of.from = ran.from
	}
	if ran.to.Before(of.to) {
		of.to = ran.to
	}
	return of, !of.from.IsZero() && !ran.from.IsZero() && of.to.After(of.from)
}

// Differs reports whether measured and computed executions are further apart than a quarter.
func (e Executions) Differs() bool {
	switch {
	case math.Max(e.Measured, e.Computed) < 1e-9:
		return false
	case e.Open:
		return e.Computed > e.Measured*agreement
	}
	return e.Measured > e.Computed*agreement || e.Computed > e.Measured*agreement
}
