package report

import (
	"strings"

	"archlint/analyzer/finding"
)

// longest is how much of one message or one word is printed; JSON has all.
const longest = 1000

func (p *textPrinter) findings(findings []*finding.Finding) {
	for _, f := range findings {
		if !p.options.Quiet {
			p.line("")
		}
		p.finding(*f)
	}
}

// finding prints one finding: a line that editors can jump from, the source,
// and what to do.
func (p *textPrinter) finding(f finding.Finding) {
	p.complaint(f)
	if f.Reopened != "" {
		p.wrapped("    accepted before: ", ellipsis(f.Reopened, longest))
	}
	if p.options.Quiet {
		return
	}
	for i, line := range p.excerpts.at(p.review.Sources, f.File, f.Line, f.Column, p.room-4) {
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

// complaint prints a finding's place and message on one line. On a terminal that
// is narrower, the message goes below the place, in lines that fit.
func (p *textPrinter) complaint(f finding.Finding) {
	at, message, rule := place(f.File, f.Line, f.Column), ellipsis(clean(f.Message), longest), "["+clean(f.Rule)+"]"
	severity := string(f.Severity) + ":"
	if at != "" {
		at += ": "
	}
	if text := severity + " " + message + " " + rule; p.options.Width > 0 && 2+width(at)+width(text) > p.room {
		if at != "" {
			p.line("  %s", p.style.bold(strings.TrimSuffix(at, ": ")))
		}
		for i, line := range Wrap(text, p.room-4) {
			if rest, first := strings.CutPrefix(line, severity); first && i == 0 {
				line = p.style.severity(f.Severity, string(f.Severity)) + ":" + rest
			}
			if rest, last := strings.CutSuffix(line, rule); last {
				line = rest + p.style.dim(rule)
			}
			p.line("    %s", line)
		}
		return
	}
	if at != "" {
		at = p.style.bold(strings.TrimSuffix(at, ": ")) + ": "
	}
	p.line("  %s%s: %s %s", at, p.style.severity(f.Severity, string(f.Severity)), message, p.style.dim(rule))
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
