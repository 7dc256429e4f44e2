package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// Waived and baselined are the two kinds of accepted findings.
func Waived(r *review.Review) []finding.Accepted { return acceptedBy(r, finding.ByWaiver) }

// Baselined are the findings that the baseline accepts.
func Baselined(r *review.Review) []finding.Accepted { return acceptedBy(r, finding.ByBaseline) }

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
		return strings.TrimSpace("in the baseline " + Clean(a.Record.File))
	}
	text := "waived"
	if a.Record.Owner != "" {
		text += " by " + Clean(a.Record.Owner)
	}
	if a.Record.Expires != "" {
		text += " until " + a.Record.Expires
	}
	return fmt.Sprintf("%s: %s (%s)", text, Ellipsis(Clean(a.Record.Reason), Longest), Clean(a.Record.Place()))
}
