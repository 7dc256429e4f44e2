package diffreport

import (
	"bufio"
	"bytes"
	"strings"

	"archlint/analyzer/diff"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/markdown"
)

// diffMarkdown prints a comparison as a comment on a pull request.
func diffMarkdown(c *Comparison, o report.Options) ([]byte, error) {
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	m := markdown.New(w, c.Head, o)
	m.Line("## archlint: %s", diffVerdict(c.Diff))
	writeFlowChanges(m, c.Diff.Flows)
	if len(c.Diff.Capacity) > 0 {
		m.Line("\n### Capacity\n")
		for _, l := range c.Diff.Capacity {
			m.Line("- %s", mdArrows(limitSentence(l)))
		}
	}
	writeFindingChanges(m, c.Diff.Findings)
	m.Errors()
	err := w.Flush()
	return buf.Bytes(), err
}

// mdArrows is md, but the arrow between two figures stays as it is.
func mdArrows(s string) string { return strings.ReplaceAll(markdown.Escape(s), "-&gt;", "->") }

func writeFlowChanges(m markdown.Sheet, flows []diff.Flow) {
	for i, f := range flows {
		if i == markdown.Most {
			m.Line("\n%s not listed here.", report.Counted(len(flows)-i, "more flow"))
			return
		}
		m.Line("\n### %s\n", markdown.Escape(report.Ellipsis(f.Flow, 100)))
		for _, s := range flowSentences(f) {
			m.Line("- %s", mdArrows(s))
		}
		if len(f.Calls) == 0 || f.Status != diff.Changed {
			continue
		}
		m.Line("\n<details><summary>%s changed</summary>\n", report.Counted(len(f.Calls), "call site"))
		for _, c := range f.Calls[:min(len(f.Calls), markdown.Most)] {
			m.Line("- %s %s %s", c.Status, markdown.Code(report.Place(c.File, c.Line, c.Column)), mdArrows(callSentence(c)))
		}
		m.Line("\n</details>")
	}
}

func writeFindingChanges(m markdown.Sheet, f diff.Findings) {
	if len(f.New)+len(f.Worse)+len(f.Gone) == 0 {
		return
	}
	m.Line("\n### Findings\n")
	m.Row("", "", "where", "what", "rule")
	m.Row("---", "---", "---", "---", "---")
	rows := 0
	say := func(mark string, one finding.Finding, more string) {
		if rows++; rows > markdown.Most {
			return
		}
		what := markdown.Escape(report.Ellipsis(one.Message, report.Longest))
		if more != "" {
			what += "<br>*Worse:* " + mdArrows(more)
		}
		m.Row(mark, string(one.Severity), markdown.Code(report.OrElse(report.Place(one.File, one.Line, one.Column), "the organisation")), what,
			markdown.Code(one.Rule))
	}
	for _, one := range f.New {
		say("new", one, "")
	}
	for _, one := range f.Worse {
		say("worse", one.Finding, figureWords(one))
	}
	for _, one := range f.Gone {
		say("gone", one, "")
	}
	if more := rows - markdown.Most; more > 0 {
		m.Line("\n%s not listed here.", report.Counted(more, "more finding"))
	}
}
