package capacity

import (
	"math"
	"strings"
	"testing"
	"time"

	"archlint/analyzer/facts"
	"archlint/analyzer/org"
)

func hours(start time.Time, counts ...float64) []org.Interval {
	var all []org.Interval
	for i, c := range counts {
		all = append(all, org.Interval{Start: start.Add(time.Duration(i) * time.Hour), Minutes: 60, Count: c})
	}
	return all
}

func TestMeasuredTraffic(t *testing.T) {
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	load := Load{Entries: []EntryFlow{
		{Flow: "Sales", FlowID: "f-1", Calls: []Call{{DataAction: "A", Integration: "CRM", PerInteraction: Exactly(1)}}},
		{Flow: "Support", Calls: []Call{{DataAction: "A", Integration: "CRM", PerInteraction: Exactly(1)}}},
		{Flow: "Nightly", FlowID: "f-3", Kind: Event, Calls: []Call{{DataAction: "B", PerInteraction: Exactly(1)}}},
	}}
	o := &org.Org{Traffic: org.Measured{
		Flows: []org.FlowTraffic{
			{ID: "f-1", Name: "renamed", Intervals: hours(monday, 600, 1200)},
			{ID: "f-2", Name: "Support", Intervals: hours(monday, 1800, 0)},
			{ID: "f-3", Intervals: hours(monday, 0, 60)},
			{ID: "f-9", Name: "Other", Intervals: hours(monday, 99999)},
		},
		Actions:       []org.ActionTraffic{{ID: "custom_-_1", Name: "A", Integration: "CRM", MeanSeconds: 2.5}},
		Conversations: &org.ConversationTraffic{Offered: 100, Abandons: 10, Waits: 100, WaitSeconds: 3000, Handles: 90, HandleSeconds: 21600},
	}}
	traffic := MeasuredTraffic(o, load)
	r := assess(t, facts.Org{}, traffic, WithMeasuredLatency(load, o))
	v := row(t, r, volume)
	if v.Demand.Expected != 41 { // 10 + 30 in the first hour, 1 of the nightly flow's busiest
		t.Errorf("demand %+v", v.Demand)
	}
	s := row(t, r, slots)
	if want := 40.0/60*2.5 + 1.0/60; math.Abs(s.Demand.Expected-want) > 0.001 {
		t.Errorf("slots %g, want %g", s.Demand.Expected, want)
	}
	if traffic.AHTSeconds.Value != 240 || traffic.MeanWaitSeconds.Value != 30 || traffic.Abandoned.Value != 0.1 {
		t.Errorf("times %+v", traffic)
	}
	for _, want := range []string{"as measured for the entry flows", "intervals of 60 minutes"} {
		if !strings.Contains(strings.Join(v.Assumptions, "\n"), want) {
			t.Errorf("assumptions do not say %q: %q", want, v.Assumptions)
		}
	}
	given := Traffic{InteractionsPerMinute: Given(400, FromFlag)}.Or(traffic)
	if v := row(t, assess(t, facts.Org{}, given, load), volume); v.Demand.Expected != 401 {
		t.Errorf("given traffic %+v", v.Demand)
	}
}

func TestMeasuredWeekShapesTheMonth(t *testing.T) {
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	counts := make([]float64, 14*24)
	for i := range counts {
		if h := i % 24; h >= 8 && h < 18 && i/24%7 < 5 {
			counts[i] = 6000
		}
	}
	load := oneCall("yes")
	o := &org.Org{Traffic: org.Measured{Flows: []org.FlowTraffic{{Name: "Main", Intervals: hours(monday, counts...)}}}}
	traffic := MeasuredTraffic(o, load)
	if len(traffic.Weekly) != 168 || traffic.Weekly[8] != 100 || traffic.Weekly[7] != 0 || traffic.Weekly[5*24+8] != 0 {
		t.Fatalf("weekly %v", traffic.Weekly)
	}
	traffic.LicenceType, traffic.Licences = "cx2", Given(100, FromExport)
	m := row(t, assess(t, facts.Org{}, traffic, load), month)
	if want := 100 * 60 * 50 * OpenHoursAlways / 168; m.DemandLow != nil || math.Abs(m.Demand.Expected-want) > 1 {
		t.Errorf("month %+v, want %g", m.Demand, want)
	}
}

func TestNothingMeasured(t *testing.T) {
	traffic := MeasuredTraffic(&org.Org{}, oneCall("no"))
	if len(traffic.Entries) != 0 || traffic.Weekly != nil || traffic.AHTSeconds != nil {
		t.Errorf("traffic out of nothing: %+v", traffic)
	}
}

func TestCompareAndNearest(t *testing.T) {
	load := oneCall("yes")
	today := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(100, FromConfig)}, load)
	friday := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(2000, FromConfig), Licences: Given(10, FromConfig),
		LicenceType: "cx1"}, load)
	pairs := Compare(today, friday)
	if len(pairs) != len(friday.Limits) || pairs[0].Limit.Key != slots || !pairs[0].Worse || pairs[len(pairs)-1].Old != nil {
		t.Errorf("pairs %+v", pairs)
	}
	for _, p := range Compare(friday, today) {
		if p.Worse {
			t.Errorf("less traffic is worse for %s", p.Limit.Key)
		}
	}
	if n, ok := Nearest(today.Limits); !ok || n.Limit.Key != token {
		t.Errorf("nearest %+v", n.Limit)
	}
	if n, ok := Nearest(assess(t, facts.Org{}, Traffic{}, load).Limits); !ok || n.Limit.Key != token {
		t.Errorf("nearest without traffic %+v", n.Limit)
	}
	if _, ok := Nearest(nil); ok {
		t.Error("nearest of nothing")
	}
}

// Data actions that no reviewed flow calls take of the same limits; those that
// they call are held against what the counts come to.
func TestMeasuredExecutions(t *testing.T) {
	monday := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	load := Load{Entries: []EntryFlow{{Flow: "Sales", Calls: []Call{
		{DataAction: "A", Integration: "CRM", PerInteraction: Exactly(1), Definition: &facts.Definition{ID: "custom_-_1"}},
	}}}}
	measured := func(own float64) *org.Org {
		return &org.Org{Traffic: org.Measured{
			Flows: []org.FlowTraffic{{Name: "Sales", Intervals: hours(monday, 600, 1200)}},
			Actions: []org.ActionTraffic{
				{ID: "custom_-_1", Name: "renamed", Intervals: hours(monday, own/2, own)},
				{ID: "custom_-_2", Name: "Other", Intervals: hours(monday, 6000, 60)},
				{ID: "custom_-_3", Name: "Another", Intervals: hours(monday, 600, 60)},
			},
		}}
	}
	o := measured(1200)
	traffic := MeasuredTraffic(o, load)
	r := assess(t, facts.Org{}, traffic, load)
	v := row(t, r, volume)
	if v.Demand.Expected != 20+110 { // the entries' busiest hour, the others' busiest hour
		t.Errorf("demand %+v", v.Demand)
	}
	if all := strings.Join(v.Assumptions, "\n"); !strings.Contains(all, "110 executions per minute of data actions that the reviewed flows "+
		"do not call, as measured") {
		t.Errorf("assumptions:\n%s", all)
	}
	if got := compared(t, o, load); got.Measured != 15 || got.Computed != 15 || got.Differs() {
		t.Errorf("as measured, but %+v", got)
	}
	if got := compared(t, measured(3600), load); got.Measured != 45 || got.Computed != 15 || !got.Differs() {
		t.Errorf("three times as often: %+v", got)
	}
	o = measured(3600)
	given := Traffic{BackgroundPerMinute: Given(7, FromFlag)}.Or(traffic)
	if v := row(t, assess(t, facts.Org{}, given, load), volume); v.Demand.Expected != 27 {
		t.Errorf("given background: %+v", v.Demand)
	}

	// A record without a name may be of a call whose id nobody knows.
	load.Entries[0].Calls[0].Definition = nil
	o.Traffic.Actions = []org.ActionTraffic{{ID: "custom_-_9", Intervals: hours(monday, 6000)}}
	if b := MeasuredTraffic(o, load).BackgroundPerMinute; b != nil {
		t.Errorf("background %g of what may be the flows' own", b.Value)
	}
}

// compared is the one data action that was measured and is called.
func compared(t *testing.T, o *org.Org, load Load) Executions {
	t.Helper()
	all, ok := CompareMeasured(o, load)
	if !ok || len(all.Actions) != 1 {
		t.Fatalf("compared %+v", all)
	}
	return all.Actions[0]
}

// Only the time counts in which both were measured, and calls while waiting only where the
// wait was measured.
func TestComparedOverTheSameTime(t *testing.T) {
	monday := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	load := Load{Entries: []EntryFlow{{Flow: "Sales", Queued: 1, Calls: []Call{
		{DataAction: "A", PerInteraction: Exactly(1), RatePerMinute: 2, LeastPerMinute: 2},
	}}}}
	o := &org.Org{Traffic: org.Measured{
		Flows:   []org.FlowTraffic{{Name: "Sales", Intervals: hours(monday, 9999, 600, 1200)}},
		Actions: []org.ActionTraffic{{Name: "A", Intervals: hours(monday.Add(time.Hour), 1200, 2400, 9999)}},
	}}
	if got := compared(t, o, load); got.Measured != 30 || got.Computed != 15 || !got.Open || got.Differs() {
		t.Errorf("a wait that nobody measured: %+v", got)
	}
	o.Traffic.Conversations = &org.ConversationTraffic{Waits: 10, WaitSeconds: 300}
	if got := compared(t, o, load); got.Measured != 30 || got.Computed != 30 || got.Open {
		t.Errorf("a wait of 30 s: %+v", got)
	}
	o.Traffic.Actions[0].Intervals = hours(monday.Add(9*time.Hour), 60)
	if all, ok := CompareMeasured(o, load); ok {
		t.Errorf("no common time, but %+v", all)
	}
}
