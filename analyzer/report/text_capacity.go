package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// capacity prints demand against limits, in a sentence the nearest limit, and
// what happens when an endpoint hangs; without traffic, where each limit is
// reached.
func (p *textPrinter) capacity() {
	limits := p.review.Capacity
	if nearest(limits) == nil && !anyBreakEven(limits) && len(openNotes(limits)) == 0 {
		return // no data action is called: nothing is asked of the limits
	}
	p.line("%s", p.style.bold(capacityTitle(p.review)))
	if sideBySide(p.review) {
		p.scenarios()
		return
	}
	b := basisOf(p.review)
	t := b.withRefs(capacityTable(limits, p.style), func(row int) []string { return limits[row].Assumptions })
	if nearest(limits) == nil {
		t = breakEvenTable(limits)
	}
	for _, line := range p.fitting(t).lines(p.style) {
		p.line("  %s", line)
	}
	for _, note := range openNotes(limits) {
		p.wrapped("  ", note)
	}
	p.line("")
	if p.alone {
		for _, t := range capacityDetails(p.review, b, p.style) {
			for _, line := range p.fitting(t).lines(p.style) {
				p.line("  %s", line)
			}
			p.line("")
		}
	}
	p.sentence(capacitySentence(limits))
	for _, text := range outageSentences(p.review.Outages, p.options.Verbose) {
		p.sentence(text)
	}
	if nearest(limits) != nil || p.options.Verbose || p.alone {
		p.basis(b)
	}
	p.line("")
}

func anyBreakEven(limits []facts.Limit) bool {
	for _, l := range limits {
		if breakEvenWords(l.BreakEven) != "" {
			return true
		}
	}
	return false
}

// breakEvenTable says where each limit is reached, for want of traffic.
func breakEvenTable(limits []facts.Limit) *table {
	t := &table{
		head:  []string{"limit", "allows", "reached at interactions/min", "or licences"},
		right: []bool{false, true, true, true},
	}
	for _, l := range limits {
		b := l.BreakEven
		t.rows = append(t.rows, []string{limitKey(l), number(l.Limit.Value) + " " + clean(l.Limit.Unit),
			numberOr(b.InteractionsPerMinute, "-"), numberOr(b.Licences, "-")})
	}
	return t
}

// sentence prints a sentence and makes what stands before its colon bold.
func (p *textPrinter) sentence(text string) {
	for i, line := range Wrap(text, p.room-2) {
		if label, rest, ok := strings.Cut(line, ": "); ok && i == 0 {
			line = p.style.bold(label+":") + " " + rest
		}
		p.line("  %s", line)
	}
}

func capacityTable(limits []facts.Limit, s style) *table {
	t := &table{
		head:  []string{"limit", "allows", "expected", "peak", "used", "headroom", "verdict"},
		right: []bool{false, true, true, true, true, true, false},
	}
	for _, l := range limits {
		row := capacityRow(l)
		if l.DemandOpen && l.Demand != nil {
			row[2], row[3] = row[2]+"+", row[3]+"+"
		}
		t.rows = append(t.rows, row)
	}
	t.paint = func(row, column int, cell string) string {
		if t.head[column] == "verdict" {
			return s.verdict(limits[row].Verdict, cell)
		}
		return cell
	}
	return t
}

func capacityRow(l facts.Limit) []string {
	expected, peak := "-", "-"
	if l.Demand != nil {
		expected, peak = number(l.Demand.Expected), number(l.Demand.Peak)
		if low := l.DemandLow; low != nil {
			expected, peak = between(low.Expected, l.Demand.Expected), between(low.Peak, l.Demand.Peak)
		}
	}
	used := "-"
	if l.Utilisation != nil {
		used = percent(*l.Utilisation)
	}
	headroom := "-"
	if l.Headroom != nil && !math.IsInf(*l.Headroom, 0) {
		headroom = number(*l.Headroom) + "x"
	}
	return []string{limitKey(l), number(l.Limit.Value) + " " + clean(l.Limit.Unit), expected, peak, used, headroom, clean(l.Verdict)}
}

// openNotes say what a + after a demand means, if there is one: what is missing,
// and how to give it.
func openNotes(limits []facts.Limit) []string {
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
		notes = append(notes, "Calls made while interactions wait are not included: say how long they wait (--mean-wait) or how many do (--waiting-interactions).")
	}
	for i := range notes {
		notes[i] = "+ " + notes[i]
	}
	return notes
}

// between prints a range, or one number where the ends print alike.
func between(low, high float64) string {
	if number(low) == number(high) {
		return number(high)
	}
	return number(low) + ".." + number(high)
}

func limitKey(l facts.Limit) string { return clean(l.Limit.Namespace + "/" + l.Limit.Key) }

// nearest returns the limit of the greatest utilisation, or nil when no demand
// is known. One of an unknown verdict may be far nearer or not asked for at
// all: it stands behind those that are known to be.
func nearest(limits []facts.Limit) *facts.Limit {
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
			names = append(names, fmt.Sprintf("%s (up to %s used)", limitKey(l), percent(*l.Utilisation)))
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

// capacitySentence says in words which limit is nearest, how far away it is,
// and where it breaks.
func capacitySentence(limits []facts.Limit) string {
	if l := nearest(limits); l != nil {
		return nearestSentence(l) + latencyClause(limits, l) + "." + perhapsNearer(limits, l)
	}
	return "No traffic is given: say --licences or --interactions-per-minute, and demand is held against the limits."
}

func nearestSentence(l *facts.Limit) string {
	upTo := ""
	if l.DemandLow != nil {
		upTo = "up to "
	}
	text := fmt.Sprintf("Nearest limit: %s, %s%s used", limitKey(*l), upTo, percent(*l.Utilisation))
	if d := l.Demand; d != nil {
		peak := number(d.Peak)
		if low := l.DemandLow; low != nil {
			peak = between(low.Peak, d.Peak)
		}
		text += fmt.Sprintf(" (a peak of %s against %s %s)", peak, number(l.Limit.Value), clean(l.Limit.Unit))
	}
	if l.Headroom != nil && !math.IsInf(*l.Headroom, 0) {
		text += fmt.Sprintf(", headroom %sx", number(*l.Headroom))
	}
	if at := breakEvenWords(l.BreakEven); at != "" {
		text += "; it is reached at " + at
	}
	return text
}

// latencyClause says at which latency a limit breaks, where that is another
// limit than the nearest.
func latencyClause(limits []facts.Limit, nearest *facts.Limit) string {
	l := leastLatency(limits)
	if l == nil || limitKey(*l) == limitKey(*nearest) {
		return ""
	}
	return fmt.Sprintf("; at an average latency of %s s per call, %s is reached", number(*l.BreakEven.LatencySeconds), limitKey(*l))
}

// breakEvenWords lists where a limit is reached.
func breakEvenWords(b facts.BreakEven) string {
	var parts []string
	add := func(x *float64, noun string) {
		if x != nil && !math.IsInf(*x, 0) && !math.IsNaN(*x) {
			parts = append(parts, number(*x)+" "+noun)
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
