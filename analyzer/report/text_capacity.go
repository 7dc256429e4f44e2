package report

import (
	"fmt"
	"math"
	"strings"

	"archlint/analyzer/facts"
)

// capacity prints demand against limits, in a sentence the nearest limit, and
// what happens when an endpoint hangs; without traffic, where each limit is
// reached.
func (p *textPrinter) capacity() {
	limits := p.review.Capacity
	if nearest(limits) == nil && !anyBreakEven(limits) {
		return // no data action is called: nothing is asked of the limits
	}
	p.line("%s", p.style.bold(p.review.capacityTitle()))
	if p.review.sideBySide() {
		p.scenarios()
		return
	}
	t := capacityTable(limits, p.style)
	if nearest(limits) == nil {
		t = breakEvenTable(limits)
	}
	for _, line := range t.lines(p.style) {
		p.line("  %s", line)
	}
	p.line("")
	if p.alone {
		for _, t := range capacityDetails(p.review, p.style) {
			for _, line := range t.lines(p.style) {
				p.line("  %s", line)
			}
			p.line("")
		}
	}
	p.sentence(capacitySentence(limits))
	for _, o := range p.review.Outages {
		if p.options.Verbose || o.Verdict != verdictOK && o.Slots != nil {
			p.sentence(outageSentence(o))
		}
	}
	if nearest(limits) != nil || p.options.Verbose || p.alone {
		p.assumptions()
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
		t.rows = append(t.rows, capacityRow(l))
	}
	t.paint = func(row, column int, cell string) string {
		if column == len(t.head)-1 {
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

// between prints a range, or one number where the ends print alike.
func between(low, high float64) string {
	if number(low) == number(high) {
		return number(high)
	}
	return number(low) + ".." + number(high)
}

func limitKey(l facts.Limit) string { return clean(l.Limit.Namespace + "/" + l.Limit.Key) }

// nearest returns the limit of the greatest utilisation, or nil when no
// demand is known.
func nearest(limits []facts.Limit) *facts.Limit {
	var best *facts.Limit
	for i, l := range limits {
		if l.Utilisation != nil && (best == nil || *l.Utilisation > *best.Utilisation) {
			best = &limits[i]
		}
	}
	return best
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
		return nearestSentence(l) + latencyClause(limits, l) + "."
	}
	return "No traffic is given: say --licences or --interactions-per-minute, and demand is held against the limits."
}

func nearestSentence(l *facts.Limit) string {
	text := fmt.Sprintf("Nearest limit: %s, %s used", limitKey(*l), percent(*l.Utilisation))
	if l.Demand != nil {
		text += fmt.Sprintf(" (a peak of %s against %s %s)", number(l.Demand.Peak), number(l.Limit.Value), clean(l.Limit.Unit))
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
	return strings.Join(parts, ", or ")
}

// assumptions prints what the figures rest on, as one paragraph; with -v also
// what each limit's figures rest on.
func (p *textPrinter) assumptions() {
	if len(p.review.Assumptions) > 0 {
		p.line("")
		p.sentence("Assumed: " + clean(strings.Join(p.review.Assumptions, " ")))
	}
	if !p.options.Verbose {
		return
	}
	for _, l := range p.review.Capacity {
		for _, a := range l.Assumptions {
			p.wrapped("  - "+limitKey(l)+": ", a)
		}
	}
}
