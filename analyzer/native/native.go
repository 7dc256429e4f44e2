// Package native knows the rules that archlint judges itself and that no policy
// can: rules about waivers, baselines and budgets. They are listed, explained,
// levelled and reported as those written in Rego are.
package native

import (
	"archlint/analyzer/baseline"
	"archlint/analyzer/budget"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/waiver"
)

// Source is where these rules come from, as policy.Rule.Source has it.
const Source = "archlint"

// Rules returns the rules, in order of id, at their default levels.
func Rules() []policy.Rule {
	rules := []policy.Rule{
		{
			ID: baseline.Stale, Default: finding.Info, Docs: "docs/baseline.md",
			Title: "A baseline with entries that are found no more",
			Description: "What was there on the day of the baseline has been mended, or its flow is gone. As long as the entry stands, it " +
				"may come back unseen.",
			Remediation: "Give --baseline and --write-baseline together: the baseline gets tighter and nothing is added to it.",
		},
		{
			ID: budget.Calls, Default: finding.Error, Docs: "docs/budgets.md",
			Title: "More data action calls than the budget allows",
			Description: "The configuration says how many data action calls an interaction, or a run of a flow, may make, and " +
				"this one can make more.",
			Remediation: "Take calls out of the path, bound the loops around them, or decide on another budget.",
		},
		{
			ID: budget.Utilisation, Default: finding.Error, Docs: "docs/budgets.md",
			Title: "More of a limit than the budget allows",
			Description: "The configuration says how much of the platform's limit the peak may take, and it takes more under the " +
				"traffic that is given.",
			Remediation: "Take calls out of the busiest paths, ask for a higher limit, or decide on another budget.",
		},
		{
			ID: waiver.Expired, Default: finding.Warning, Docs: "docs/waivers.md",
			Title:       "A waiver whose last day is over",
			Description: "The findings that it covered are findings again. It stays in the list so that its owner sees why.",
			Remediation: "Mend what was waived, or decide anew: give the waiver another day and a reason that holds today.",
		},
		{
			ID: waiver.Invalid, Default: finding.Warning, Docs: "docs/waivers.md",
			Title: "A waiver that is not honoured",
			Description: "A comment in a flow that gives no reason or names no rule, or a waiver of a rule that the configuration does not let " +
				"anybody waive. What it should cover stays a finding.",
			Remediation: "Write it as docs/waivers.md says, or take it out.",
		},
		{
			ID: waiver.Unused, Default: finding.Warning, Docs: "docs/waivers.md",
			Title:       "A waiver that covers nothing",
			Description: "What it accepted is gone, or its place has another name now. One day it would cover what nobody decided on.",
			Remediation: "Take it out.",
		},
	}
	for i := range rules {
		r := &rules[i]
		r.Severity, r.Category, r.Confidence = r.Default, "adoption", "proven"
		r.Scope, r.Source, r.Since = policy.OrgScope, Source, "0.1.0"
		r.Aliases, r.Params, r.References = []string{}, []policy.Param{}, []policy.Reference{}
	}
	return rules
}

// At returns the rules at these levels, by id; those that are not named have
// their default.
func At(levels map[string]finding.Severity) []policy.Rule {
	rules := Rules()
	for i := range rules {
		if level, given := levels[rules[i].ID]; given {
			rules[i].Severity = level
		}
	}
	return rules
}

// Is reports whether a rule of that id is judged here.
func Is(id string) bool {
	for _, r := range Rules() {
		if r.ID == id {
			return true
		}
	}
	return false
}

// Complete fills in what findings of these rules have from their rule. Levels
// replace default severities, by id.
func Complete(findings []finding.Finding, levels map[string]finding.Severity) {
	byID := map[string]policy.Rule{}
	for _, r := range Rules() {
		byID[r.ID] = r
	}
	for i := range findings {
		f := &findings[i]
		r := byID[f.Rule]
		f.Severity, f.Remediation, f.Docs, f.Confidence, f.Category = r.Default, r.Remediation, r.Docs, r.Confidence, r.Category
		if level, given := levels[f.Rule]; given {
			f.Severity = level
		}
	}
}
