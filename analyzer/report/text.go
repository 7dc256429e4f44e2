package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// plainWidth is the width of text that goes to no terminal.
const plainWidth = 100

// WriteText prints the review for people: flow by flow the call sites and the
// findings with their source, then capacity and a summary.
func WriteText(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	newTextPrinter(buf, r, o).print()
	return buf.Flush()
}

// textPrinter holds what all sections need. Write errors stay in w and come
// out when it is flushed.
type textPrinter struct {
	w       *bufio.Writer
	review  *review.Review
	options Options
	style   style
	room    int
	alone   bool // nothing but capacity is printed

	excerpts excerpts
}

func newTextPrinter(w *bufio.Writer, r *review.Review, o Options) *textPrinter {
	p := &textPrinter{w: w, review: r, options: o, style: style{o.Color}, room: o.Width}
	if p.room < 40 {
		p.room = plainWidth
	}
	return p
}

func (p *textPrinter) line(format string, args ...any) {
	fmt.Fprintf(p.w, format, args...)
	p.w.WriteByte('\n')
}

// fitting makes a table as narrow as the terminal, less an indent of two.
func (p *textPrinter) fitting(t *table) *table {
	if p.options.Width == 0 {
		return t
	}
	return t.fit(p.room - 2)
}

// onTerminal prints a line, which a terminal gets in lines that fit. Elsewhere
// it stays one line, for those who search it.
func (p *textPrinter) onTerminal(indent, text string) {
	if p.options.Width == 0 {
		p.line("%s%s", indent, text)
		return
	}
	p.wrapped(indent, text)
}

// wrapped prints text in lines that fit, the first after lead, the others
// indented by as many columns.
func (p *textPrinter) wrapped(lead, text string) {
	indent := width(lead)
	for i, line := range Wrap(clean(text), p.room-indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		p.line("%s%s", lead, line)
	}
}

func (p *textPrinter) print() {
	groups, rest := byFlow(p.review)
	silent := 0
	for i, f := range p.review.Flows {
		if len(groups[i]) == 0 && (p.options.Quiet || len(f.Calls) == 0 && !p.options.Verbose) {
			silent++
			continue
		}
		if p.options.Verbose {
			f = p.review.WithoutNodes(i)
		}
		p.flow(f, groups[i])
	}
	if silent > 0 && !p.options.Quiet {
		p.line("%s without data action calls or findings.\n", counted(silent, "flow"))
	}
	if len(rest) > 0 {
		p.line("%s", p.style.bold("The organisation"))
		p.findings(rest)
		p.line("")
	}
	if !p.options.Quiet {
		p.capacity()
	}
	p.accepted()
	p.notes()
	p.errors()
	p.line("%s", p.summary())
}

// flow prints a flow, whole where the reader wants everything.
func (p *textPrinter) flow(f facts.Flow, findings []*finding.Finding) {
	p.line("%s", p.flowHead(f))
	if !p.options.Quiet {
		p.onTerminal("  ", flowFigures(f))
		p.calls(f)
	}
	p.findings(findings)
	p.line("")
}

func (p *textPrinter) flowHead(f facts.Flow) string {
	return p.style.bold(ellipsis(clean(f.Name), p.room)) + "  " + clean(f.Type) + "  " + p.style.dim(place(f.File, f.Line, 0))
}

// flowFigures is the line of numbers under a flow's name.
func flowFigures(f facts.Flow) string {
	text := counted(f.Actions, "action")
	if f.OpaqueActions > 0 {
		text += fmt.Sprintf(" (%s of a kind that is not modelled)", grouped(fmt.Sprint(f.OpaqueActions)))
	}
	text += ", " + counted(len(f.Calls), "data action call site")
	if len(f.Calls) == 0 {
		return text
	}
	text += "; calls per run: " + rangeWords(f.PerRun)
	if f.BoundedBy == byPlatform {
		text += " (unbounded by the flow itself)"
	}
	if f.PerInteraction != f.PerRun {
		text += "; per interaction: " + rangeWords(f.PerInteraction)
	}
	return text
}

func rangeWords(r facts.Range) string {
	return fmt.Sprintf("%s to %s, expected %s", number(float64(r.Min)), number(float64(r.Max)), number(r.Expected))
}

func (p *textPrinter) notes() {
	if p.options.Quiet || len(p.review.Notes) == 0 {
		return
	}
	p.line("%s", p.style.bold("Notes"))
	for i, n := range p.review.Notes {
		if i == mostNotes && !p.options.Verbose {
			p.line("  and %s (-v prints all)", counted(len(p.review.Notes)-i, "more note"))
			break
		}
		p.wrapped("  ", ErrorLine(n))
	}
	p.line("")
}

// mostNotes is how many notes are printed unless the reader wants everything.
const mostNotes = 20

func (p *textPrinter) errors() {
	if p.options.ErrorsShown || len(p.review.Errors) == 0 {
		return
	}
	p.line("%s", p.style.bold("Not reviewed"))
	for _, e := range p.review.Errors {
		p.line("  %s", ErrorLine(e))
	}
	p.line("")
}

// ErrorLine prints a tool error as file:line:column: message.
func ErrorLine(e review.ToolError) string {
	if at := place(e.File, e.Line, e.Column); at != "" {
		return at + ": " + clean(e.Message)
	}
	return clean(e.Message)
}

// summary is the last line.
func (p *textPrinter) summary() string {
	s := p.review.Summary
	parts := []string{
		counted(s.Flows, "flow"), counted(s.DataActionCalls, "data action call"),
		counted(s.Findings.Error, "error"), counted(s.Findings.Warning, "warning"), counted(s.Findings.Info, "info"),
	}
	if s.Waived > 0 {
		parts = append(parts, counted(s.Waived, "finding")+" waived")
	}
	if s.Baselined > 0 {
		parts = append(parts, counted(s.Baselined, "finding")+" in the baseline")
	}
	if s.Errors > 0 {
		parts = append(parts, counted(s.Errors, "problem")+" that kept something from being reviewed")
	}
	return p.style.bold(strings.Join(parts, ", ")) + fmt.Sprintf("; %s of the actions modelled", percent(s.ModelledShare))
}
