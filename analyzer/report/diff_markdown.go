package report

import (
	"bufio"
	"bytes"
	"strings"

	"archlint/analyzer/diff"
	"archlint/analyzer/finding"
)

// diffMarkdown prints a comparison as a comment on a pull request.
func diffMarkdown(c *Comparison, o Options) ([]byte, error) {
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	m := markdown{w, c.Head, o}
	m.line("## archlint: %s", diffVerdict(c.Diff))
	m.flowChanges(c.Diff.Flows)
	if len(c.Diff.Capacity) > 0 {
		m.line("\n### Capacity\n")
		for _, l := range c.Diff.Capacity {
			m.line("- %s", mdArrows(limitSentence(l)))
		}
	}
	m.findingChanges(c.Diff.Findings)
	m.errors()
	err := w.Flush()
	return buf.Bytes(), err
}

// mdArrows is md, but the arrow between two figures stays as it is.
func mdArrows(s string) string { return strings.ReplaceAll(md(s), "-&gt;", "->") }

func (m markdown) flowChanges(flows []diff.Flow) {
	for i, f := range flows {
		if i == markdownMost {
			m.line("\n%s not listed here.", counted(len(flows)-i, "more flow"))
			return
		}
		m.line("\n### %s\n", md(ellipsis(f.Flow, 100)))
		for _, s := range flowSentences(f) {
			m.line("- %s", mdArrows(s))
		}
		if len(f.Calls) == 0 || f.Status != diff.Changed {
			continue
		}
		m.line("\n<details><summary>%s changed</summary>\n", counted(len(f.Calls), "call site"))
		for _, c := range f.Calls[:min(len(f.Calls), markdownMost)] {
			m.line("- %s %s %s", c.Status, mdCode(place(c.File, c.Line, c.Column)), mdArrows(callSentence(c)))
		}
		m.line("\n</details>")
	}
}

func (m markdown) findingChanges(f diff.Findings) {
	if len(f.New)+len(f.Worse)+len(f.Gone) == 0 {
		return
	}
	m.line("\n### Findings\n")
	m.row("", "", "where", "what", "rule")
	m.row("---", "---", "---", "---", "---")
	rows := 0
	say := func(mark string, one finding.Finding, more string) {
		if rows++; rows > markdownMost {
			return
		}
		what := md(ellipsis(one.Message, longest))
		if more != "" {
			what += "<br>*Worse:* " + mdArrows(more)
		}
		m.row(mark, string(one.Severity), mdCode(orElse(place(one.File, one.Line, one.Column), "the organisation")), what, mdCode(one.Rule))
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
	if more := rows - markdownMost; more > 0 {
		m.line("\n%s not listed here.", counted(more, "more finding"))
	}
}
