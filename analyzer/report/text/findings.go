package text

import (
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
)

func (p *Printer) findings(findings []*finding.Finding) {
	for _, f := range findings {
		if !p.Options.Quiet {
			p.Line("")
		}
		p.finding(*f)
	}
}

// finding prints one finding: a line that editors can jump from, the source,
// and what to do.
func (p *Printer) finding(f finding.Finding) {
	p.complaint(f)
	if f.Reopened != "" {
		p.Wrapped("    accepted before: ", report.Ellipsis(f.Reopened, report.Longest))
	}
	if p.Options.Quiet {
		return
	}
	for i, line := range p.excerpts.At(p.review.Sources, f.File, f.Line, f.Column, p.Room-4) {
		if i == 1 {
			line = strings.TrimSuffix(line, "^") + p.Style.Severity(f.Severity, "^")
		}
		p.Line("    %s", line)
	}
	p.fix(f.Remediation)
	if p.Options.Verbose && string(report.EvidenceOf(f)) != "{}" {
		p.Wrapped("    evidence: ", report.Ellipsis(report.Clean(string(report.EvidenceOf(f))), report.Longest))
	}
}

// complaint prints a finding's place and message on one line. On a terminal that
// is narrower, the message goes below the place, in lines that fit.
func (p *Printer) complaint(f finding.Finding) {
	at, message, rule := report.Place(f.File, f.Line, f.Column), report.Ellipsis(report.Clean(f.Message), report.Longest),
		"["+report.Clean(f.Rule)+"]"
	severity := string(f.Severity) + ":"
	if at != "" {
		at += ": "
	}
	if text := severity + " " + message + " " + rule; p.Options.Width > 0 && 2+report.Width(at)+report.Width(text) > p.Room {
		if at != "" {
			p.Line("  %s", p.Style.Bold(strings.TrimSuffix(at, ": ")))
		}
		for i, line := range report.Wrap(text, p.Room-4) {
			if rest, first := strings.CutPrefix(line, severity); first && i == 0 {
				line = p.Style.Severity(f.Severity, string(f.Severity)) + ":" + rest
			}
			if rest, last := strings.CutSuffix(line, rule); last {
				line = rest + p.Style.Dim(rule)
			}
			p.Line("    %s", line)
		}
		return
	}
	if at != "" {
		at = p.Style.Bold(strings.TrimSuffix(at, ": ")) + ": "
	}
	p.Line("  %s%s: %s %s", at, p.Style.Severity(f.Severity, string(f.Severity)), message, p.Style.Dim(rule))
}

// fix prints what to do, each paragraph by itself.
func (p *Printer) fix(remediation string) {
	lead := "    fix: "
	for paragraph := range strings.SplitSeq(remediation, "\n\n") {
		if paragraph = strings.Join(strings.Fields(paragraph), " "); paragraph != "" {
			p.Wrapped(lead, report.Ellipsis(report.Clean(paragraph), report.Longest))
			lead = strings.Repeat(" ", len(lead))
		}
	}
}
