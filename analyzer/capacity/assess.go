package capacity

import (
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
)

// Result is what traffic and load come to.
type Result struct {
	Limits  []facts.Limit
	Outages []facts.Outage
	// Traffic is what they rest on, in a fixed order.
	Traffic []facts.TrafficFigure
	// Assumptions are sentences on what all figures rest on, each once.
	Assumptions []string
	// WhatIf is what the limits' demand follows from, for other traffic.
	WhatIf *WhatIf

	unbounded map[string]bool // limits, by key, on whose demand no bound is known
}

// Bounded reports whether the demand on a limit has a bound whatever the assumed shares are.
func (r *Result) Bounded(l facts.LimitID) bool { return !r.unbounded[LimitKey(l)] }

// LimitKey tells limits apart.
func LimitKey(l facts.LimitID) string { return l.Namespace + "/" + l.Key }

// WarningAt is the utilisation from which a limit counts as close: the room left
// then is less than the spread between a busy hour and a busier one.
const WarningAt = 0.8

// The verdicts on a limit or an outage.
const (
	OK       = "ok"
	Warning  = "warning"
	Exceeded = "exceeded"
	Unknown  = "unknown"
)

// Assess holds the traffic, multiplied by the load, against the limits of the
// catalogue. Licences that traffic does not tell are taken from org. The error
// says which figure of the traffic makes no sense.
func Assess(c limits.Catalogue, org facts.Org, t Traffic, load Load) (Result, error) {
	a, err := prepare(c, org, t, load)
	if err != nil {
		return Result{}, err
	}
	a.result.WhatIf, a.result.Traffic = a.whatIf(), a.model.figures()
	a.limits()
	a.events()
	a.objects()
	a.outages()
	a.collect()
	return a.result, nil
}

// Verdicts holds the traffic against those limits alone that calls count against, and returns
// demand and verdicts alone: what Assess says of another load, at a part of its cost.
func Verdicts(c limits.Catalogue, org facts.Org, t Traffic, load Load) ([]facts.Limit, error) {
	a, err := prepare(c, org, t, load)
	if err != nil {
		return nil, err
	}
	a.demandOnly = true
	a.limits()
	return a.result.Limits, nil
}

func prepare(c limits.Catalogue, org facts.Org, t Traffic, load Load) (*assessment, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	if err := t.validateShares(load); err != nil {
		return nil, err
	}
	return newAssessment(c, org, newModel(t.complete(org), WithIntegrations(load, org))), nil
}

// limits holds the demand against the limits that calls count against.
func (a *assessment) limits() {
	a.concurrency()
	a.volume()
	a.functions()
	a.platform()
	a.fairUse()
}

type assessment struct {
	demandOnly bool // no break-evens and no sentences
	catalogue  limits.Catalogue
	org        facts.Org
	model      *model
	result     Result
	notes      []string // that belong to no single limit
	pool       pool

	every *selection // all calls
	// ownAPI are the calls to Genesys Cloud's own API, low only those that are
	// known to go there; perClient are the same, one selection an OAuth client.
	ownAPI, perClient ends
}

// ends are selections at either end of what is unknown.
type ends struct{ high, low []*selection }

func newAssessment(c limits.Catalogue, org facts.Org, m *model) *assessment {
	a := &assessment{catalogue: c, org: org, model: m, pool: newPool(), every: m.choose(every)}
	a.result.unbounded = make(map[string]bool)
	a.ownAPI = ends{high: []*selection{m.choose(onPlatform(true))}, low: []*selection{m.choose(onPlatform(false))}}
	a.perClient = a.splitByClient()
	return a
}

// question is everything that makes a row of the table.
type question struct {
	entry     limits.CatalogueLimit
	value     float64
	high, low demand
	asked     asked // how high and low came about
	notes     []string
	// withLongWait is set where it is not known how many interactions wait, and their calls
	// repeat: the verdict then covers a mean wait as long as the handling time.
	withLongWait bool
	// unknown is set where a part of the demand cannot be counted at all.
	unknown bool
	// soft is set for bands that are not reached call for call: going over one
	// is a warning.
	soft bool
	// noLicences is set where licences raise the limit along with the demand.
	noLicences bool
	// starts are the starts a minute at which a limit on them is reached.
	starts *float64
	// basis is what a demand rests on that is not asked for by calls.
	basis basis
}

// ask appends the row of q.
func (a *assessment) ask(q question) {
	if q.asked.measure != "" && !a.demandOnly {
		a.record(q)
	}
	m := a.model
	missing := q.asked.missing(m.load.Gaps)
	q.unknown = q.unknown || len(missing) > 0
	q.notes = append(slices.Clone(q.notes), missing...)
	row := facts.Limit{Limit: limitID(q.entry, q.value), Verdict: Unknown, Missing: missing}
	rate := m.arrivals.perMinute
	streams := q.high.common()
	q.withLongWait = m.repeatsUnknown(streams)
	if m.arrivals.known {
		if q.withLongWait {
			q.notes = append(q.notes, m.longWaitNote(streams.queued))
		}
		a.fill(&row, q)
		of := a.basisOf(q)
		of.mark(row.Demand, row.DemandLow)
		if of.shares {
			row.AssumedShares = &facts.AssumedShares{WorstVerdict: Unknown}
		}
		if of.shares && of.open {
			a.result.unbounded[LimitKey(row.Limit)] = true
		}
	}
	if a.demandOnly {
		a.result.Limits = append(a.result.Limits, row)
		return
	}
	row.BreakEven = m.breakEven(q, streams, rate)
	row.BreakEven.StartsPerMinute = q.starts
	row.Assumptions = a.sentences(q, streams)
	a.result.Limits = append(a.result.Limits, row)
}

// fill sets demand, utilisation, headroom and verdict.
func (a *assessment) fill(row *facts.Limit, q question) {
	rate := a.model.arrivals.perMinute
	high, low := demandAt(q.high, rate), demandAt(q.low, rate)
	// The assignee of unattributed interactions can depend on the interactions that wait,
	// which count in the verdict and not in the demand when their number is unknown.
	low.Expected, high.Expected = min(low.Expected, high.Expected), max(low.Expected, high.Expected)
	low.Peak, high.Peak = min(low.Peak, high.Peak), max(low.Peak, high.Peak)
	row.Demand = &high
	if low != high {
		row.DemandLow = &low
	}
	row.DemandOpen = q.withLongWait || len(row.Missing) > 0
	if q.value > 0 {
		utilisation := roundUtilisation(high.Peak / q.value)
		row.Utilisation, row.UtilisationOpen = &utilisation, q.withLongWait || q.unknown
	}
	if high.Peak > 0 {
		headroom := roundHeadroom(q.value / high.Peak)
		row.Headroom = &headroom
	}
	most := high.Peak
	if q.withLongWait {
		withLongWait, _ := q.high.under(a.model.withLongWait())
		_, most = withLongWait.at(rate)
	}
	row.Verdict = verdict(low.Peak, max(most, high.Peak), q)
}

// basisOf is what the demand of a question rests on: executions of calls, or, where it asks
// for none, starts of workflows.
func (a *assessment) basisOf(q question) basis {
	if q.asked.measure == "" {
		return q.basis
	}
	return a.model.basis(q.asked)
}

func demandAt(d demand, perMinute float64) facts.Demand {
	expected, peak := d.at(perMinute)
	return facts.Demand{Expected: round(expected, 3), Peak: round(peak, 3)}
}

// verdict judges both ends of the range. Where they differ the answer is not
// known, except that between warning and exceeded a warning holds either way.
func verdict(low, high float64, q question) string {
	atLow, atHigh := judge(low, q.value), judge(high, q.value)
	v := Unknown
	switch {
	case math.IsNaN(low) || math.IsNaN(high): // a defect: nothing is known then
	case atLow == Exceeded:
		v = Exceeded
	case atLow == Warning && (q.unknown || atHigh == Exceeded):
		v = Warning
	case q.unknown:
	case atLow == atHigh:
		v = atLow
	}
	if q.soft && v == Exceeded {
		v = Warning
	}
	return v
}

// judge compares one peak with the limit.
func judge(peak, limit float64) string {
	switch {
	case peak > limit:
		return Exceeded
	case peak > 0 && peak >= WarningAt*limit:
		return Warning
	default:
		return OK
	}
}

// limitID copies what the report says of a limit.
func limitID(e limits.CatalogueLimit, value float64) facts.LimitID {
	return facts.LimitID{
		Namespace: e.Namespace, Key: e.Key, Value: value, Unit: e.Unit, Scope: e.Scope, Source: e.Source,
		Title: e.Title, Reference: e.Reference, Confidence: e.Confidence,
	}
}

// sentences lists what one row rests on: the traffic, its spread, the peak, the
// limit itself, and what is special about the row.
func (a *assessment) sentences(q question, s streams) []string {
	m := a.model
	var all noteSet
	all.put(m.arrivals.notes...)
	all.put(m.shares.notes...)
	all.add(s.notes...)
	if m.arrivals.known {
		all.put(m.peakNote())
	}
	if !m.arrivals.byLicences && !q.noLicences {
		all.put(fmt.Sprintf("Licences of the break-even: one stands for %s interactions per minute, by a handling time of %s s%s and "+
			"an occupancy of %s%s.",
			num(m.arrivals.perLicence), num(value(m.traffic.AHTSeconds, DefaultAHTSeconds)), m.traffic.AHTSeconds.origin(),
			num(value(m.traffic.Occupancy, DefaultOccupancy)), m.traffic.Occupancy.origin()))
	}
	if q.entry.Source == limits.Default {
		all.put("The limit is the published default, not the organisation's own value.")
	}
	all.add(q.notes...)
	return all.all
}

// peakNote says what the peak is.
func (m *model) peakNote() string {
	note := fmt.Sprintf("Peak: what %s %% of the minutes stay within%s, interactions arriving at random (Poisson)",
		num(100*m.quantile), m.traffic.PeakQuantile.origin())
	if m.factor != 1 {
		note += fmt.Sprintf(", at %s times the mean rate%s", num(m.factor), m.traffic.PeakFactor.origin())
	}
	return note + "."
}

// collect gathers the sentences of all rows, each once, in the order of the rows.
func (a *assessment) collect() {
	seen := map[string]bool{}
	add := func(notes []string) {
		for _, note := range notes {
			if !seen[note] {
				seen[note] = true
				a.result.Assumptions = append(a.result.Assumptions, note)
			}
		}
	}
	for _, row := range a.result.Limits {
		add(row.Assumptions)
	}
	for _, outage := range a.result.Outages {
		add(outage.Assumptions)
	}
	add(a.notes)
	add([]string{"Only the calls of the reviewed flows are counted, and what the traffic names as background: other flows of the " +
		"organisation share these limits."})
}
