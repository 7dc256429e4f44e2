package report

import (
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// CapacityDetails are the tables that only the capacity command prints: where
// each limit is reached, and what each data action does when its endpoint hangs.
func CapacityDetails(r *review.Review, b Basis, s Style) []*Table {
	var all []*Table
	if Nearest(r.Capacity) != nil && AnyBreakEven(r.Capacity) {
		all = append(all, reachedTable(r.Capacity))
	}
	if len(r.Outages) > 0 {
		all = append(all, b.WithRefs(outageTable(r.Outages, s), func(row int) []string { return r.Outages[row].Assumptions }))
	}
	return all
}

// reachedTable says at which figure each limit is reached, all else as it is.
func reachedTable(limits []facts.Limit) *Table {
	t := &Table{
		Head:  []string{"reached at", "interactions/min", "or licences", "or calls each", "or waiting", "or latency"},
		Right: []bool{false, true, true, true, true, true},
	}
	starts := slices.ContainsFunc(limits, func(l facts.Limit) bool { return l.BreakEven.StartsPerMinute != nil })
	if starts {
		t.Head, t.Right = append(t.Head, "or workflow starts/min"), append(t.Right, true)
	}
	for _, l := range limits {
		b := l.BreakEven
		if BreakEvenWords(b) == "" {
			continue
		}
		latency := "-"
		if b.LatencySeconds != nil {
			latency = Number(*b.LatencySeconds) + " s"
		}
		row := []string{LimitKey(l), NumberOr(b.InteractionsPerMinute, "-"), NumberOr(b.Licences, "-"),
			NumberOr(b.CallsPerInteraction, "-"), NumberOr(b.WaitingInteractions, "-"), latency}
		if starts {
			row = append(row, NumberOr(b.StartsPerMinute, "-"))
		}
		t.Rows = append(t.Rows, row)
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
			names = append(names, Clean(f))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if more := len(names) - mostFlows; more > 0 {
		names = append(names[:mostFlows:mostFlows], Counted(more, "other flow"))
	}
	return strings.Join(names, ", ")
}
