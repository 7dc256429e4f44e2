package budget

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/pattern"
)

func ptr(x float64) *float64 { return &x }

func TestCheck(t *testing.T) {
	flows := []facts.Flow{
		{Name: "Main", Entry: true, PerRun: facts.Range{Max: 5}, PerInteraction: facts.Range{Expected: 2.5, Max: 12}},
		{Name: "Pilot one", Entry: true, PerRun: facts.Range{Max: 30}, PerInteraction: facts.Range{Expected: 1, Max: 30},
			BoundedBy: "platformLimit"},
		{Name: "Sub", PerRun: facts.Range{Max: 7}, PerInteraction: facts.Range{Max: 7}},
	}
	limits := []facts.Limit{
		{Limit: facts.LimitID{Namespace: "a", Key: "b", Title: "Bees"}, Utilisation: ptr(0.6)},
		{Limit: facts.LimitID{Namespace: "a", Key: "c", Title: "Cees"}, Utilisation: ptr(0.9)},
		{Limit: facts.LimitID{Namespace: "a", Key: "d"}},
	}
	pilot := Named{Name: pattern.Name("pilot *"), Flow: Flow{PerInteraction: ptr(30)}}
	for _, c := range []struct {
		name string
		b    *Budgets
		want []string
	}{
		{"none", nil, nil},
		{"nothing said", &Budgets{}, nil},
		{"per interaction, of entry flows", &Budgets{Flow: Flow{PerInteraction: ptr(5)}}, []string{
			"an interaction that enters here can make 12 data action calls; the budget is 5",
			"an interaction that enters here can make 30 data action calls, because the flow itself does not bound them; the budget is 5",
		}},
		{"just enough", &Budgets{Flow: Flow{PerInteraction: ptr(30)}}, nil},
		{"another for some", &Budgets{Flow: Flow{PerInteraction: ptr(12)}, Flows: []Named{pilot}}, nil},
		{"mean", &Budgets{Flow: Flow{ExpectedPerInteraction: ptr(2)}},
			[]string{"an interaction that enters here is expected to make 2.5 data action calls; the budget is 2"}},
		{"per run, of every flow", &Budgets{Flow: Flow{PerRun: ptr(6)}}, []string{
			"a run of this flow can make 30 data action calls, because the flow itself does not bound them; the budget is 6",
			"a run of this flow can make 7 data action calls; the budget is 6",
		}},
		{"total", &Budgets{Total: ptr(41)}, []string{"the entry flows together can make 42 data action calls, one interaction " +
			"each; the budget is 41"}},
		{"any limit", &Budgets{Utilisation: ptr(0.8)}, []string{"the peak takes 90 % of Cees (a/c); the budget is 80 %"}},
		{"one limit", &Budgets{Utilisation: ptr(0.95), Limits: map[string]float64{"a/b": 0.5}},
			[]string{"the peak takes 60 % of Bees (a/b); the budget is 50 %"}},
	} {
		var got []string
		prints := map[string]bool{}
		for _, f := range Check(c.b, flows, limits) {
			got = append(got, f.Message)
			prints[f.Fingerprint] = true
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(prints) != len(got) {
			t.Errorf("%s: %d fingerprints for %d findings", c.name, len(prints), len(got))
		}
	}
}
