package report

import (
	"bufio"
	"bytes"
	"html"
	"io"
	"slices"
	"strings"

	"archlint/analyzer/finding"
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

// WriteReviewMarkdown prints the review document in GitHub-flavoured Markdown,
// for wikis and pull-request comments: the answers first, then what WriteMarkdown
// prints, then the flows with findings as Mermaid drawings.
func WriteReviewMarkdown(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	m := markdown{buf, r, o}
	m.answers()
	m.findings()
	m.accepted()
	m.capacity()
	m.calls()
	m.drawings()
	if len(r.Errors) > mostFirst { // the answers named the first of them
		m.errors()
	}
	m.notes()
	return buf.Flush()
}

// answers prints what a change board asks first.
func (m markdown) answers() {
	a := answersOf(m.review)
	words := map[holds]string{holdsYes: "yes", holdsBarely: "barely", holdsNo: "no", holdsUnknown: "not known"}
	m.line("# Flow review: %s\n", md(documentTitle(m.review)))
	m.line("%s.\n", md(summaryLine(m.review)))
	m.line("**Does it hold?** %s. %s\n", strings.ToUpper(words[a.Holds][:1])+words[a.Holds][1:], md(a.Headline))
	m.line("**Nearest to breaking:** %s\n", md(orElse(strings.Join(a.Nearest, " "), "nothing, no demand meets a limit.")))
	m.line("**Fix first:**%s\n", map[bool]string{true: " nothing, no error and no warning was found.", false: ""}[len(a.First) == 0])
	for i, f := range a.First {
		m.line("%d. %s: %s (%s)", i+1, f.Severity, md(ellipsis(f.Message, longest)), mdCode(orElse(place(f.File, f.Line, f.Column), "the organisation")))
	}
	if a.More > 0 {
		m.line("\nand %d more as grave.", a.More)
	}
	m.list("**Not reviewed:**", a.NotReviewed, "everything that was given could be read and is modelled.")
}

// notes prints what the reader should know of what was read.
func (m markdown) notes() {
	notes, more := particulars(m.review)
	if len(notes) == 0 {
		return
	}
	m.line("\n### Notes on what was read\n")
	for _, note := range notes {
		m.line("- %s", md(note))
	}
	if more > 0 {
		m.line("\nand %s, which the JSON report lists.", counted(more, "more note"))
	}
}

func (m markdown) list(title string, items []string, none string) {
	if len(items) == 0 {
		m.line("\n%s %s", title, none)
		return
	}
	m.line("\n%s\n", title)
	for _, item := range items {
		m.line("- %s", md(item))
	}
}

// drawings prints the flows with the gravest findings, as far as they can be read.
func (m markdown) drawings() {
	groups, _ := byFlow(m.review)
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
			m.line("\nOther flows with findings are drawn in the HTML document.")
			return
		}
		d := m.review.Drawing(i)
		var text bytes.Buffer
		if len(d.Nodes) > mostDrawn || draw.Mermaid(&text, d) != nil || text.Len() > mostDrawnText {
			continue
		}
		drawn++
		m.line("\n<details><summary>Flow %s</summary>\n", html.EscapeString(ellipsis(clean(m.review.Flows[i].Name), 200)))
		m.line("```mermaid\n%s```\n", text.String())
		m.line("</details>")
	}
}

func bySeverity(a, b *finding.Finding) int { return a.Severity.Rank() - b.Severity.Rank() }
