package analyzer_test

import (
	"regexp"
	"testing"

	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/report"
)

// Which way interactions go is an assumption where nobody gives it: a review
// whose demand depends on shares that the traffic profile lacks says so.
func TestLawMissingSharesAreNamedAsAssumed(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true}, 60, func(o orggen.Org, seed uint64) string {
		r := reviewOrg(o, lawTraffic(seed))
		if dependsOnShares(r) && !saysAssumedShares(r) {
			return "no sentence names the shares that are assumed"
		}
		return ""
	})
}

// dependsOnShares reports whether some entry's number of calls is no constant.
func dependsOnShares(r *report.Review) bool {
	for _, f := range r.Flows {
		if f.Entry && f.PerInteraction.Min != f.PerInteraction.Max {
			return true
		}
	}
	return false
}

var assumedShares = regexp.MustCompile(`(?i)branch model|shares? .*assum|assum.* shares?|equally|evenly`)

func saysAssumedShares(r *report.Review) bool {
	sentences := r.Assumptions
	for _, l := range r.Capacity {
		sentences = append(sentences, l.Assumptions...)
	}
	for _, s := range sentences {
		if assumedShares.MatchString(s) {
			return true
		}
	}
	return false
}
