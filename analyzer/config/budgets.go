package config

import (
	"archlint/analyzer/budget"
	"archlint/analyzer/pattern"
)

func budgetsSchema() *schema {
	calls := func(doc string) *schema { return &schema{kind: number, max: 1e9, doc: doc} }
	flow := []field{
		{"calls-per-interaction", calls("The most data action calls that an interaction which enters here may make.")},
		{"expected-calls-per-interaction", calls("The most that it may be expected to make.")},
		{"calls-per-run", calls("The most that one run of the flow alone may make.")},
	}
	return &schema{kind: objectOf, doc: "What a team allows itself. What is over a budget is a finding.",
		fields: append(flow[:len(flow):len(flow)], []field{
			{"flows", &schema{kind: mapOf, keys: "names of flows, with * and ?", of: &schema{kind: objectOf, short: "calls-per-interaction",
				fields: flow}, doc: "Budgets of single flows; of several that match the last holds."}},
			{"total-calls-per-interaction", calls("The most calls of an interaction, summed over all entry flows.")},
			{"utilisation", &schema{kind: share, max: 100, doc: "The most that the peak may take of any limit."}},
			{"limits", &schema{kind: mapOf, keys: "limits, as namespace/key", words: limitIDs(), of: &schema{kind: share, max: 100},
				doc: "The most of single limits."}},
			{"fail", &schema{kind: word, words: []string{"excess", "regression"}, initial: "", doc: "excess (unless said otherwise): what is over " +
				"a budget is an error. regression: a check only mentions it, and a change that makes it worse fails (archlint diff)."}},
		}...)}
}

func budgetsOf(v *value) *budget.Budgets {
	if v == nil {
		return nil
	}
	b := &budget.Budgets{
		Flow: flowBudget(v), Total: plainNumber(v.get("total-calls-per-interaction")), Utilisation: plainNumber(v.get("utilisation")),
		Limits: map[string]float64{}, Regression: v.get("fail").str() == "regression",
	}
	flows, limits := v.get("flows"), v.get("limits")
	for _, name := range flows.names() {
		b.Flows = append(b.Flows, budget.Named{Name: pattern.Name(name), Flow: flowBudget(flows.get(name))})
	}
	for _, id := range limits.names() {
		b.Limits[id] = limits.get(id).num
	}
	return b
}

func flowBudget(v *value) budget.Flow {
	return budget.Flow{
		PerInteraction: plainNumber(v.get("calls-per-interaction")), ExpectedPerInteraction: plainNumber(v.get("expected-calls-per-interaction")),
		PerRun: plainNumber(v.get("calls-per-run")),
	}
}

func plainNumber(v *value) *float64 {
	if v == nil {
		return nil
	}
	return &v.num
}
