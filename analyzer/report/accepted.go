package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/report/html"
	"archlint/analyzer/review"
)

// waived and baselined are the two kinds of accepted findings.
func waived(r *review.Review) []finding.Accepted    { return acceptedBy(r, finding.ByWaiver) }
func baselined(r *review.Review) []finding.Accepted { return acceptedBy(r, finding.ByBaseline) }

func acceptedBy(r *review.Review, by finding.Acceptance) []finding.Accepted {
	var out []finding.Accepted
	for _, a := range r.Accepted {
		if a.By == by {
			out = append(out, a)
		}
	}
	return out
}

// AcceptedWords says who accepted a finding, until when, and why, as what a
// finding is: "waived by orders until 2027-03-31: ...", "in the baseline old.json".
func AcceptedWords(a finding.Accepted) string {
	if a.By == finding.ByBaseline {
		return strings.TrimSpace("in the baseline " + clean(a.Record.File))
	}
	text := "waived"
	if a.Record.Owner != "" {
		text += " by " + clean(a.Record.Owner)
	}
	if a.Record.Expires != "" {
		text += " until " + a.Record.Expires
	}
	return fmt.Sprintf("%s: %s (%s)", text, ellipsis(clean(a.Record.Reason), longest), clean(a.Record.Place()))
}

// accepted lists the risks that were taken: the details are for who asks for more.
func (p *textPrinter) accepted() {
	if !p.options.Verbose || p.options.Quiet || len(p.review.Accepted) == 0 {
		return
	}
	p.line("%s", p.style.bold("Accepted risks"))
	for _, a := range p.review.Accepted {
		p.complaint(a.Finding)
		p.wrapped("    ", AcceptedWords(a))
	}
	p.line("")
}

// accepted is folded away: a reader of a pull request wants the findings.
func (m markdown) accepted() {
	list := waived(m.review)
	if len(list) > 0 {
		m.line("\n<details><summary>Accepted risks: %s waived</summary>\n", counted(len(list), "finding"))
		m.row("", "where", "what", "rule", "why", "owner", "until", "recorded")
		m.row("---", "---", "---", "---", "---", "---", "---", "---")
		for _, a := range list[:min(len(list), markdownMost)] {
			m.row(string(a.Severity), mdCode(orElse(place(a.File, a.Line, a.Column), "the organisation")), md(ellipsis(a.Message, longest)), mdCode(a.Rule),
				md(ellipsis(a.Record.Reason, longest)), md(a.Record.Owner), md(a.Record.Expires), mdCode(a.Record.Place()))
		}
		if more := len(list) - markdownMost; more > 0 {
			m.line("\n%s not listed here.", counted(more, "more finding"))
		}
		m.line("\n</details>")
	}
	if old := baselined(m.review); len(old) > 0 {
		m.line("\n%s in the baseline %s not listed.", counted(len(old), "finding"), map[bool]string{true: "is", false: "are"}[len(old) == 1])
	}
}

// mostOld is how many findings of a baseline the page lists.
const mostOld = 500

func htmlAccepted(r *review.Review) (risks, old []html.Accepted, more int) {
	risks = each(waived(r), htmlRisk)
	list := baselined(r)
	old = each(list[:min(len(list), mostOld)], htmlRisk)
	return risks, old, len(list) - len(old)
}

func htmlRisk(a finding.Accepted) html.Accepted {
	return html.Accepted{
		Severity: string(a.Severity), Rule: clean(a.Rule), Message: ellipsis(clean(a.Message), longest),
		FlowName: ellipsis(clean(a.Flow), longest), Place: place(a.File, a.Line, a.Column),
		Reason: ellipsis(clean(a.Record.Reason), longest), Owner: clean(a.Record.Owner), Expires: a.Record.Expires, Recorded: clean(a.Record.Place()),
	}
}

type jsonAccepted struct {
	jsonFinding
	By     finding.Acceptance `json:"by"`
	Record jsonRecord         `json:"record"`
}

type jsonRecord struct {
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Comment bool   `json:"comment"`
}

func jsonAcceptedOf(a finding.Accepted) jsonAccepted {
	return jsonAccepted{jsonFindingOf(a.Finding), a.By, jsonRecord(a.Record)}
}

// sarifSuppressed is the result of an accepted finding: code scanning shows it
// as dismissed, with the reason.
func sarifSuppressed(a finding.Accepted, rule int, calls *callSites, limits sarifLimits) sarifResult {
	out := sarifResultOf(a.Finding, rule, calls, limits)
	s := sarifSuppression{Kind: "external", Status: "accepted", Justification: AcceptedWords(a)}
	if a.Record.Comment {
		s.Kind = "inSource"
	}
	if p := sarifPhysicalOf(a.Record.File, a.Record.Line, a.Record.Column); p != nil {
		s.Location = &sarifLocation{PhysicalLocation: p}
	}
	out.Suppressions = []sarifSuppression{s}
	return out
}

// junitAccepted are skipped cases: seen, and failing nothing.
func junitAccepted(list []finding.Accepted) []junitCase {
	var out []junitCase
	for _, a := range list {
		why := fmt.Sprintf("%s, accepted: %s; %s", a.Severity, clean(a.Message), AcceptedWords(a))
		out = append(out, junitCase{
			Name: strings.TrimSpace(clean(a.Rule) + " " + place(a.File, a.Line, a.Column)), ClassName: orElse(clean(a.Flow), "organisation"), Skipped: &why,
		})
	}
	return out
}
