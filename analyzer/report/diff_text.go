package report

import (
	"bufio"
	"bytes"
	"fmt"

	"archlint/analyzer/diff"
	"archlint/analyzer/finding"
)

// diffText prints a comparison for people.
func diffText(c *Comparison, o Options) ([]byte, error) {
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	p := newTextPrinter(w, c.Head, o)
	for _, f := range c.Diff.Flows {
		p.flowChange(f)
	}
	if len(c.Diff.Capacity) > 0 {
		p.line("%s", p.style.bold("Capacity"))
		for _, l := range c.Diff.Capacity {
			p.wrapped("  ", limitSentence(l))
		}
		p.line("")
	}
	p.findingChanges(c.Diff.Findings)
	p.errors()
	p.line("%s", p.style.bold(capital(diffVerdict(c.Diff))))
	err := w.Flush()
	return buf.Bytes(), err
}

func (p *textPrinter) flowChange(f diff.Flow) {
	p.line("%s  %s  %s", p.style.bold(ellipsis(clean(f.Flow), p.room)), clean(f.Type), p.style.dim(place(f.File, f.Line, 0)))
	for _, s := range flowSentences(f) {
		p.wrapped("  ", s)
	}
	if f.Status == diff.Changed && !p.options.Quiet {
		for _, c := range f.Calls {
			mark := map[diff.Status]string{diff.Added: "+", diff.Removed: "-", diff.Changed: "~"}[c.Status]
			p.wrapped("    "+mark+" ", place(c.File, c.Line, c.Column)+" "+callSentence(c))
		}
	}
	p.line("")
}

func (p *textPrinter) findingChanges(f diff.Findings) {
	if len(f.New)+len(f.Worse)+len(f.Gone) == 0 {
		return
	}
	p.line("%s", p.style.bold("Findings"))
	say := func(mark string, one finding.Finding, more string) {
		at := place(one.File, one.Line, one.Column)
		if at != "" {
			at += ": "
		}
		p.line("  %-6s %s%s: %s %s%s", mark, at, p.style.severity(one.Severity, string(one.Severity)), ellipsis(clean(one.Message), longest), p.style.dim("["+clean(one.Rule)+"]"), more)
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
	p.line("")
}
