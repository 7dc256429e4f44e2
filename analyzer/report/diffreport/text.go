package diffreport

import (
	"bufio"
	"bytes"
	"fmt"

	"archlint/analyzer/diff"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/text"
)

// diffText prints a comparison for people.
func diffText(c *Comparison, o report.Options) ([]byte, error) {
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	p := text.New(w, c.Head, o)
	for _, f := range c.Diff.Flows {
		printFlowChange(p, f)
	}
	if len(c.Diff.Capacity) > 0 {
		p.Line("%s", p.Style.Bold("Capacity"))
		for _, l := range c.Diff.Capacity {
			p.Wrapped("  ", limitSentence(l))
		}
		p.Line("")
	}
	printFindingChanges(p, c.Diff.Findings)
	p.Errors()
	p.Line("%s", p.Style.Bold(report.Capital(diffVerdict(c.Diff))))
	err := w.Flush()
	return buf.Bytes(), err
}

func printFlowChange(p *text.Printer, f diff.Flow) {
	p.Line("%s  %s  %s", p.Style.Bold(report.Ellipsis(report.Clean(f.Flow), p.Room)), report.Clean(f.Type),
		p.Style.Dim(report.Place(f.File, f.Line, 0)))
	for _, s := range flowSentences(f) {
		p.Wrapped("  ", s)
	}
	if f.Status == diff.Changed && !p.Options.Quiet {
		for _, c := range f.Calls {
			mark := map[diff.Status]string{diff.Added: "+", diff.Removed: "-", diff.Changed: "~"}[c.Status]
			p.Wrapped("    "+mark+" ", report.Place(c.File, c.Line, c.Column)+" "+callSentence(c))
		}
	}
	p.Line("")
}

func printFindingChanges(p *text.Printer, f diff.Findings) {
	if len(f.New)+len(f.Worse)+len(f.Gone) == 0 {
		return
	}
	p.Line("%s", p.Style.Bold("Findings"))
	say := func(mark string, one finding.Finding, more string) {
		at := report.Place(one.File, one.Line, one.Column)
		if at != "" {
			at += ": "
		}
		p.Line("  %-6s %s%s: %s %s%s", mark, at, p.Style.Severity(one.Severity, string(one.Severity)),
			report.Ellipsis(report.Clean(one.Message), report.Longest), p.Style.Dim("["+report.Clean(one.Rule)+"]"), more)
	}
	for _, one := range f.New {
		say("new", one, "")
	}
	for _, one := range f.Worse {
		say("worse", one.Finding, fmt.Sprintf(" (%s)", figureWords(one)))
	}
	for _, one := range f.Gone {
		say("gone", one, "")
	}
	p.Line("")
}
