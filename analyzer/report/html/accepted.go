package html

import (
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// mostOld is how many findings of a baseline the page lists.
const mostOld = 500

func htmlAccepted(r *review.Review) (risks, old []Accepted, more int) {
	risks = report.Each(report.Waived(r), htmlRisk)
	list := report.Baselined(r)
	old = report.Each(list[:min(len(list), mostOld)], htmlRisk)
	return risks, old, len(list) - len(old)
}

func htmlRisk(a finding.Accepted) Accepted {
	return Accepted{
		Severity: string(a.Severity), Rule: report.Clean(a.Rule), Message: report.Ellipsis(report.Clean(a.Message), report.Longest),
		FlowName: report.Ellipsis(report.Clean(a.Flow), report.Longest), Place: report.Place(a.File, a.Line, a.Column),
		Reason: report.Ellipsis(report.Clean(a.Record.Reason), report.Longest), Owner: report.Clean(a.Record.Owner), Expires: a.Record.Expires,
		Recorded: report.Clean(a.Record.Place()),
	}
}
