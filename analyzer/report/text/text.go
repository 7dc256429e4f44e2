// Package text prints a review for people, on a terminal or into a log.
package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// plainWidth is the width of text that goes to no terminal.
const plainWidth = 100

// Write prints the review for people: flow by flow the call sites and the
// findings with their source, then capacity and a summary.
func Write(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	New(buf, r, o).print()
	return buf.Flush()
}

// Printer holds what all sections need. Write errors stay in w and come
// out when it is flushed.
type Printer struct {
	w       *bufio.Writer
	review  *review.Review
	Options report.Options
	Style   report.Style
	Room    int
	alone   bool // nothing but capacity is printed

	excerpts report.Excerpts
}

// New prints a review to w.
func New(w *bufio.Writer, r *review.Review, o report.Options) *Printer {
	p := &Printer{w: w, review: r, Options: o, Style: report.NewStyle(o.Color), Room: o.Width}
	if p.Room < 40 {
		p.Room = plainWidth
	}
	return p
}

// Line prints a line.
func (p *Printer) Line(format string, args ...any) {
	fmt.Fprintf(p.w, format, args...)
	p.w.WriteByte('\n')
}

// fitting makes a table as narrow as the terminal, less an indent of two.
func (p *Printer) fitting(t *report.Table) *report.Table {
	if p.Options.Width == 0 {
		return t
	}
	return t.Fit(p.Room - 2)
}

// onTerminal prints a line, which a terminal gets in lines that fit. Elsewhere
// it stays one line, for those who search it.
func (p *Printer) onTerminal(indent, text string) {
	if p.Options.Width == 0 {
		p.Line("%s%s", indent, text)
		return
	}
	p.Wrapped(indent, text)
}

// Wrapped prints text in lines that fit, the first after lead, the others
// indented by as many columns.
func (p *Printer) Wrapped(lead, text string) {
	indent := report.Width(lead)
	for i, line := range report.Wrap(report.Clean(text), p.Room-indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		p.Line("%s%s", lead, line)
	}
}

func (p *Printer) print() {
	groups, rest := report.ByFlow(p.review)
	silent := 0
	for i, f := range p.review.Flows {
		if len(groups[i]) == 0 && (p.Options.Quiet || len(f.Calls) == 0 && !p.Options.Verbose) {
			silent++
			continue
		}
		if p.Options.Verbose {
			f = p.review.WithoutNodes(i)
		}
		p.flow(f, groups[i])
	}
	if silent > 0 && !p.Options.Quiet {
		p.Line("%s without data action calls or findings.\n", report.Counted(silent, "flow"))
	}
	if len(rest) > 0 {
		p.Line("%s", p.Style.Bold("The organisation"))
		p.findings(rest)
		p.Line("")
	}
	if !p.Options.Quiet {
		p.capacity()
	}
	p.accepted()
	p.notes()
	p.Errors()
	p.Line("%s", p.summary())
}

// flow prints a flow, whole where the reader wants everything.
func (p *Printer) flow(f facts.Flow, findings []*finding.Finding) {
	p.Line("%s", p.flowHead(f))
	if !p.Options.Quiet {
		p.onTerminal("  ", report.FlowFigures(f))
		p.calls(f)
	}
	p.findings(findings)
	p.Line("")
}

func (p *Printer) flowHead(f facts.Flow) string {
	return p.Style.Bold(report.Ellipsis(report.Clean(f.Name), p.Room)) + "  " + report.Clean(f.Type) + "  " +
		p.Style.Dim(report.Place(f.File, f.Line, 0))
}

func (p *Printer) notes() {
	if p.Options.Quiet || len(p.review.Notes) == 0 {
		return
	}
	p.Line("%s", p.Style.Bold("Notes"))
	for i, n := range p.review.Notes {
		if i == report.MostNotes && !p.Options.Verbose {
			p.Line("  and %s (-v prints all)", report.Counted(len(p.review.Notes)-i, "more note"))
			break
		}
		p.Wrapped("  ", report.ErrorLine(n))
	}
	p.Line("")
}

// Errors prints what could not be reviewed.
func (p *Printer) Errors() {
	if p.Options.ErrorsShown || len(p.review.Errors) == 0 {
		return
	}
	p.Line("%s", p.Style.Bold("Not reviewed"))
	for _, e := range p.review.Errors {
		p.Line("  %s", report.ErrorLine(e))
	}
	p.Line("")
}

// summary is the last line.
func (p *Printer) summary() string {
	s := p.review.Summary
	parts := []string{
		report.Counted(s.Flows, "flow"), report.Counted(s.DataActionCalls, "data action call"),
		report.Counted(s.Findings.Error, "error"), report.Counted(s.Findings.Warning, "warning"), report.Counted(s.Findings.Info, "info"),
	}
	if s.Waived > 0 {
		parts = append(parts, report.Counted(s.Waived, "finding")+" waived")
	}
	if s.Baselined > 0 {
		parts = append(parts, report.Counted(s.Baselined, "finding")+" in the baseline")
	}
	if s.Errors > 0 {
		parts = append(parts, report.Counted(s.Errors, "problem")+" that kept something from being reviewed")
	}
	return p.Style.Bold(strings.Join(parts, ", ")) + fmt.Sprintf("; %s of the actions modelled", report.Percent(s.ModelledShare))
}
