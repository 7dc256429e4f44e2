package analyzer_test

import (
	"fmt"
	"regexp"
	"testing"

	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Where traffic is given and flows make calls, but none of them counts, nobody
// can say that the limits hold, and the report says what to give.
func TestLawUncountedCallsAreUnknown(t *testing.T) {
	tryLaw(t, orggen.Options{Around: true}, 60, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		if why := uncounted(reviewOrg(o, traffic)); why != "" {
			return why
		}
		for _, less := range some(o.Less(), seed) {
			if why := uncounted(reviewOrg(less.Org, traffic)); why != "" {
				return less.What + ": " + why
			}
		}
		return ""
	})
}

// uncounted tells which limit is said to hold although nothing was counted.
func uncounted(r *review.Review) string {
	calls := false
	for _, f := range r.Flows {
		calls = calls || f.PerRun.Max > 0 && f.Type != "commonmodule"
	}
	for _, name := range []string{"dataactions requests.volume.max", "dataactions actions.concurrent.executions.max"} {
		l := limitRows(r)[name]
		if !calls || l.Demand != nil && l.Demand.Expected > 0 {
			continue
		}
		if l.Verdict != "unknown" {
			return fmt.Sprintf("%s is %q at a demand of %s", name, l.Verdict, demandText(l.Demand))
		}
		if !saysWhatToGive(append(l.Assumptions, r.Assumptions...)) {
			return fmt.Sprintf("%s is unknown, and nothing says what to give: %q", name, l.Assumptions)
		}
	}
	return ""
}

// remedy is how sentences begin that say what to give.
var remedy = regexp.MustCompile("(?i)\\b(give|enter|add|name|set|export|state)\\b|`--|entries:")

func saysWhatToGive(sentences []string) bool {
	for _, s := range sentences {
		if remedy.MatchString(s) {
			return true
		}
	}
	return false
}
