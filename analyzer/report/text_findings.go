package report

import (
	"strings"

	"archlint/analyzer/finding"
)

// longest is how much of one message or one word is printed; JSON has all.
const longest = 1000

func (p *textPrinter) findings(findings []finding.Finding) {
	for _, f := range findings {
		if !p.options.Quiet {
			p.line("")
		}
		p.finding(f)
	}
}

// finding prints one finding: a line that editors can jump from, the source,
// and what to do.
func (p *textPrinter) finding(f finding.Finding) {
	head := "  "
	if at := place(f.File, f.Line, f.Column); at != "" {
		head += p.style.bold(at) + ": "
	}
	p.line("%s%s: %s %s", head, p.style.severity(f.Severity, string(f.Severity)),
		ellipsis(clean(f.Message), longest), p.style.dim("["+clean(f.Rule)+"]"))
	if f.Reopened != "" {
		p.wrapped("    accepted before: ", ellipsis(f.Reopened, longest))
	}
	if p.options.Quiet {
		return
	}
	for i, line := range excerpt(p.review.Sources, f.File, f.Line, f.Column, p.room-4) {
		if i == 1 {
			line = strings.TrimSuffix(line, "^") + p.style.severity(f.Severity, "^")
		}
		p.line("    %s", line)
	}
	p.fix(f.Remediation)
	if p.options.Verbose && string(evidenceOf(f)) != "{}" {
		p.wrapped("    evidence: ", ellipsis(clean(string(evidenceOf(f))), longest))
	}
}

// fix prints what to do, each paragraph by itself.
func (p *textPrinter) fix(remediation string) {
	lead := "    fix: "
	for paragraph := range strings.SplitSeq(remediation, "\n\n") {
		if paragraph = strings.Join(strings.Fields(paragraph), " "); paragraph != "" {
			p.wrapped(lead, ellipsis(clean(paragraph), longest))
			lead = strings.Repeat(" ", len(lead))
		}
	}
}
