package analyzer_test

import (
	"slices"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Which way interactions go is an assumption where nobody gives it: a review
// whose demand depends on shares that the traffic profile lacks says so.
func TestLawMissingSharesAreNamedAsAssumed(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true}, 40, func(o orggen.Org, seed uint64) string {
		r := reviewOrg(o, lawTraffic(seed))
		if dependsOnShares(r) && !saysAssumedShares(r) {
			return "no sentence names the shares that are assumed"
		}
		return ""
	})
}

// dependsOnShares reports whether some entry's number of calls is no constant.
func dependsOnShares(r *review.Review) bool {
	for _, f := range r.Flows {
		if f.Entry && f.PerInteraction.Min != f.PerInteraction.Max {
			return true
		}
	}
	return false
}

func saysAssumedShares(r *review.Review) bool {
	return slices.ContainsFunc(r.Assumptions,
		func(s string) bool { return strings.HasPrefix(s, "Shares that no traffic profile gives are assumed: ") })
}

// The sentences have the figures that the profile sets, and stand only where a
// number of calls rests on them.
func TestAssumedSharesAreTold(t *testing.T) {
	said := func(steps ...orggen.Step) string {
		o := orggen.Org{
			Flows: []orggen.Flow{{Name: "Line", Type: "inboundcall",
				Tasks: []orggen.Task{{Name: "Start", Steps: append(steps, orggen.Step{Do: orggen.Hangup, Name: "end"})}}}},
			Actions: []orggen.Action{{Name: "Get", Integration: "Shop"}},
		}
		trouble, rounds := 0.02, 5.0
		r := reviewFiles(o.Files(), analyzer.Options{
			Traffic: demand.Options{Profile: &config.Profile{Default: config.FlowDefaults{Trouble: &trouble, Rounds: &rounds}}}})
		return strings.Join(r.Assumptions, " ")
	}
	call := orggen.Step{Do: orggen.Call, Name: "get", To: "Get"}
	if got := said(call); strings.Contains(got, "assumed: ") {
		t.Errorf("one call, whatever happens: %s", got)
	}
	got := said(orggen.Step{Do: orggen.Decide, Name: "ask", Yes: []orggen.Step{call}},
		orggen.Step{Do: orggen.Loop, Name: "all", Number: orggen.AtRunTime, Yes: []orggen.Step{call}})
	for _, want := range []string{"Shares that no traffic profile gives are assumed: 2 % for each output",
		"Loops of unknown count are assumed to run 5 times"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s: want %q", got, want)
		}
	}
}
