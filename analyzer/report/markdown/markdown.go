// Package markdown prints a review in GitHub-flavoured Markdown: the report, the
// review document, the summary of a job.
package markdown

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// Most is how many findings a Markdown report lists. A pull-request
// comment may have 65,536 characters and a job summary a megabyte; the rest
// is told as a number.
const Most = 100

// Write prints a short report in GitHub-flavoured Markdown: the
// verdict, the findings as a table, capacity, call sites folded away.
func Write(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	m := Sheet{buf, r, o}
	m.head()
	m.findings()
	m.accepted()
	m.capacity()
	m.calls()
	m.Errors()
	return buf.Flush()
}

// Sheet prints the sections of a review. Write errors stay in its writer.
type Sheet struct {
	w       *bufio.Writer
	review  *review.Review
	options report.Options
}

// New prints a review to w.
func New(w *bufio.Writer, r *review.Review, o report.Options) Sheet { return Sheet{w, r, o} }

// Line prints a line.
func (m Sheet) Line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

// Row prints a table row; cells are Markdown already.
func (m Sheet) Row(cells ...string) { m.Line("| %s |", strings.Join(cells, " | ")) }

// table prints t; its cells are text.
func (m Sheet) table(t *report.Table) {
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = "---"
		if t.Right[i] {
			rule[i] = "---:"
		}
	}
	m.Row(t.Head...)
	m.Row(rule...)
	for _, cells := range t.Rows {
		m.Row(report.Each(cells, Escape)...)
	}
}

func (m Sheet) head() {
	s := m.review.Summary
	verdict := fmt.Sprintf("no %s", m.options.Threshold())
	if finding.AnyAtLeast(m.review.Findings, m.options.Threshold()) {
		verdict = "needs changes"
	}
	if s.Errors > 0 {
		verdict += ", and not everything could be reviewed"
	}
	m.Line("## archlint: %s\n", verdict)
	m.Line("%s, %s: **%s**, %s, %s. %s of the actions modelled.", report.Counted(s.Flows, "flow"),
		report.Counted(s.DataActionCalls, "data action call"),
		report.Counted(s.Findings.Error, "error"), report.Counted(s.Findings.Warning, "warning"), report.Counted(s.Findings.Info, "info"),
		report.Percent(s.ModelledShare))
	for _, ends := range review.OpenEnds(m.review.Flows) {
		m.Line("\n%s", Escape(ends))
	}
}

func (m Sheet) findings() {
	if len(m.review.Findings) == 0 {
		return
	}
	list := report.GravestFirst(m.review.Findings)
	m.Line("\n### Findings\n")
	m.Row("", "where", "what", "rule")
	m.Row("---", "---", "---", "---")
	for _, k := range list[:min(len(list), Most)] {
		f := &m.review.Findings[k]
		where := report.Place(f.File, f.Line, f.Column)
		if where == "" {
			where = "the organisation"
		}
		what := Escape(report.Ellipsis(f.Message, report.Longest))
		if f.Reopened != "" {
			what += "<br>*Accepted before:* " + Escape(report.Ellipsis(f.Reopened, report.Longest))
		}
		if fix := strings.Join(strings.Fields(f.Remediation), " "); fix != "" {
			what += "<br>*Fix:* " + Escape(report.Ellipsis(fix, report.Longest))
		}
		m.Row(string(f.Severity), Code(where), what, Code(f.Rule))
	}
	if more := len(list) - Most; more > 0 {
		m.Line("\n%s not listed here.", report.Counted(more, "more finding"))
	}
}

func (m Sheet) capacity() {
	limits := m.review.Capacity
	if report.Nearest(limits) == nil && !report.AnyBreakEven(limits) {
		return
	}
	m.Line("\n### %s\n", Escape(report.CapacityTitle(m.review)))
	if report.SideBySide(m.review) {
		m.scenarios()
		return
	}
	b := report.BasisOf(m.review)
	t := b.WithRefs(report.CapacityTable(limits, report.Style{}), func(row int) []string { return limits[row].Assumptions })
	if report.Nearest(limits) == nil {
		t = report.BreakEvenTable(limits)
	}
	m.table(t)
	for _, note := range report.OpenNotes(limits) {
		m.Line("\n%s", Escape(note))
	}
	m.Line("\n%s", Escape(report.CapacitySentence(limits)))
	for _, text := range report.ShareSentences(limits) {
		m.Line("\n%s", Escape(text))
	}
	for _, text := range report.OutageSentences(m.review.Outages, false) {
		m.Line("\n%s", Escape(text))
	}
	m.measured()
	m.basis(b)
}

// measured prints measured executions against computed ones.
func (m Sheet) measured() {
	if len(m.review.Measured) == 0 {
		return
	}
	m.Line("")
	m.table(report.MeasuredTable(m.review.Measured))
	for _, text := range report.MeasuredSentences(m.review.Measured) {
		m.Line("\n%s", Escape(text))
	}
}

func (m Sheet) calls() {
	if m.review.Summary.DataActionCalls == 0 {
		return
	}
	m.Line("\n<details><summary>%s</summary>\n", report.Counted(m.review.Summary.DataActionCalls, "data action call site"))
	m.Row("flow", "where", "call site", "loop", "min", "expected", "basis", "max", "bounded by")
	m.Row("---", "---", "---", "---", "---:", "---:", "---", "---:", "---")
	listed := 0
	for _, f := range m.review.Flows {
		for _, c := range f.Calls {
			if listed++; listed > Most {
				continue
			}
			m.Row(Escape(report.Ellipsis(f.Name, 60)), Code(report.Place(c.File, c.Line, c.Column)), Escape(report.Ellipsis(report.CallName(c), 60)),
				Escape(report.Ellipsis(report.LoopName(f, c), 60)),
				report.Number(float64(c.PerRun.Min)), report.Number(c.PerRun.Expected), report.CallBasis(c), report.Number(float64(c.PerRun.Max)),
				Escape(report.BoundWords(c)))
		}
	}
	if more := listed - Most; more > 0 {
		m.Line("\n%s not listed here.", report.Counted(more, "more call site"))
	}
	m.limits()
	m.Line("\n</details>")
}

// limits says of the call sites listed what limits them, where that takes a sentence.
func (m Sheet) limits() {
	listed, first := 0, true
	for _, f := range m.review.Flows {
		for _, c := range f.Calls {
			listed++
			text := report.LimitSentence(f.File, c)
			if text == "" || listed > Most {
				continue
			}
			if first {
				m.Line("")
				first = false
			}
			m.Line("- %s %s: %s", Code(report.Place(c.File, c.Line, c.Column)), Escape(report.Ellipsis(report.CallName(c), 60)), Escape(text))
		}
	}
}

// Errors prints what could not be reviewed.
func (m Sheet) Errors() {
	if len(m.review.Errors) == 0 {
		return
	}
	m.Line("\n### Not reviewed\n")
	for _, e := range m.review.Errors {
		m.Line("- %s", Escape(report.ErrorLine(e)))
	}
}

// mdEscapes are the characters that mean something in Markdown or HTML, in a
// table cell above all. Mentions and references are broken up with the
// entity, so that a flow's name notifies nobody.
var mdEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "~", "\\~",
	"[", "\\[", "]", "\\]", "|", "\\|", "#", "\\#", "!", "\\!", "@", "&#64;", "://", ":&#47;/",
)

// Escape makes untrusted text into Markdown that shows it as it is, on one line.
func Escape(s string) string { return mdEscapes.Replace(report.Clean(s)) }

// Code shows untrusted text as code. A table splits at a bar even inside code,
// and a backtick would end it, so such text is shown plainly.
func Code(s string) string {
	s = report.Clean(s)
	if s == "" || strings.ContainsAny(s, "`|\\<>") {
		return Escape(s)
	}
	return "`" + s + "`"
}

// accepted is folded away: a reader of a pull request wants the findings.
func (m Sheet) accepted() {
	list := report.Waived(m.review)
	if len(list) > 0 {
		m.Line("\n<details><summary>Accepted risks: %s waived</summary>\n", report.Counted(len(list), "finding"))
		m.Row("", "where", "what", "rule", "why", "owner", "until", "recorded")
		m.Row("---", "---", "---", "---", "---", "---", "---", "---")
		for _, a := range list[:min(len(list), Most)] {
			m.Row(string(a.Severity), Code(report.OrElse(report.Place(a.File, a.Line, a.Column), "the organisation")),
				Escape(report.Ellipsis(a.Message, report.Longest)), Code(a.Rule),
				Escape(report.Ellipsis(a.Record.Reason, report.Longest)), Escape(a.Record.Owner), Escape(a.Record.Expires), Code(a.Record.Place()))
		}
		if more := len(list) - Most; more > 0 {
			m.Line("\n%s not listed here.", report.Counted(more, "more finding"))
		}
		m.Line("\n</details>")
	}
	if old := report.Baselined(m.review); len(old) > 0 {
		m.Line("\n%s in the baseline %s not listed.", report.Counted(len(old), "finding"),
			map[bool]string{true: "is", false: "are"}[len(old) == 1])
	}
}

// basis prints the same in Markdown.
func (m Sheet) basis(b report.Basis) {
	if len(b.General) > 0 {
		m.Line("\nAll of this rests on:\n")
		for _, a := range b.General {
			m.Line("- %s", Escape(a))
		}
	}
	if len(b.Numbered) > 0 {
		m.Line("\nThe lines that name it rest on:\n")
		for i, a := range b.Numbered {
			m.Line("%d. %s", i+1, Escape(a))
		}
	}
}

// scenarios prints the same in Markdown.
func (m Sheet) scenarios() {
	t := report.ScenarioTable(m.review.Scenarios, report.Style{})
	t.Head = report.Each(t.Head, Escape) // the names in it are the user's
	m.table(t)
	for _, text := range report.ScenarioSentences(m.review.Scenarios, false) {
		m.Line("\n%s", Escape(text))
	}
	for _, group := range report.ScenarioAssumptions(m.review) {
		m.Line("\n%s:\n", Escape(group.Title))
		for _, a := range group.Sentences {
			m.Line("- %s", Escape(a))
		}
	}
}

// WriteCapacity prints only the capacity part of the Markdown report.
func WriteCapacity(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	m := Sheet{buf, r, o}
	m.capacity()
	if !report.SideBySide(r) {
		for _, t := range report.CapacityDetails(r, report.BasisOf(r), report.Style{}) {
			m.Line("")
			m.table(t)
		}
	}
	return buf.Flush()
}

// WriteSimulation prints what the simulation saw, for a comment or a wiki.
func WriteSimulation(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	m := Sheet{buf, r, o}
	m.Line("\n### Simulation")
	for _, t := range report.SimulationTables(r.Simulation) {
		m.Line("")
		m.table(t)
	}
	for _, text := range report.SimulationSentences(r.Simulation) {
		m.Line("\n%s", Escape(text))
	}
	m.Line("\nThe simulation rests on:\n")
	for _, a := range r.Simulation.Assumptions {
		m.Line("- %s", Escape(a))
	}
	return buf.Flush()
}
