package capacity

import (
	"fmt"
	"math"
	"strings"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

const eventNamespace = "event.orchestration"

// events holds the starts of triggered workflows against the triggers' limits:
// all together per minute and per hour, and the busiest workflow's share. All
// three apply at once. Without any rate there is nothing to say.
func (a *assessment) events() {
	each, unknown := a.eventStarts()
	all := startDemand{m: a.model, minutes: 1, unit: 1}
	for _, d := range each {
		all.fixed, all.perArrival = all.fixed+d.fixed, all.perArrival+d.perArrival
	}
	if all.fixed+all.perArrival == 0 {
		return
	}
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.minute"); ok {
		a.starts(e, limit, []startDemand{all}, unknown)
		if share, ratio, ok := a.find(eventNamespace, "distinct.target.ratio"); ok && limit > 0 {
			for i := range each {
				each[i].unit = limit
			}
			a.starts(share, ratio, each, unknown)
		}
	}
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.hour"); ok {
		all.minutes = 60
		a.starts(e, limit, []startDemand{all}, unknown)
	}
}

// starts appends the row of a limit on starts of workflows, which the greatest
// of them is held against.
func (a *assessment) starts(e limits.Entry, limit float64, of []startDemand, unknown bool) {
	notes := []string{"Starts of workflows as the traffic gives them for each workflow, at random (Poisson)."}
	if unknown {
		notes = append(notes, "How often some workflows start is not known: their starts come on top.")
	}
	most := prob.PoissonMean(math.Floor(limit*of[0].unit+1e-9), a.model.quantile) / of[0].minutes
	notes = append(notes, fmt.Sprintf("%s is reached at %s starts per minute.", e.Key, num(math.Floor(most))))
	d, grows := either{most: true}, false
	for _, one := range of {
		d.all, grows = append(d.all, one), grows || one.perArrival > 0
	}
	q := question{entry: e, value: limit, high: d, low: d, notes: notes, unknown: unknown}
	if grows {
		a.ask(q)
		return
	}
	q.notes = append(q.notes, a.model.peakNote())
	expected, peak := d.at(0)
	a.fixedRow(q, expected, peak)
}

// eventStarts are the known starts of event entries.
func (a *assessment) eventStarts() (each []startDemand, unknown bool) {
	for i, often := range a.model.starts {
		if a.model.load.Entries[i].Kind != Event {
			continue
		}
		if often.known {
			each = append(each, startDemand{m: a.model, fixed: often.perMinute, perArrival: often.perInteraction, minutes: 1, unit: 1})
		}
		unknown = unknown || !often.known
	}
	return each, unknown
}

// fixedRow appends a row whose demand does not depend on the interactions.
func (a *assessment) fixedRow(q question, expected, peak float64) {
	demand := facts.Demand{Expected: round(expected, 6), Peak: round(peak, 6)}
	row := facts.Limit{Limit: limitID(q.entry, q.value), Demand: &demand, Verdict: verdict(peak, peak, q)}
	if q.value > 0 {
		utilisation := roundUtilisation(peak / q.value)
		row.Utilisation = &utilisation
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
