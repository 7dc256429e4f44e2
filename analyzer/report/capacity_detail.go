package report

import (
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// capacityDetails are the tables that only the capacity command prints: where
// each limit is reached, and what each data action does when its endpoint hangs.
func capacityDetails(r *review.Review, b basis, s style) []*table {
	var all []*table
	if nearest(r.Capacity) != nil && anyBreakEven(r.Capacity) {
		all = append(all, reachedTable(r.Capacity))
	}
	if len(r.Outages) > 0 {
		all = append(all, b.withRefs(outageTable(r.Outages, s), func(row int) []string { return r.Outages[row].Assumptions }))
	}
	return all
}

// reachedTable says at which figure each limit is reached, all else as it is.
func reachedTable(limits []facts.Limit) *table {
	t := &table{
		head:  []string{"reached at", "interactions/min", "or licences", "or calls each", "or waiting", "or latency"},
		right: []bool{false, true, true, true, true, true},
	}
	starts := slices.ContainsFunc(limits, func(l facts.Limit) bool { return l.BreakEven.StartsPerMinute != nil })
	if starts {
		t.head, t.right = append(t.head, "or workflow starts/min"), append(t.right, true)
	}
	for _, l := range limits {
		b := l.BreakEven
		if breakEvenWords(b) == "" {
			continue
		}
		latency := "-"
		if b.LatencySeconds != nil {
			latency = number(*b.LatencySeconds) + " s"
		}
		row := []string{limitKey(l), numberOr(b.InteractionsPerMinute, "-"), numberOr(b.Licences, "-"),
			numberOr(b.CallsPerInteraction, "-"), numberOr(b.WaitingInteractions, "-"), latency}
		if starts {
			row = append(row, numberOr(b.StartsPerMinute, "-"))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// outageTable says what hanging endpoints do to the slots, and the longest timeout
// of the data actions with which all calls would still find one.
func outageTable(outages []facts.Outage, s style) *table {
	t := &table{
		head:  []string{"if it hangs", "timeout", "slots, peak", "refused", "longest safe timeout", "verdict"},
		right: []bool{false, true, true, true, true, false},
	}
	for _, o := range outages {
		timeout, slots, refused := "unknown", "-", "-"
		if o.TimeoutSeconds != nil {
			timeout = number(*o.TimeoutSeconds) + " s"
		}
		if o.Slots != nil {
			slots = outageSlots(o) + " of " + number(o.Limit)
		}
		if o.Refused != nil {
			refused = percent(*o.Refused)
		}
		t.rows = append(t.rows, []string{ellipsis(outageName(o), 60), timeout, slots, refused, safeTimeout(o), clean(o.Verdict)})
	}
	t.paint = func(row, column int, cell string) string {
		if t.head[column] == "verdict" {
			return s.verdict(outages[row].Verdict, cell)
		}
		return cell
	}
	return t
}

// mostFlows is how many flows an outage's sentence names.
const mostFlows = 4

// affectedFlows names the flows whose calls are refused with an outage.
func affectedFlows(o facts.Outage) string {
	var names []string
	for _, a := range o.Affected {
		for _, f := range a.Flows {
			names = append(names, clean(f))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if more := len(names) - mostFlows; more > 0 {
		names = append(names[:mostFlows:mostFlows], counted(more, "other flow"))
	}
	return strings.Join(names, ", ")
}
