package judge

import (
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
)

// Described are rules for reports that describe them.
func Described(rules []policy.Rule) []review.Rule {
	out := make([]review.Rule, 0, len(rules))
	for _, r := range rules {
		out = append(out, review.Rule{
			ID: r.ID, Title: r.Title, Description: r.Description, Category: r.Category,
			Severity: r.Severity, Confidence: r.Confidence, Scope: string(r.Scope),
			Remediation: r.Remediation, Docs: r.Docs, Source: r.Source,
		})
	}
	return out
}
