package markdown

import (
	"bufio"
	"bytes"
	"html"
	"io"
	"slices"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/draw"
	"archlint/analyzer/review"
)

// What a review in Markdown draws: flows with findings, so many of them, and
// none that is larger. GitHub draws up to 500 edges, and people read fewer.
const (
	mostDrawings  = 12
	mostDrawn     = 80    // nodes of one flow
	mostDrawnText = 20000 // bytes of one drawing
)

// WriteReview prints the review document in GitHub-flavoured Markdown,
// for wikis and pull-request comments: the answers first, then what WriteMarkdown
// prints, then the flows with findings as Mermaid drawings.
func WriteReview(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	m := Sheet{buf, r, o}
	m.answers()
	m.findings()
	m.accepted()
	m.capacity()
	m.calls()
	m.drawings()
	if len(r.Errors) > report.MostFirst { // the answers named the first of them
		m.Errors()
	}
	m.notes()
	return buf.Flush()
}

// answers prints what a change board asks first.
func (m Sheet) answers() {
	a := report.AnswersOf(m.review)
	words := map[report.Prospect]string{report.HoldsYes: "yes", report.HoldsBarely: "barely", report.HoldsNo: "no",
		report.HoldsUnknown: "not known"}
	m.Line("# Flow review: %s\n", Escape(report.DocumentTitle(m.review)))
	m.Line("%s.\n", Escape(report.SummaryLine(m.review)))
	m.Line("**Does it hold?** %s. %s\n", strings.ToUpper(words[a.Holds][:1])+words[a.Holds][1:], Escape(a.Headline))
	m.Line("**Nearest to breaking:** %s\n", Escape(report.OrElse(strings.Join(a.Nearest, " "), "nothing, no demand meets a limit.")))
	m.Line("**Fix first:**%s\n", map[bool]string{true: " nothing, no error and no warning was found.", false: ""}[len(a.First) == 0])
	for i, f := range a.First {
		m.Line("%d. %s: %s (%s)", i+1, f.Severity, Escape(report.Ellipsis(f.Message, report.Longest)),
			Code(report.OrElse(report.Place(f.File, f.Line, f.Column), "the organisation")))
	}
	if a.More > 0 {
		m.Line("\nand %d more as grave.", a.More)
	}
	m.list("**Not reviewed:**", a.NotReviewed, "everything that was given could be read and is modelled.")
}

// notes prints what the reader should know of what was read.
func (m Sheet) notes() {
	notes, more := report.Particulars(m.review)
	if len(notes) == 0 {
		return
	}
	m.Line("\n### Notes on what was read\n")
	for _, note := range notes {
		m.Line("- %s", Escape(note))
	}
	if more > 0 {
		m.Line("\nand %s, which the JSON report lists.", report.Counted(more, "more note"))
	}
}

func (m Sheet) list(title string, items []string, none string) {
	if len(items) == 0 {
		m.Line("\n%s %s", title, none)
		return
	}
	m.Line("\n%s\n", title)
	for _, item := range items {
		m.Line("- %s", Escape(item))
	}
}

// drawings prints the flows with the gravest findings, as far as they can be read.
func (m Sheet) drawings() {
	groups, _ := report.ByFlow(m.review)
	var order []int
	for i := range m.review.Flows {
		if len(groups[i]) > 0 && m.review.Drawn(i) {
			order = append(order, i)
		}
	}
	weight := func(i int) int { return slices.MaxFunc(groups[i], bySeverity).Severity.Rank() }
	slices.SortStableFunc(order, func(a, b int) int { return weight(b) - weight(a) })
	drawn := 0
	for _, i := range order {
		if drawn == mostDrawings {
			m.Line("\nOther flows with findings are drawn in the HTML document.")
			return
		}
		d := m.review.Drawing(i)
		var text bytes.Buffer
		if len(d.Nodes) > mostDrawn || draw.Mermaid(&text, d) != nil || text.Len() > mostDrawnText {
			continue
		}
		drawn++
		m.Line("\n<details><summary>Flow %s</summary>\n", html.EscapeString(report.Ellipsis(report.Clean(m.review.Flows[i].Name), 200)))
		m.Line("```mermaid\n%s```\n", text.String())
		m.Line("</details>")
	}
}

func bySeverity(a, b *finding.Finding) int { return a.Severity.Rank() - b.Severity.Rank() }
