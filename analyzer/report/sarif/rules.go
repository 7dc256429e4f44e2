package sarif

import (
	"slices"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// sarifRules returns a descriptor for each rule that took part or has a
// finding, sorted by id, and where each stands.
func sarifRules(r *review.Review) ([]sarifRule, map[string]int) {
	byID := make(map[string]review.Rule, len(r.Rules))
	var ids []string
	add := func(rule review.Rule) {
		if _, known := byID[rule.ID]; !known {
			byID[rule.ID] = rule
			ids = append(ids, rule.ID)
		}
	}
	for _, rule := range r.Rules {
		add(rule)
	}
	of := func(f *finding.Finding) review.Rule {
		return review.Rule{ID: f.Rule, Severity: f.Severity, Category: f.Category, Confidence: f.Confidence,
			Remediation: f.Remediation, Docs: f.Docs}
	}
	for i := range r.Findings {
		add(of(&r.Findings[i]))
	}
	for i := range r.Accepted {
		add(of(&r.Accepted[i].Finding))
	}
	slices.Sort(ids)
	rules := make([]sarifRule, 0, len(ids))
	index := make(map[string]int, len(ids))
	for i, id := range ids {
		rules = append(rules, sarifRuleOf(byID[id]))
		index[id] = i
	}
	return rules, index
}

func sarifRuleOf(r review.Rule) sarifRule {
	out := sarifRule{
		ID:                   r.ID,
		ShortDescription:     sarifTextOf(r.Title),
		FullDescription:      sarifTextOf(r.Description),
		Help:                 sarifTextOf(strings.TrimSpace(r.Remediation)),
		DefaultConfiguration: sarifLevel{Level: sarifLevelOf(r.Severity)},
		Properties:           ruleProperties(r),
	}
	if r.Severity == finding.Off {
		off := false
		out.DefaultConfiguration.Enabled = &off
	}
	return out
}

// precisions are code scanning's words for a rule's confidence.
var precisions = map[string]string{"proven": "very-high", "likely": "high", "heuristic": "medium"}

// problemSeverities are code scanning's words for the severity of what is no
// security alert.
var problemSeverities = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Info: "recommendation"}

// notices describe the notifications of a run.
func notices() []sarifNotice {
	return []sarifNotice{
		{"not-reviewed", sarifText{Text: "Something could not be read or evaluated, and was not reviewed."}},
		{"note", sarifText{Text: "Something was read and reviewed with a limit that the reader should know."}},
		{"findings-left-out", sarifText{Text: "The file holds the gravest findings and not all."}},
		{"findings-not-shown", sarifText{Text: "Code scanning shows fewer findings than the file holds."}},
		{"graphs-left-out", sarifText{Text: "The file holds no graphs."}},
	}
}

// ruleProperties holds what code scanning filters by.
func ruleProperties(r review.Rule) map[string]any {
	out := map[string]any{}
	set := func(key, value string) {
		if value != "" {
			out[key] = value
		}
	}
	if r.Category != "" {
		out["tags"] = []string{r.Category}
	}
	set("confidence", r.Confidence)
	set("problem.severity", problemSeverities[r.Severity])
	set("precision", precisions[r.Confidence])
	set("docs", r.Docs)
	set("scope", r.Scope)
	set("source", r.Source)
	return out
}

func sarifTextOf(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{Text: text}
}
