package capacity

// WhatIf is everything that the demand on each limit follows from, as plain
// data, so that a reader can work it out anew for other traffic: the page of a
// review does, in the browser. Rates are per minute, times in seconds.
type WhatIf struct {
	PerMinute *float64 `json:"perMinute"` // interactions, null when unknown
	Licences  *float64 `json:"licences"`  // null when unknown
	AHT       float64  `json:"aht"`
	Occupancy float64  `json:"occupancy"`
	Latency   float64  `json:"latency"`
	// Contained and Abandoned are shares of the interactions. Queued is the share that
	// comes to a queue where it was given, null where the flows tell it.
	Contained float64  `json:"contained"`
	Queued    *float64 `json:"queued"`
	Abandoned float64  `json:"abandoned"`
	Quantile  float64  `json:"quantile"` // of the peak
	Factor    float64  `json:"factor"`   // of the peak
	// Waiting is the number of interactions that wait, else MeanWait is how
	// long each does; both null when unknown.
	Waiting    *float64 `json:"waiting"`
	MeanWait   *float64 `json:"meanWait"`
	Background float64  `json:"background"` // executions that the flows do not make
	// Gaps is set where calls are missing from the demand on the execution slots: no
	// verdict on an outage says then that all is well.
	Gaps bool `json:"gaps"`

	Entries []WhatIfEntry  `json:"entries"`
	Actions []WhatIfAction `json:"actions"`
	Outages []WhatIfOutage `json:"outages"` // in the order of Result.Outages
	// Masses are the distributions that Limits refer to, each as pairs: a
	// count, its probability, and so on; zeros are left out.
	Masses [][]float64   `json:"masses"`
	Limits []WhatIfLimit `json:"limits"`
}

// WhatIfEntry is one entry flow. Figures of its traffic are null where none
// is given.
type WhatIfEntry struct {
	Event bool     `json:"event"`
	Rate  *float64 `json:"rate"`  // starts of an Event entry in a minute
	Share *float64 `json:"share"` // of all interactions; of an Event entry: its starts for each
	// LeastRate and LeastShare are the fewest starts of an Event entry.
	LeastRate  *float64 `json:"leastRate"`
	LeastShare *float64 `json:"leastShare"`
	Given      *float64 `json:"given"`    // interactions, as given
	Measured   *float64 `json:"measured"` // interactions, as measured
	// OnlyNamed is set where no interactions start but those that are given for it.
	OnlyNamed bool         `json:"onlyNamed"`
	Queued    float64      `json:"queued"` // how often one of its interactions waits in a queue
	Calls     []WhatIfCall `json:"calls"`
}

// WhatIfCall is how often one start of an entry runs a data action.
type WhatIfCall struct {
	Action   int      `json:"action"`   // index into Actions
	Mean     float64  `json:"mean"`     // executions for one start
	Waiting  float64  `json:"waiting"`  // executions for each minute of waiting, at most
	Least    float64  `json:"least"`    // at least
	Latency  *float64 `json:"latency"`  // null: the common one
	Timeout  *float64 `json:"timeout"`  // of the data action itself; null: unknown
	Attempts float64  `json:"attempts"` // for one execution that times out
	Function bool     `json:"function"`
}

// WhatIfAction is one data action, for what happens when its endpoint hangs.
type WhatIfAction struct {
	Name        string `json:"name"`
	Integration string `json:"integration"`
	Endless     bool   `json:"endless"` // some flow repeats it without a limit
	Counted     bool   `json:"counted"` // how often it runs is known at all
}

// WhatIfOutage is what hangs together, as indexes into Actions, and what perhaps does
// as well.
type WhatIfOutage struct {
	Perhaps []int `json:"perhaps"`
	Actions []int `json:"actions"`
}

// WhatIfLimit is one limit and what counts against it.
type WhatIfLimit struct {
	ID      string  `json:"id"`      // namespace/key
	Measure string  `json:"measure"` // "minute", "slots" or "month"
	Value   float64 `json:"value"`
	// PerLicence is set where each licence adds that much to the value.
	PerLicence *float64 `json:"perLicence"`
	Soft       bool     `json:"soft"`       // going over it is a warning
	Missing    bool     `json:"missing"`    // calls are missing from the demand: no verdict says that all is well
	NoLicences bool     `json:"noLicences"` // licences raise it along with the demand
	Functions  bool     `json:"functions"`  // of slots: only functions take them
	// HighBackground and LowBackground are the executions per minute that count
	// although the flows do not make them, at either end.
	HighBackground float64 `json:"highBackground"`
	LowBackground  float64 `json:"lowBackground"`
	HighHours      float64 `json:"highHours"` // of a month
	LowHours       float64 `json:"lowHours"`
	// High and Low are the calls that count at either end of what is unknown;
	// of several alternatives (OAuth clients) the one with the highest demand counts.
	High []WhatIfCounts `json:"high"`
	Low  []WhatIfCounts `json:"low"`
}

// WhatIfCounts are the executions that count, by entry: the distribution for
// one start (index into Masses) and the rate while one interaction waits.
type WhatIfCounts struct {
	Masses  []int     `json:"masses"`
	Waiting []float64 `json:"waiting"`
}

// The measures of a limit.
const (
	perMinute = "minute"
	inSlots   = "slots"
	perMonth  = "month"
)

// asked is how the two ends of a demand came about.
type asked struct {
	measure string
	ends
	functions bool
	// executions per minute that the flows do not make
	highBackground, lowBackground float64
	highHours, lowHours           float64
	perLicence                    *float64
}

// missing returns sentences on the demand that cannot be counted: the gaps of all calls,
// and those of these calls.
func (a asked) missing(gaps []string) []string {
	var all noteSet
	all.add(gaps...)
	for _, of := range a.high {
		all.add(of.missing...)
	}
	return all.all
}

// always is a question about the same calls at both ends.
func always(measure string, of *selection) asked {
	return asked{measure: measure, ends: ends{high: []*selection{of}, low: []*selection{of}}}
}

func (a *assessment) whatIf() *WhatIf {
	t, m := a.model.traffic, a.model
	w := &WhatIf{
		Entries: []WhatIfEntry{}, Actions: []WhatIfAction{}, Outages: []WhatIfOutage{}, Masses: [][]float64{}, Limits: []WhatIfLimit{},
		AHT: value(t.AHTSeconds, DefaultAHTSeconds), Occupancy: value(t.Occupancy, DefaultOccupancy), Latency: m.latency,
		Contained: value(t.Contained, 0), Abandoned: value(t.Abandoned, 0), Quantile: m.quantile, Factor: m.factor,
		Licences: plain(t.Licences), Waiting: plain(t.WaitingInteractions), MeanWait: plain(t.MeanWaitSeconds), Background: a.background(),
		Gaps: len(m.load.Gaps)+len(a.every.missing) > 0,
	}
	if t.Contained != nil {
		queued := 1 - t.Contained.Value
		w.Queued = &queued
	}
	if m.arrivals.known {
		w.PerMinute = &m.arrivals.perMinute
	}
	for i := range m.actions {
		call := &m.actions[i]
		w.Actions = append(w.Actions, WhatIfAction{
			Name: call.DataAction, Integration: call.Integration, Endless: m.endless(i), Counted: call.counted,
		})
	}
	for _, c := range m.causes() {
		w.Outages = append(w.Outages, WhatIfOutage{Actions: c.actions, Perhaps: c.perhaps})
	}
	for i := range m.load.Entries {
		w.Entries = append(w.Entries, m.whatIfEntry(i))
	}
	return w
}

func (m *model) whatIfEntry(i int) WhatIfEntry {
	e := &m.load.Entries[i]
	given := m.byEntry[e.Flow]
	out := WhatIfEntry{Event: e.Kind == Event, Share: plain(given.Share), OnlyNamed: e.OnlyNamed, Queued: m.queued[i], Calls: []WhatIfCall{}}
	switch {
	case out.Event:
		out.setStarts(m.starts[i])
	case given.PerMinute != nil && (given.Proportional || given.PerMinute.From == FromExport):
		out.Measured = plain(given.PerMinute)
	default:
		out.Given = plain(given.PerMinute)
	}
	for c := range e.Calls {
		call := &e.Calls[c]
		out.Calls = append(out.Calls, WhatIfCall{
			Action: m.of[i][c], Mean: m.means[i][c], Waiting: max(call.RatePerMinute, 0), Least: max(call.LeastPerMinute, 0),
			Latency: plain(m.actionOf(i, c).LatencySeconds), Timeout: m.actionOf(i, c).OwnTimeoutSeconds, Attempts: m.attempts(i, c),
			Function: isFunction(call),
		})
	}
	return out
}

// setStarts fills in the starts of an event entry, where they are known.
func (e *WhatIfEntry) setStarts(s starts) {
	if e.Share = nil; s.known {
		e.Rate, e.Share, e.LeastRate, e.LeastShare = &s.perMinute, &s.perInteraction, &s.leastPerMinute, &s.leastPerInteraction
	}
}

func plain(f *Figure) *float64 {
	if f == nil {
		return nil
	}
	return &f.Value
}

// record keeps a question in the form in which it can be asked again.
func (a *assessment) record(q question) {
	how := q.asked
	a.result.WhatIf.Limits = append(a.result.WhatIf.Limits, WhatIfLimit{
		ID: q.entry.ID(), Measure: how.measure, Value: q.value, PerLicence: how.perLicence, Soft: q.soft, NoLicences: q.noLicences,
		Functions: how.functions, HighBackground: how.highBackground, LowBackground: how.lowBackground, HighHours: how.highHours,
		LowHours: how.lowHours,
		High:     a.whatIfCounts(how.high, true), Low: a.whatIfCounts(how.low, false), Missing: len(how.missing(a.model.load.Gaps)) > 0,
	})
}

func (a *assessment) whatIfCounts(alternatives []*selection, high bool) []WhatIfCounts {
	var all []WhatIfCounts
	for _, of := range alternatives {
		all = append(all, a.pool.counts(of, high, a.result.WhatIf))
	}
	return all
}
