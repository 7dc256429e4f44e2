package analyzer

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"archlint/analyzer/baseline"
	"archlint/analyzer/budget"
	"archlint/analyzer/config"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/native"
	"archlint/analyzer/source"
	"archlint/analyzer/waiver"
)

// accept takes out of the findings what somebody accepted, adds what is to be
// said of the acceptances themselves, and puts both in order.
func (r *job) accept(found []finding.Finding, flows []*reviewed, in *input, selection bool) {
	if len(flows) == 0 || len(r.rules) == 0 {
		return // nothing was judged
	}
	found = append(found, r.overBudget(flows)...)
	waivers := append(in.waivers, r.opts.Waivers...)
	register := waiver.NewRegister(waivers, waiver.Review{
		Flows: factsOf(flows, false), Whole: func(i int) facts.Flow { return flows[i].whole() }, Org: r.org, Today: waiver.Today(r.opts.Today),
		Needs: r.opts.WaiversNeed, Rules: r.ruleNames(), Firm: r.opts.firmRules(r.ruleNames()), Selection: selection || r.org.Partial,
	})
	firm := r.opts.firmRules(r.ruleNames())
	old := baseline.NewRegister(r.opts.Baseline, r.opts.TakeBaseline, func(rule string) bool { return firm[rule] == "" })
	places := finding.Places(r.places)
	r.findings = finding.Process(found, append([]finding.Processor{places}, finding.Processors(nil, register, old)...), r.log)
	r.accepted = append(register.Accepted(), old.Accepted()...)
	finding.SortAccepted(r.accepted)

	complete := len(r.errs) == 0
	view := baseline.View{Flow: reviewedFlow(flows), Complete: complete && !selection && !r.org.Partial}
	if r.opts.TakeBaseline {
		r.next = old.Next(view)
	}
	own := append(register.Findings(complete), old.Findings(view)...)
	native.Complete(own, r.levels)
	own = finding.Process(own, append([]finding.Processor{places}, finding.Processors(nil)...), r.log)
	r.findings = finding.Process(append(r.findings, own...), []finding.Processor{finding.Order()}, nil)
}

// overBudget are the findings about budgets, at the levels that hold.
func (r *job) overBudget(flows []*reviewed) []finding.Finding {
	over := budget.Check(r.opts.Budgets, factsOf(flows, false), r.capacity.Limits)
	native.Complete(over, r.levels)
	if r.opts.Budgets != nil && r.opts.Budgets.Regression && !r.opts.Change {
		for i := range over {
			if over[i].Severity != finding.Off {
				over[i].Severity = finding.Info
			}
		}
	}
	return over
}

// reviewedFlow returns a function that tells whether a flow of a name is there.
func reviewedFlow(flows []*reviewed) func(name string) bool {
	names := map[string]bool{}
	for _, f := range flows {
		names[f.facts.Name] = true
	}
	return func(name string) bool { return names[name] }
}

// factsOf are the facts of flows, in a lean review the outlines of them unless all
// is wanted: the details of thousands of flows take more memory than the rest.
func factsOf(flows []*reviewed, whole bool) []facts.Flow {
	out := make([]facts.Flow, len(flows))
	for i, f := range flows {
		out[i] = f.facts
		if whole {
			out[i] = f.whole()
		}
	}
	return out
}

// ruleNames maps every name that a rule has or had to its id.
func (r *job) ruleNames() map[string]string {
	ids := map[string]string{}
	for _, rule := range r.rules {
		ids[rule.ID] = rule.ID
		for _, name := range rule.Aliases {
			ids[name] = rule.ID
		}
	}
	return ids
}

// knownRules refuses waivers of rules that there are not, and the same of rules
// that nobody may waive: a typing mistake, or a library that is left out, must
// not go unseen.
func (o Options) knownRules(ids map[string]string) error {
	names := slices.Sorted(maps.Keys(ids))
	var errs config.Errors
	for _, w := range o.Waivers {
		if _, known := ids[w.Rule]; !known {
			errs = append(errs, &source.Error{File: w.File, Pos: w.Pos, Message: fmt.Sprintf("waiver: no rule %q%s", w.Rule, config.DidYouMean(w.Rule, names))})
		}
	}
	for _, rule := range o.Rules {
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
func (o Options) firmRules(ids map[string]string) map[string]string {
	firm := map[string]string{}
	for _, rule := range o.Rules {
		if id, known := ids[rule.ID]; known && rule.Unwaivable != nil {
			firm[id] = rule.Unwaivable.String()
		}
	}
	return firm
}

// isSelection reports whether paths name single files only, so that nothing
// follows from what is not among them.
func isSelection(paths []string) bool {
	for _, name := range paths {
		info, err := os.Stat(name)
		if name != "-" && (err != nil || info.IsDir() || slices.Contains([]string{".zip", ".gz", ".tgz"}, filepath.Ext(name))) {
			return false
		}
	}
	return true
}
