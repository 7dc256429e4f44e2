package analyzer_test

import (
	"fmt"
	"math"
	"testing"

	"archlint/analyzer/capacity"
	"archlint/analyzer/internal/orggen"
)

// Those that wait are in the queue already: what they add does not depend on the
// part of the interactions that reaches it.
func TestLawThoseWhoWaitAreInTheQueue(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true, Paced: true, Whole: true}, 40, func(o orggen.Org, _ uint64) string {
		all, half := ofWaiting(o), ofWaiting(o.Halved())
		if math.Abs(all-half) > 1e-3*math.Max(1, all) {
			return fmt.Sprintf("50 more wait: %g more calls a minute where all go on to a queue that did, %g where half do", all, half)
		}
		return ""
	})
}

// ofWaiting is how many calls a minute 50 more waiting interactions make.
func ofWaiting(o orggen.Org) float64 {
	volume := func(n float64) float64 {
		l := limitRows(reviewOrg(o, waiting(n)))["dataactions requests.volume.max"]
		if l.Demand == nil {
			return 0
		}
		return l.Demand.Expected
	}
	return volume(150) - volume(100)
}

func waiting(n float64) capacity.Traffic {
	return capacity.Traffic{InteractionsPerMinute: capacity.Given(5, capacity.FromFlag),
		WaitingInteractions: capacity.Given(n, capacity.FromFlag)}
}
