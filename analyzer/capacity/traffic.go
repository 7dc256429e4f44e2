package capacity

import (
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/facts"
)

// Where a figure came from.
const (
	FromFlag    = "flag"
	FromConfig  = "config"
	FromExport  = "export" // measured or counted in the org
	FromDefault = "default"
)

// Figure is a number with its origin. A nil *Figure is a number nobody gave.
type Figure struct {
	Value float64
	From  string
	At    string // the flag, variable, or place in a file that gives it; "" unknown
}

// origin says where a figure came from, to be put after it.
func (f *Figure) origin() string {
	switch {
	case f == nil || f.From == FromDefault:
		return " (default)"
	case f.From == FromExport:
		return ", as measured"
	case f.At != "":
		return " (" + f.At + ")"
	default:
		return ""
	}
}

// Given returns a figure of that value and origin.
func Given(value float64, from string) *Figure { return &Figure{Value: value, From: from} }

// Traffic is how many interactions come and how long things take. Everything is
// optional; what is nil is unknown, or stands for the default that the result
// then states.
type Traffic struct {
	Name string // of the scenario

	// InteractionsPerMinute is the mean over the busiest time, all media and
	// interaction entries together.
	InteractionsPerMinute *Figure
	// Entries tell single entry flows apart.
	Entries []EntryTraffic
	// Weekly are interactions per minute for each of the 168 hours of a week,
	// Monday 00:00 first, absolute or (with InteractionsPerMinute) relative.
	Weekly []float64
	// WeeklyShape is set where something firmer says how many interactions
	// come: of Weekly only the shape counts then.
	WeeklyShape bool
	// WeeklyMeasured is set where Weekly was measured, and not given.
	WeeklyMeasured bool

	Licences    *Figure
	LicenceType string // as the flag names it, "" unknown
	// LicenceMix are the licences by type; those that handle interactions give their
	// number where Licences does not.
	LicenceMix []facts.LicenceCount

	AHTSeconds *Figure // average handling time, default 300
	Occupancy  *Figure // of the agents, 0..1, default 0.85
	Contained  *Figure // share of the interactions that ends before a queue, default 0
	Abandoned  *Figure // share that is given up in the queue, default 0

	PeakQuantile      *Figure // default 0.999
	PeakFactor        *Figure // busiest minute's mean over the busy hour's, default 1
	LatencySeconds    *Figure // of a data action, default 1
	OpenHoursPerMonth *Figure // unknown: from 220 (one shift) to 730.5 (always)

	// WaitingInteractions wait in queues at the same time; else arrivals times MeanWaitSeconds.
	WaitingInteractions *Figure
	MeanWaitSeconds     *Figure
	// BackgroundPerMinute are data action executions that the reviewed flows do not make.
	BackgroundPerMinute *Figure
	// BackgroundPlatformShare is the share of them, 0..1, that go to Genesys Cloud's
	// own API; unknown: from none to all.
	BackgroundPlatformShare *Figure
	// Notes are sentences on how figures came about, for the assumptions.
	Notes []string
}

// EntryTraffic is the traffic of one entry flow: absolute, or as a share of all
// interactions. Of a workflow, which no interaction enters, the share is how
// often one interaction starts it.
type EntryTraffic struct {
	Flow      string
	PerMinute *Figure
	Share     *Figure
	// Proportional is set where another figure says how many interactions come: PerMinute
	// then only gives the proportions of the flows, and flows without one have no
	// interactions. (A workflow, which no interaction starts, keeps its rate.)
	Proportional bool
}

// The defaults of Traffic, each of them an assumption that the result states.
const (
	DefaultAHTSeconds     = 300.0
	DefaultOccupancy      = 0.85
	DefaultPeakQuantile   = 0.999
	DefaultLatencySeconds = 1.0
	// One-shift and round-the-clock opening, in hours a month; 730.5 is a
	// twelfth of 365.25 days.
	OpenHoursOneShift = 220.0
	OpenHoursAlways   = 730.5
	// DefaultTimeoutSeconds is the timeout of a data action that sets none, and the
	// longest that one can set; LeastTimeoutSeconds is the shortest. Source:
	// platform-client-sdk-go, ActionConfig.timeoutSeconds.
	DefaultTimeoutSeconds = 60.0
	LeastTimeoutSeconds   = 1.0
	// MostStarts is how often one interaction may start a workflow, at most: what is
	// above it is taken for a mistake (140 for 140 %).
	MostStarts = 100.0
)

// Or fills what t does not say from u. Figures given by flag or config so beat
// those measured in an export: call config.Or(measured).
func (t Traffic) Or(u Traffic) Traffic {
	mine := t.givesRate()
	for _, f := range []struct{ mine, other **Figure }{
		{&t.InteractionsPerMinute, &u.InteractionsPerMinute}, {&t.Licences, &u.Licences}, {&t.AHTSeconds, &u.AHTSeconds},
		{&t.Occupancy, &u.Occupancy}, {&t.Contained, &u.Contained}, {&t.Abandoned, &u.Abandoned},
		{&t.PeakQuantile, &u.PeakQuantile}, {&t.PeakFactor, &u.PeakFactor}, {&t.LatencySeconds, &u.LatencySeconds},
		{&t.OpenHoursPerMonth, &u.OpenHoursPerMonth}, {&t.WaitingInteractions, &u.WaitingInteractions},
		{&t.MeanWaitSeconds, &u.MeanWaitSeconds}, {&t.BackgroundPerMinute, &u.BackgroundPerMinute},
		{&t.BackgroundPlatformShare, &u.BackgroundPlatformShare},
	} {
		if *f.mine == nil {
			*f.mine = *f.other
		}
	}
	if t.Name == "" {
		t.Name = u.Name
	}
	if t.LicenceType == "" && len(t.LicenceMix) == 0 {
		t.LicenceType, t.LicenceMix = u.LicenceType, u.LicenceMix
	}
	if len(t.Weekly) == 0 {
		t.Weekly, t.WeeklyShape, t.WeeklyMeasured = u.Weekly, u.WeeklyShape || mine, u.WeeklyMeasured
	}
	t.Notes = append(slices.Clone(t.Notes), u.Notes...)
	byEntry := t.byEntry()
	t.Entries = slices.Clone(t.Entries)
	for _, e := range u.Entries {
		if _, ok := byEntry[e.Flow]; !ok {
			byEntry[e.Flow] = e
			t.Entries = append(t.Entries, e)
		}
	}
	return t
}

// givesRate reports whether t alone says how many interactions come.
func (t Traffic) givesRate() bool {
	rates := slices.ContainsFunc(t.Entries, func(e EntryTraffic) bool { return e.PerMinute != nil && !e.Proportional })
	return t.InteractionsPerMinute != nil || t.Licences != nil || handling(t.LicenceMix) > 0 || rates
}

// Validate reports the first figure that makes no sense, by the name that flags
// and config use for it.
func (t Traffic) Validate() error {
	for _, f := range []struct {
		name      string
		figure    *Figure
		low, high float64
		open      bool // the low end itself is out
	}{
		{"interactions-per-minute", t.InteractionsPerMinute, 0, 1e9, true},
		{"licences", t.Licences, 0, 1e9, true},
		{"aht", t.AHTSeconds, 0, 1e7, true},
		{"occupancy", t.Occupancy, 0, 1, true},
		{"contained", t.Contained, 0, 1, false},
		{"abandoned", t.Abandoned, 0, 1, false},
		{"peak-factor", t.PeakFactor, 1, 1e6, false},
		{"latency", t.LatencySeconds, 0, 1e6, true},
		{"open-hours-per-month", t.OpenHoursPerMonth, 0, 744, true},
		{"waiting-interactions", t.WaitingInteractions, 0, 1e9, false},
		{"mean-wait", t.MeanWaitSeconds, 0, 1e8, false},
		{"background-per-minute", t.BackgroundPerMinute, 0, 1e9, false},
		{"background-platform-share", t.BackgroundPlatformShare, 0, 1, false},
	} {
		if f.figure == nil {
			continue
		}
		v := f.figure.Value
		if !(v >= f.low && v <= f.high) || f.open && v == f.low {
			return fmt.Errorf("%s: %v is not between %v and %v", f.name, v, f.low, f.high)
		}
	}
	return t.validateRest()
}

func (t Traffic) validateRest() error {
	if q := t.PeakQuantile; q != nil && !(q.Value >= 0.5 && q.Value <= 0.999999) {
		return fmt.Errorf("peak-quantile: %v is not between 0.5 and 0.999999", q.Value)
	}
	if lost := value(t.Contained, 0) + value(t.Abandoned, 0); lost >= 1 {
		return fmt.Errorf("contained and abandoned: together %v, which leaves no interaction for agents", lost)
	}
	if n := len(t.Weekly); n != 0 && n != 168 {
		return fmt.Errorf("weekly profile: %d hours instead of 168", n)
	}
	for _, v := range t.Weekly {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("weekly profile: %v is not a rate", v)
		}
	}
	for _, e := range t.Entries {
		if f := e.PerMinute; f != nil && !(f.Value >= 0 && f.Value <= 1e9) {
			return fmt.Errorf("entry %q: %v interactions per minute make no sense", e.Flow, f.Value)
		}
		if f := e.Share; f != nil && !(f.Value >= 0 && f.Value <= MostStarts) {
			return fmt.Errorf("entry %q: share %v is not between 0 and %v", e.Flow, f.Value, MostStarts)
		}
	}
	return nil
}

// validateShares reports shares of the interactions that add up to more than all.
func (t Traffic) validateShares(load Load) error {
	shares := 0.0
	events := make(map[string]bool)
	for i := range load.Entries {
		if e := &load.Entries[i]; e.Kind == Event {
			events[e.Flow] = true
		}
	}
	for _, e := range t.Entries {
		if events[e.Flow] {
			continue // one interaction may start a workflow several times
		}
		if f := e.Share; f != nil && f.Value > 1 {
			return fmt.Errorf("entry %q: share %v is not between 0 and 1: only a workflow starts more than once an interaction", e.Flow, f.Value)
		}
		shares += value(e.Share, 0)
	}
	if shares > 1+1e-9 {
		return fmt.Errorf("entries: shares add up to %v", shares)
	}
	return nil
}

func value(f *Figure, otherwise float64) float64 {
	if f == nil {
		return otherwise
	}
	return f.Value
}
