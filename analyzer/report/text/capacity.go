package text

import (
	"bufio"
	"io"
	"strings"

	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// capacity prints demand against limits, in a sentence the nearest limit, and
// what happens when an endpoint hangs; without traffic, where each limit is
// reached.
func (p *Printer) capacity() {
	limits := p.review.Capacity
	if report.Nearest(limits) == nil && !report.AnyBreakEven(limits) && len(report.OpenNotes(limits)) == 0 {
		return // no data action is called: nothing is asked of the limits
	}
	p.Line("%s", p.Style.Bold(report.CapacityTitle(p.review)))
	if report.SideBySide(p.review) {
		p.scenarios()
		return
	}
	b := report.BasisOf(p.review)
	t := b.WithRefs(report.CapacityTable(limits, p.Style), func(row int) []string { return limits[row].Assumptions })
	if report.Nearest(limits) == nil {
		t = report.BreakEvenTable(limits)
	}
	for _, line := range p.fitting(t).Lines(p.Style) {
		p.Line("  %s", line)
	}
	for _, note := range report.OpenNotes(limits) {
		p.Wrapped("  ", note)
	}
	p.Line("")
	if p.alone {
		for _, t := range report.CapacityDetails(p.review, b, p.Style) {
			for _, line := range p.fitting(t).Lines(p.Style) {
				p.Line("  %s", line)
			}
			p.Line("")
		}
	}
	p.sentence(report.CapacitySentence(limits))
	for _, text := range report.ShareSentences(limits) {
		p.Wrapped("  ", text)
	}
	for _, text := range report.OutageSentences(p.review.Outages, p.Options.Verbose) {
		p.sentence(text)
	}
	p.measured()
	if report.Nearest(limits) != nil || p.Options.Verbose || p.alone {
		p.basis(b)
	}
	p.Line("")
}

// measured prints measured executions against computed ones: whole for the capacity command,
// else only where they differ.
func (p *Printer) measured() {
	all := p.review.Measured
	if p.alone && len(all) > 0 {
		p.Line("")
		for _, line := range p.fitting(report.MeasuredTable(all)).Lines(p.Style) {
			p.Line("  %s", line)
		}
		p.Line("")
	}
	for _, text := range report.MeasuredSentences(all) {
		p.Wrapped("  ", text)
	}
}

// sentence prints a sentence and makes what stands before its colon bold.
func (p *Printer) sentence(text string) {
	for i, line := range report.Wrap(text, p.Room-2) {
		if label, rest, ok := strings.Cut(line, ": "); ok && i == 0 {
			line = p.Style.Bold(label+":") + " " + rest
		}
		p.Line("  %s", line)
	}
}

// scenarios prints capacity under several scenarios side by side.
func (p *Printer) scenarios() {
	all := p.review.Scenarios
	for _, line := range p.fitting(report.ScenarioTable(all, p.Style)).Lines(p.Style) {
		p.Line("  %s", line)
	}
	p.Line("")
	for _, text := range report.ScenarioSentences(all, p.Options.Verbose) {
		p.sentence(text)
	}
	for _, group := range report.ScenarioAssumptions(p.review) {
		p.Line("")
		p.Line("  %s", p.Style.Bold(group.Title))
		for _, a := range group.Sentences {
			p.Wrapped("   - ", a)
		}
	}
	p.Line("")
}

// WriteCapacity prints only demand against limits, for people.
func WriteCapacity(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	p := New(buf, r, o)
	p.alone = true
	p.capacity()
	return buf.Flush()
}
