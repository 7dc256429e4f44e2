package judge

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"archlint/analyzer/baseline"
	"archlint/analyzer/budget"
	"archlint/analyzer/capacity"
	"archlint/analyzer/config"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
	"archlint/analyzer/waiver"
)

// Tolerances are what somebody accepted, and what a team allows itself.
type Tolerances struct {
	// Waivers are the risks that somebody took, until a day.
	Waivers []waiver.Waiver
	// WaiversNeed is what a waiver needs besides a reason, "owner" or "expires",
	// with who says so.
	WaiversNeed map[string]string
	// Budgets are what the team allows itself, nil for nothing. Change is set
	// where the review is one side of a comparison: budgets that only a change can
	// break are judged in full then.
	Budgets *budget.Budgets
	Change  bool
	// Baseline are the findings that were there, nil for none. TakeBaseline asks for
	// what a new one would hold, and without a Baseline accepts all that is found.
	Baseline     *baseline.File
	TakeBaseline bool
}

// Judged is what is left to do, what was accepted, and what a new baseline would
// hold, nil if none is asked for. Both lists are in order.
type Judged struct {
	Findings []finding.Finding
	Accepted []finding.Accepted
	Next     *baseline.File
}

// Coverage says how much of an organisation was reviewed, and when.
type Coverage struct {
	// Complete is set where everything was read and evaluated.
	Complete bool
	// Selection is set where the paths name single files only, so that nothing
	// follows from what is not among them.
	Selection bool
	// Today is the day of the run, which ends waivers; zero ends none.
	Today time.Time
}

// Accept takes out of the findings what somebody accepted, adds what is to be said
// of the acceptances themselves, and puts both in order. comments are waivers that
// stand in the flows.
func Accept(found []finding.Finding, rules Loaded, s Subject, comments []waiver.Waiver, o Rules, a Tolerances, c Coverage,
	log *slog.Logger) Judged {
	if len(s.Flows) == 0 || len(rules.Rules) == 0 {
		return Judged{} // nothing was judged
	}
	outlines := review.Flows(s.Flows, false)
	found = append(found, a.overBudget(outlines, s.Capacity, rules.levels)...)
	names := ruleNames(rules.Rules)
	firm := o.firmRules(names)
	register := waiver.NewRegister(append(slices.Clone(comments), a.Waivers...), waiver.Reviewed{
		Flows: outlines, Whole: func(i int) facts.Flow { return s.Flows[i].Whole() }, Org: s.Org, Today: waiver.Today(c.Today),
		Needs: a.WaiversNeed, Rules: names, Firm: firm, Selection: c.Selection || s.Org.Partial,
	})
	old := baseline.NewRegister(a.Baseline, a.TakeBaseline, func(rule string) bool { return firm[rule] == "" })
	places := finding.Places(rules.places)
	left := finding.Process(found, append([]finding.Processor{places}, finding.Processors(nil, register, old)...), log)
	out := Judged{Accepted: append(register.Accepted(), old.Accepted()...)}
	finding.SortAccepted(out.Accepted)
	view := baseline.View{Flow: namesOf(outlines), Complete: c.Complete && !c.Selection && !s.Org.Partial}
	if a.TakeBaseline {
		out.Next = old.Next(view)
	}
	own := append(register.Findings(c.Complete), old.Findings(view)...)
	native.Complete(own, rules.levels)
	own = finding.Process(own, append([]finding.Processor{places}, finding.Processors(nil)...), log)
	out.Findings = finding.Process(append(left, own...), []finding.Processor{finding.Order()}, nil)
	return out
}

// overBudget are the findings about budgets, at the levels that hold.
func (a Tolerances) overBudget(flows []facts.Flow, c capacity.Result, levels map[string]finding.Severity) []finding.Finding {
	over := budget.Check(a.Budgets, flows, c.Limits)
	native.Complete(over, levels)
	if a.Budgets != nil && a.Budgets.Regression && !a.Change {
		for i := range over {
			if over[i].Severity != finding.Off {
				over[i].Severity = finding.Info
			}
		}
	}
	return over
}

// namesOf returns a function that reports whether a flow of a name is there.
func namesOf(flows []facts.Flow) func(name string) bool {
	names := map[string]bool{}
	for i := range flows {
		names[flows[i].Name] = true
	}
	return func(name string) bool { return names[name] }
}

// ruleNames maps every name that a rule has or had to its id.
func ruleNames(rules []policy.Rule) map[string]string {
	ids := map[string]string{}
	for _, rule := range rules {
		ids[rule.ID] = rule.ID
		for _, name := range rule.Aliases {
			ids[name] = rule.ID
		}
	}
	return ids
}

// knownRules refuses waivers of unknown rules, and settings that forbid waivers of
// unknown rules: a typing mistake, or a library that is left out, must not go unseen.
func (a Tolerances) knownRules(o Rules, ids map[string]string) error {
	names := slices.Sorted(maps.Keys(ids))
	var errs config.Errors
	for _, w := range a.Waivers {
		if _, known := ids[w.Rule]; !known {
			errs = append(errs, &source.Error{File: w.File, Pos: w.Pos, Message: fmt.Sprintf("waiver: no rule %q%s", w.Rule,
				config.DidYouMean(w.Rule, names))})
		}
	}
	for _, rule := range o.Settings {
		if _, known := ids[rule.ID]; !known && rule.Unwaivable != nil {
			errs = append(errs, rule.Unwaivable.Error("rules: no rule %q%s", rule.ID, config.DidYouMean(rule.ID, names)))
		}
	}
	if len(errs) > 0 {
		return errs
	}
	return nil
}

// firmRules are the rules that may not be waived, by id, with who says so.
func (o Rules) firmRules(ids map[string]string) map[string]string {
	firm := map[string]string{}
	for _, rule := range o.Settings {
		if id, known := ids[rule.ID]; known && rule.Unwaivable != nil {
			firm[id] = rule.Unwaivable.String()
		}
	}
	return firm
}
