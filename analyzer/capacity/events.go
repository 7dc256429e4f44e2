package capacity

import (
	"fmt"
	"strings"

	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

const eventNamespace = "event.orchestration"

// events holds the starts of triggered workflows against the triggers' limits:
// all together per minute and per hour, and the busiest workflow's share. All
// three apply at once. Without any rate there is nothing to say.
func (a *assessment) events() {
	total, busiest, unknown := a.eventRates()
	if total == 0 {
		return
	}
	q := a.model.quantile
	perMinute := prob.PoissonQuantile(total, q)
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.minute"); ok {
		a.fixedRow(question{entry: e, value: limit, unknown: unknown}, total, perMinute)
		if share, ratio, ok := a.find(eventNamespace, "distinct.target.ratio"); ok && limit > 0 {
			peak := prob.PoissonQuantile(busiest, q)
			a.fixedRow(question{entry: share, value: ratio, unknown: unknown}, busiest/limit, peak/limit)
		}
	}
	if e, limit, ok := a.find(eventNamespace, "event.orchestration.workflow.invocations.per.hour"); ok {
		a.fixedRow(question{entry: e, value: limit, unknown: unknown}, 60*total, prob.PoissonQuantile(60*total, q))
	}
}

// eventRates adds up the known start rates of event entries.
func (a *assessment) eventRates() (total, busiest float64, unknown bool) {
	for _, e := range a.model.load.Entries {
		if e.Kind != Event {
			continue
		}
		f := a.model.traffic.entry(e.Flow).PerMinute
		if f == nil {
			unknown = true
			continue
		}
		total += f.Value
		busiest = max(busiest, f.Value)
	}
	return total, busiest, unknown
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
	if q.entry.Namespace == eventNamespace {
		row.Assumptions = append(row.Assumptions, "Starts of workflows as the traffic gives them for each workflow, at random (Poisson).", a.model.peakNote())
	}
	if q.unknown {
		row.Assumptions = append(row.Assumptions, "How often some workflows start is not known: their starts come on top.")
	}
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
