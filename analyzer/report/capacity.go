package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// AnyBreakEven reports whether it is known for any limit at which traffic it is reached.
func AnyBreakEven(limits []facts.Limit) bool {
	for _, l := range limits {
		if BreakEvenWords(l.BreakEven) != "" {
			return true
		}
	}
	return false
}

// BreakEvenTable says where each limit is reached, for want of traffic.
func BreakEvenTable(limits []facts.Limit) *Table {
	t := &Table{
		Head:  []string{"limit", "allows", "reached at interactions/min", "or licences"},
		Right: []bool{false, true, true, true},
	}
	for _, l := range limits {
		b := l.BreakEven
		t.Rows = append(t.Rows, []string{LimitKey(l), Number(l.Limit.Value) + " " + Clean(l.Limit.Unit),
			NumberOr(b.InteractionsPerMinute, "-"), NumberOr(b.Licences, "-")})
	}
	return t
}

// CapacityTable has a row a limit: demand, utilisation, headroom, verdict.
func CapacityTable(limits []facts.Limit, s Style) *Table {
	t := &Table{
		Head:  []string{"limit", "allows", "expected", "peak", "used", "headroom", "verdict", "basis"},
		Right: []bool{false, true, true, true, true, true, false, false},
	}
	for _, l := range limits {
		row := CapacityRow(l)
		if l.DemandOpen && l.Demand != nil {
			row[2], row[3] = row[2]+"+", row[3]+"+"
		}
		t.Rows = append(t.Rows, append(row, DemandBasis(l.Demand)))
	}
	t.paint = func(row, column int, cell string) string {
		if t.Head[column] == "verdict" {
			return s.verdict(limits[row].Verdict, cell)
		}
		return cell
	}
	return t
}

// CapacityRow is the row of one limit.
func CapacityRow(l facts.Limit) []string {
	expected, peak := "-", "-"
	if l.Demand != nil {
		expected, peak = Number(l.Demand.Expected), Number(l.Demand.Peak)
		if low := l.DemandLow; low != nil {
			expected, peak = formatRange(low.Expected, l.Demand.Expected), formatRange(low.Peak, l.Demand.Peak)
		}
	}
	used := "-"
	if l.Utilisation != nil {
		used = Percent(*l.Utilisation)
	}
	headroom := "-"
	if l.Headroom != nil && !math.IsInf(*l.Headroom, 0) {
		headroom = Number(*l.Headroom) + "x"
	}
	return []string{LimitKey(l), Number(l.Limit.Value) + " " + Clean(l.Limit.Unit), expected, peak, used, headroom, Clean(l.Verdict)}
}

// OpenNotes say what a + after a demand means, if there is one: what is missing,
// and how to give it.
func OpenNotes(limits []facts.Limit) []string {
	var notes []string
	waiting := false
	for _, l := range limits {
		waiting = waiting || l.DemandOpen && l.Demand != nil && len(l.Missing) == 0
		for _, missing := range l.Missing {
			if !slices.Contains(notes, missing) {
				notes = append(notes, missing)
			}
		}
	}
	if waiting {
		notes = append(notes, "Calls made while interactions wait are not included: say how long they wait (--mean-wait) or how many do "+
			"(--waiting-interactions).")
	}
	for i := range notes {
		notes[i] = "+ " + notes[i]
	}
	return notes
}

// formatRange prints a range, or one number where the ends print alike.
func formatRange(low, high float64) string {
	if Number(low) == Number(high) {
		return Number(high)
	}
	return Number(low) + ".." + Number(high)
}

// LimitKey names a limit by namespace and key.
func LimitKey(l facts.Limit) string { return Clean(l.Limit.Namespace + "/" + l.Limit.Key) }

// Nearest returns the limit of the greatest utilisation, or nil when no demand
// is known. One of an unknown verdict may be far nearer or not asked for at
// all: it stands behind those that are known to be.
func Nearest(limits []facts.Limit) *facts.Limit {
	var best *facts.Limit
	for i, l := range limits {
		if l.Utilisation != nil && (best == nil || nearer(l, *best)) {
			best = &limits[i]
		}
	}
	return best
}

func nearer(a, b facts.Limit) bool {
	if known := a.Verdict != verdictUnknown; known != (b.Verdict != verdictUnknown) {
		return known
	}
	return *a.Utilisation > *b.Utilisation
}

// perhapsNearer names the limits of an unknown verdict that may be nearer.
func perhapsNearer(limits []facts.Limit, nearest *facts.Limit) string {
	var names []string
	for _, l := range limits {
		if l.Verdict == verdictUnknown && l.Utilisation != nil && *l.Utilisation > *nearest.Utilisation && nearest.Verdict != verdictUnknown {
			names = append(names, fmt.Sprintf("%s (up to %s used)", LimitKey(l), Percent(*l.Utilisation)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " Not known, and perhaps nearer: " + strings.Join(names, ", ") + "."
}

// leastLatency returns the limit that rising latency reaches first, or nil.
func leastLatency(limits []facts.Limit) *facts.Limit {
	var best *facts.Limit
	for i, l := range limits {
		if s := l.BreakEven.LatencySeconds; s != nil && (best == nil || *s < *best.BreakEven.LatencySeconds) {
			best = &limits[i]
		}
	}
	return best
}

// CapacitySentence says in words which limit is nearest, how far away it is,
// and where it breaks.
func CapacitySentence(limits []facts.Limit) string {
	if l := Nearest(limits); l != nil {
		return nearestSentence(l) + latencyClause(limits, l) + "." + perhapsNearer(limits, l)
	}
	return "No traffic is given: say --licences or --interactions-per-minute, and demand is held against the limits."
}

func nearestSentence(l *facts.Limit) string {
	upTo := ""
	if l.DemandLow != nil {
		upTo = "up to "
	}
	text := fmt.Sprintf("Nearest limit: %s, %s%s used", LimitKey(*l), upTo, Percent(*l.Utilisation))
	if d := l.Demand; d != nil {
		peak := Number(d.Peak)
		if low := l.DemandLow; low != nil {
			peak = formatRange(low.Peak, d.Peak)
		}
		text += fmt.Sprintf(" (a peak of %s against %s %s)", peak, Number(l.Limit.Value), Clean(l.Limit.Unit))
	}
	if l.Headroom != nil && !math.IsInf(*l.Headroom, 0) {
		text += fmt.Sprintf(", headroom %sx", Number(*l.Headroom))
	}
	if at := BreakEvenWords(l.BreakEven); at != "" {
		text += "; it is reached at " + at
	}
	return text
}

// latencyClause says at which latency a limit breaks, where that is another
// limit than the nearest.
func latencyClause(limits []facts.Limit, nearest *facts.Limit) string {
	l := leastLatency(limits)
	if l == nil || LimitKey(*l) == LimitKey(*nearest) {
		return ""
	}
	return fmt.Sprintf("; at an average latency of %s s per call, %s is reached", Number(*l.BreakEven.LatencySeconds), LimitKey(*l))
}

// BreakEvenWords lists where a limit is reached.
func BreakEvenWords(b facts.BreakEven) string {
	var parts []string
	add := func(x *float64, noun string) {
		if x != nil && !math.IsInf(*x, 0) && !math.IsNaN(*x) {
			parts = append(parts, Number(*x)+" "+noun)
		}
	}
	add(b.InteractionsPerMinute, "interactions per minute")
	add(b.Licences, "licences")
	add(b.CallsPerInteraction, "calls per interaction")
	add(b.WaitingInteractions, "interactions waiting at a time")
	add(b.LatencySeconds, "s average latency per call")
	add(b.StartsPerMinute, "starts of workflows per minute")
	return strings.Join(parts, ", or ")
}

// outageTable says what hanging endpoints do to the slots, and the longest timeout
// of the data actions with which all calls would still find one.
func outageTable(outages []facts.Outage, s Style) *Table {
	t := &Table{
		Head:  []string{"if it hangs", "timeout", "slots, peak", "refused", "longest safe timeout", "verdict"},
		Right: []bool{false, true, true, true, true, false},
	}
	for _, o := range outages {
		timeout, slots, refused := "unknown", "-", "-"
		if o.TimeoutSeconds != nil {
			timeout = Number(*o.TimeoutSeconds) + " s"
		}
		if o.Slots != nil {
			slots = OutageSlots(o) + " of " + Number(o.Limit)
		}
		if o.Refused != nil {
			refused = Percent(*o.Refused)
		}
		t.Rows = append(t.Rows, []string{Ellipsis(OutageName(o), 60), timeout, slots, refused, SafeTimeout(o), Clean(o.Verdict)})
	}
	t.paint = func(row, column int, cell string) string {
		if t.Head[column] == "verdict" {
			return s.verdict(outages[row].Verdict, cell)
		}
		return cell
	}
	return t
}
