package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// markdownMost is how many findings a Markdown report lists. A pull-request
// comment may have 65,536 characters and a job summary a megabyte; the rest
// is told as a number.
const markdownMost = 100

// WriteMarkdown prints a short report in GitHub-flavoured Markdown: the
// verdict, the findings as a table, capacity, call sites folded away.
func WriteMarkdown(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	m := markdown{buf, r, o}
	m.head()
	m.findings()
	m.accepted()
	m.capacity()
	m.calls()
	m.errors()
	return buf.Flush()
}

type markdown struct {
	w       *bufio.Writer
	review  *review.Review
	options Options
}

func (m markdown) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

// row prints a table row; cells are Markdown already.
func (m markdown) row(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

// table prints t; its cells are text.
func (m markdown) table(t *table) {
	rule := make([]string, len(t.head))
	for i := range rule {
		rule[i] = "---"
		if t.right[i] {
			rule[i] = "---:"
		}
	}
	m.row(t.head...)
	m.row(rule...)
	for _, cells := range t.rows {
		m.row(each(cells, md)...)
	}
}

func (m markdown) head() {
	s := m.review.Summary
	verdict := fmt.Sprintf("no %s", m.options.failOn())
	if finding.AnyAtLeast(m.review.Findings, m.options.failOn()) {
		verdict = "needs changes"
	}
	if s.Errors > 0 {
		verdict += ", and not everything could be reviewed"
	}
	m.line("## archlint: %s\n", verdict)
	m.line("%s, %s: **%s**, %s, %s. %s of the actions modelled.", counted(s.Flows, "flow"), counted(s.DataActionCalls, "data action call"),
		counted(s.Findings.Error, "error"), counted(s.Findings.Warning, "warning"), counted(s.Findings.Info, "info"), percent(s.ModelledShare))
	for _, ends := range review.OpenEnds(m.review.Flows) {
		m.line("\n%s", md(ends))
	}
}

func (m markdown) findings() {
	if len(m.review.Findings) == 0 {
		return
	}
	list := gravestFirst(m.review.Findings)
	m.line("\n### Findings\n")
	m.row("", "where", "what", "rule")
	m.row("---", "---", "---", "---")
	for _, k := range list[:min(len(list), markdownMost)] {
		f := &m.review.Findings[k]
		where := place(f.File, f.Line, f.Column)
		if where == "" {
			where = "the organisation"
		}
		what := md(ellipsis(f.Message, longest))
		if f.Reopened != "" {
			what += "<br>*Accepted before:* " + md(ellipsis(f.Reopened, longest))
		}
		if fix := strings.Join(strings.Fields(f.Remediation), " "); fix != "" {
			what += "<br>*Fix:* " + md(ellipsis(fix, longest))
		}
		m.row(string(f.Severity), mdCode(where), what, mdCode(f.Rule))
	}
	if more := len(list) - markdownMost; more > 0 {
		m.line("\n%s not listed here.", counted(more, "more finding"))
	}
}

func (m markdown) capacity() {
	limits := m.review.Capacity
	if nearest(limits) == nil && !anyBreakEven(limits) {
		return
	}
	m.line("\n### %s\n", md(capacityTitle(m.review)))
	if sideBySide(m.review) {
		m.scenarios()
		return
	}
	b := basisOf(m.review)
	t := b.withRefs(capacityTable(limits, style{}), func(row int) []string { return limits[row].Assumptions })
	if nearest(limits) == nil {
		t = breakEvenTable(limits)
	}
	m.table(t)
	for _, note := range openNotes(limits) {
		m.line("\n%s", md(note))
	}
	m.line("\n%s", md(capacitySentence(limits)))
	for _, text := range outageSentences(m.review.Outages, false) {
		m.line("\n%s", md(text))
	}
	m.basis(b)
}
func (m markdown) calls() {
	if m.review.Summary.DataActionCalls == 0 {
		return
	}
	m.line("\n<details><summary>%s</summary>\n", counted(m.review.Summary.DataActionCalls, "data action call site"))
	m.row("flow", "where", "call site", "loop", "min", "expected", "max", "bounded by")
	m.row("---", "---", "---", "---", "---:", "---:", "---:", "---")
	listed := 0
	for _, f := range m.review.Flows {
		for _, c := range f.Calls {
			if listed++; listed > markdownMost {
				continue
			}
			m.row(md(ellipsis(f.Name, 60)), mdCode(place(c.File, c.Line, c.Column)), md(ellipsis(callName(c), 60)), md(ellipsis(loopName(f, c), 60)),
				number(float64(c.PerRun.Min)), number(c.PerRun.Expected), number(float64(c.PerRun.Max)), md(boundWords(c)))
		}
	}
	if more := listed - markdownMost; more > 0 {
		m.line("\n%s not listed here.", counted(more, "more call site"))
	}
	m.line("\n</details>")
}

func (m markdown) errors() {
	if len(m.review.Errors) == 0 {
		return
	}
	m.line("\n### Not reviewed\n")
	for _, e := range m.review.Errors {
		m.line("- %s", md(ErrorLine(e)))
	}
}

// mdEscapes are the characters that mean something in Markdown or HTML, in a
// table cell above all. Mentions and references are broken up with the
// entity, so that a flow's name notifies nobody.
var mdEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "~", "\\~",
	"[", "\\[", "]", "\\]", "|", "\\|", "#", "\\#", "!", "\\!", "@", "&#64;", "://", ":&#47;/",
)

// md makes untrusted text into Markdown that shows it as it is, on one line.
func md(s string) string { return mdEscapes.Replace(clean(s)) }

// mdCode shows untrusted text as code. A table splits at a bar even inside code,
// and a backtick would end it, so such text is shown plainly.
func mdCode(s string) string {
	s = clean(s)
	if s == "" || strings.ContainsAny(s, "`|\\<>") {
		return md(s)
	}
	return "`" + s + "`"
}
