package capacity

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

const eventNamespace = "event.orchestration"

// events holds the starts of triggered workflows against the triggers' limits:
// all together per minute and per hour, and the busiest workflow's share. All
// three apply at once. Where it is not known how often any workflow starts, the rows say
// how many starts each limit takes.
func (a *assessment) events() {
	if !slices.ContainsFunc(a.model.load.Entries, func(e EntryFlow) bool { return e.Kind == Event }) {
		return
	}
	high, low := a.eventStarts(true), a.eventStarts(false)
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.minute"); ok {
		a.starts(e, limit, high.together(1), low.together(1))
		if share, ratio, ok := a.find(eventNamespace, "distinct.target.ratio"); ok && limit > 0 {
			a.starts(share, ratio, high.each(limit), low.each(limit))
		}
	}
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.hour"); ok {
		a.starts(e, limit, high.together(60), low.together(60))
	}
}

// eventStarts are the known starts of the event entries.
type eventStarts []startDemand

// together is the demand of all of them in so many minutes.
func (s eventStarts) together(minutes float64) []startDemand {
	if len(s) == 0 {
		return nil
	}
	all := startDemand{m: s[0].m, minutes: minutes, unit: 1}
	for _, d := range s {
		all.fixed, all.perArrival = all.fixed+d.fixed, all.perArrival+d.perArrival
	}
	return []startDemand{all}
}

// each is the demand of each of them as a share of so many starts a minute.
func (s eventStarts) each(perMinute float64) []startDemand {
	out := slices.Clone(s)
	for i := range out {
		out[i].unit = perMinute
	}
	return out
}

// eventStarts returns the starts of the event entries, as often as may be or as seldom.
func (a *assessment) eventStarts(often bool) eventStarts {
	var out eventStarts
	for i, s := range a.model.starting(often).starts {
		if a.model.load.Entries[i].Kind == Event && s.known {
			out = append(out, startDemand{m: a.model, fixed: s.perMinute, perArrival: s.perInteraction, minutes: 1, unit: 1})
		}
	}
	return out
}

// starts appends the row of a limit on starts, for the busiest of several demands.
func (a *assessment) starts(e limits.CatalogueLimit, limit float64, high, low []startDemand) {
	unit, minutes := 1.0, 1.0
	if e.Key == "distinct.target.ratio" {
		_, unit, _ = a.find(eventNamespace, "event.orchestration.workflow.invocations.per.minute")
	} else if len(high) > 0 {
		minutes = high[0].minutes
	} else if strings.HasSuffix(e.Key, ".per.hour") {
		minutes = 60
	}
	most := math.Floor(prob.PoissonMean(math.Floor(limit*unit+1e-9), a.model.quantile) / minutes)
	notes := []string{"Starts of workflows as the traffic gives them or as their triggers do, at random (Poisson).",
		fmt.Sprintf("%s is reached at %s starts per minute.", e.Key, num(most))}
	notes = append(notes, a.everyStartNote()...)
	q := question{entry: e, value: limit, notes: notes, unknown: a.anyOpen(), starts: &most, basis: a.model.startBasis()}
	if len(high) == 0 {
		row := facts.Limit{Limit: limitID(e, limit), Verdict: Unknown, Assumptions: notes}
		row.BreakEven.StartsPerMinute = &most
		a.result.Limits = append(a.result.Limits, row)
		return
	}
	q.high, q.low = busiestStart(high), busiestStart(low)
	if slices.ContainsFunc(high, func(d startDemand) bool { return d.perArrival > 0 }) {
		a.ask(q)
		return
	}
	q.notes = append(q.notes, a.model.peakNote())
	expected, peak := q.high.at(0)
	_, least := q.low.at(0)
	a.fixedRow(q, expected, peak)
	row := &a.result.Limits[len(a.result.Limits)-1]
	row.Verdict, row.BreakEven.StartsPerMinute = verdict(least, peak, q), &most
}

func busiestStart(all []startDemand) demand {
	d := alternatives{most: true}
	for _, one := range all {
		d.all = append(d.all, one)
	}
	return d
}

// anyOpen reports whether some event entry starts more often than anybody counts.
func (a *assessment) anyOpen() bool {
	return slices.ContainsFunc(a.model.starts, func(s starts) bool { return s.open })
}

// everyStartNote says how often the event entries start.
func (a *assessment) everyStartNote() []string {
	var notes []string
	for i := range a.model.load.Entries {
		if a.model.load.Entries[i].Kind != Event {
			continue
		}
		if note := a.model.startNote(i); note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

// fixedRow appends a row whose demand does not depend on the interactions.
func (a *assessment) fixedRow(q question, expected, peak float64) {
	demand := facts.Demand{Expected: round(expected, 6), Peak: round(peak, 6)}
	q.basis.mark(&demand)
	row := facts.Limit{Limit: limitID(q.entry, q.value), Demand: &demand, Verdict: verdict(peak, peak, q)}
	if q.value > 0 {
		utilisation := roundUtilisation(peak / q.value)
		row.Utilisation, row.UtilisationOpen = &utilisation, q.unknown
	}
	if peak > 0 {
		headroom := roundHeadroom(q.value / peak)
		row.Headroom = &headroom
	}
	row.Assumptions = q.notes
	a.result.Limits = append(a.result.Limits, row)
}

// objects holds the number of custom data actions against its limit, when the
// export has them all.
func (a *assessment) objects() {
	known := false
	for _, part := range a.org.Known {
		known = known || part == "dataActions"
	}
	e, limit, ok := a.find("dataactions", "actions.total.max")
	if !known || !ok {
		return
	}
	count := 0
	for _, d := range a.org.DataActions {
		if strings.HasPrefix(d.ID, "custom_") {
			count++
		}
	}
	a.fixedRow(question{entry: e, value: limit, notes: []string{
		fmt.Sprintf("Counted: data actions whose id begins with custom_, %d of %d.", count, len(a.org.DataActions)),
	}}, float64(count), float64(count))
}
