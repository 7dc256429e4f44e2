package analyzer_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/report"
)

// Those that wait are in the queue already: whatever part of the interactions
// reaches it, each further one that is said to wait adds the calls that one makes.
func TestLawThoseWhoWaitAreInTheQueue(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true, Paced: true}, 80, func(o orggen.Org, _ uint64) string {
		few := reviewOrg(o, waiting(100))
		perMinute, reached := rateOf(few)
		if perMinute == 0 || !reached {
			return ""
		}
		const volume = "dataactions requests.volume.max"
		a, b := limitRows(few)[volume].Demand, limitRows(reviewOrg(o, waiting(150)))[volume].Demand
		if a == nil || b == nil || math.Abs(b.Expected-a.Expected-50*perMinute) > 0.01*50*perMinute {
			return fmt.Sprintf("50 more wait, and make %g calls a minute each: demand %s, then %s", perMinute, demandText(a), demandText(b))
		}
		return ""
	})
}

func waiting(n float64) capacity.Traffic {
	return capacity.Traffic{InteractionsPerMinute: capacity.Given(5, capacity.FromFlag), WaitingInteractions: capacity.Given(n, capacity.FromFlag)}
}

// rateOf is how often in a minute an interaction calls while it waits, and whether
// any reaches a queue. Organisations of the generator have one in-queue flow at most.
func rateOf(r *report.Review) (perMinute float64, reached bool) {
	for _, f := range r.Flows {
		if !strings.HasPrefix(f.Type, "inqueue") {
			continue
		}
		for _, c := range f.Calls {
			if c.RatePerMinute != nil {
				perMinute += *c.RatePerMinute
			}
		}
		reached = reached || isReached(r, f)
	}
	return perMinute, reached
}

func isReached(r *report.Review, to facts.Flow) bool {
	for _, f := range r.Flows {
		for _, name := range f.Reaches {
			if f.Entry && name == to.Name {
				return true
			}
		}
	}
	return false
}
