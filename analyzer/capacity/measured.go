package capacity

import (
	"fmt"
	"slices"
	"time"

	"archlint/analyzer/org"
)

// MeasuredTraffic turns what analytics counted into traffic: the busiest
// interval's entries of the load's flows, handling and waiting times, and the
// shape of the week where whole weeks of hours were counted. Figures that were
// not measured stay nil: config.Or(MeasuredTraffic(o, load)) puts given ones first.
func MeasuredTraffic(o *org.Org, load Load) Traffic {
	var t Traffic
	flows := measuredFlows(o.Traffic.Flows, load)
	if busiest, ok := busiestInterval(load, flows); ok {
		t.Notes = append(t.Notes, fmt.Sprintf("Measured in intervals of %s minutes, the busiest of them: a minute's mean may be higher.",
			num(busiest.Minutes)))
		for i, e := range load.Entries {
			if rate, measured := rateIn(flows[i], busiest, e.Kind); measured {
				t.Entries = append(t.Entries, EntryTraffic{Flow: e.Flow, PerMinute: Given(rate, FromExport)})
			}
		}
		t.Weekly, t.WeeklyMeasured = weekly(load, flows), true
	}
	if rate := busiestOthers(o, load); rate > 0 {
		t.BackgroundPerMinute = Given(rate, FromExport)
	}
	if c := o.Traffic.Conversations; c != nil {
		t.conversations(c)
	}
	return t
}

func (t *Traffic) conversations(c *org.ConversationTraffic) {
	if c.Handles > 0 && c.HandleSeconds > 0 {
		t.AHTSeconds = Given(c.HandleSeconds/c.Handles, FromExport)
	}
	if c.Waits > 0 {
		t.MeanWaitSeconds = Given(c.WaitSeconds/c.Waits, FromExport)
	}
	if c.Offered > 0 {
		t.Abandoned = Given(min(c.Abandons/c.Offered, 0.99), FromExport)
	}
}

// measuredFlows finds the traffic of each entry, nil where none was measured.
func measuredFlows(all []org.FlowTraffic, load Load) [][]org.Interval {
	found := make([][]org.Interval, len(load.Entries))
	byID, byName := make(map[string][]org.Interval), make(map[string][]org.Interval)
	for _, f := range all {
		if f.ID != "" {
			byID[f.ID] = append(byID[f.ID], f.Intervals...)
		}
		if f.Name != "" {
			byName[f.Name] = append(byName[f.Name], f.Intervals...)
		}
	}
	for i := range load.Entries {
		if e := &load.Entries[i]; e.FlowID != "" {
			found[i] = byID[e.FlowID]
		} else {
			found[i] = byName[e.Flow]
		}
	}
	return found
}

// busiestInterval is the one in which the interaction entries together have the
// greatest rate; ok is false when none was measured.
func busiestInterval(load Load, flows [][]org.Interval) (org.Interval, bool) {
	type key struct {
		start   int64
		minutes float64
	}
	sums := map[key]*org.Interval{}
	var best *org.Interval
	for i, e := range load.Entries {
		if e.Kind != Interaction {
			continue
		}
		for _, interval := range flows[i] {
			k := key{interval.Start.Unix(), interval.Minutes}
			if sums[k] == nil {
				sums[k] = &org.Interval{Start: interval.Start, Minutes: interval.Minutes}
			}
			sums[k].Count += interval.Count
		}
	}
	for _, sum := range sums {
		if best == nil || sum.PerMinute() > best.PerMinute() || sum.PerMinute() == best.PerMinute() && sum.Start.Before(best.Start) {
			best = sum
		}
	}
	if best == nil {
		return org.Interval{}, false
	}
	return *best, true
}

// rateIn is the flow's rate in that interval; of an event entry it is the
// rate in its own busiest, since events need not follow the interactions.
func rateIn(intervals []org.Interval, busiest org.Interval, kind EntryKind) (float64, bool) {
	rate := 0.0
	for _, i := range intervals {
		switch {
		case kind == Event:
			rate = max(rate, i.PerMinute())
		case i.Start.Equal(busiest.Start) && i.Minutes == busiest.Minutes:
			rate += i.PerMinute()
		}
	}
	return rate, len(intervals) > 0
}

// weekly is the mean rate of each hour of the week (UTC, Monday first), nil
// unless a week or more was counted by the hour or finer.
func weekly(load Load, flows [][]org.Interval) []float64 {
	var counts [168]float64
	hours := map[int64]bool{}
	for i, e := range load.Entries {
		if e.Kind != Interaction {
			continue
		}
		for _, interval := range flows[i] {
			if interval.Minutes > 60 {
				return nil
			}
			counts[hourOfWeek(interval.Start)] += interval.Count
			hours[interval.Start.Unix()/3600] = true
		}
	}
	var seen [168]float64
	for hour := range hours {
		seen[hourOfWeek(time.Unix(hour*3600, 0).UTC())]++
	}
	if len(hours) < 100 || span(hours) < 7*24-1 {
		return nil
	}
	weeks := max(1, float64(span(hours)+1)/168)
	profile := make([]float64, 168)
	for h := range profile {
		// An hour without any record had no traffic in that week.
		profile[h] = counts[h] / 60 / max(seen[h], weeks)
	}
	if slices.Max(profile) == 0 {
		return nil
	}
	return profile
}

func hourOfWeek(t time.Time) int { return (int(t.Weekday())+6)%7*24 + t.Hour() }

// span is how many hours lie between the first and the last.
func span(hours map[int64]bool) int64 {
	first, last := int64(1<<62), int64(-1<<62)
	for hour := range hours {
		first, last = min(first, hour), max(last, hour)
	}
	return last - first
}

// WithMeasuredLatency returns the load with the mean duration of each data
// action whose executions were measured, found by id, else by name and integration.
func WithMeasuredLatency(load Load, o *org.Org) Load {
	if len(o.Traffic.Actions) == 0 {
		return load
	}
	measured := indexActions(o.Traffic.Actions)
	entries := slices.Clone(load.Entries)
	for i := range entries {
		entries[i].Calls = slices.Clone(entries[i].Calls)
		for c := range entries[i].Calls {
			call := &entries[i].Calls[c]
			if a, ok := measured.of(call); ok && call.LatencySeconds == nil && a.MeanSeconds > 0 {
				call.LatencySeconds = Given(a.MeanSeconds, FromExport)
			}
		}
	}
	return Load{Entries: entries, Gaps: load.Gaps}
}

// busiestOthers is the greatest rate at which data actions ran that no flow of
// the load calls: they take of the same limits.
func busiestOthers(o *org.Org, load Load) float64 {
	if len(o.Traffic.Actions) == 0 {
		return 0
	}
	type record struct{ id, name, integration string }
	recordOf := func(a *org.ActionTraffic) record { return record{a.ID, a.Name, a.Integration} }
	mine := make(map[record]bool)
	named := false // a record without a name may be of any call that has no id
	measured := indexActions(o.Traffic.Actions)
	actions, _ := load.dataActions()
	for i := range actions {
		call := &actions[i].Call
		named = named || call.Definition == nil || call.Definition.ID == ""
		if a, ok := measured.of(call); ok {
			mine[recordOf(a)] = true
		}
	}
	sums := map[int64]float64{} // by start: intervals of one export are alike
	for i := range o.Traffic.Actions {
		a := &o.Traffic.Actions[i]
		if mine[recordOf(a)] || named && a.Name == "" {
			continue
		}
		for _, i := range a.Intervals {
			sums[i.Start.Unix()] += i.PerMinute()
		}
	}
	most := 0.0
	for _, sum := range sums {
		most = max(most, sum)
	}
	return most
}

// agreement is the ratio of measured to computed executions up to which they agree: a
// quarter more, which is beyond the variation from one interval to the next.
const agreement = 1.25
