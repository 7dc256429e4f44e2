package analyzer_test

import (
	"fmt"
	"math"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/demand"
	"archlint/analyzer/demand/simulation"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Formula and simulation agree on mean and peak, over interactions that go
// through several flows and wait in queues.
func TestLawFormulaAndSimulationAgree(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true, Paced: true}, 24, func(o orggen.Org, seed uint64) string {
		traffic := capacity.Traffic{
			InteractionsPerMinute: capacity.Given(simulatedPerMinute, capacity.FromFlag),
			MeanWaitSeconds:       capacity.Given(simulatedWait, capacity.FromFlag),
			LatencySeconds:        capacity.Given(0.02, capacity.FromFlag), PeakQuantile: capacity.Given(0.99, capacity.FromFlag),
		}
		traffic.Entries = evenShares(o)
		r := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, Limits: wideLimits()},
			Simulate: &simulation.Options{Seed: seed, Minutes: simulatedMinutes}})
		for _, l := range r.Simulation.Limits {
			if l.Limit.Key != "requests.volume.max" {
				continue
			}
			if why := disagrees(l); why != "" {
				return why
			}
		}
		return ""
	})
}

// What is simulated. Endpoints answer at once and waits are long beside a pass of
// the in-queue flow (at most 20 s), so that neither moves a mean by more than 2 %.
const (
	simulatedPerMinute = 6
	simulatedWait      = 900 // seconds
	simulatedMinutes   = 1500
)

// evenShares gives every flow with an entry point the same share of the traffic.
func evenShares(o orggen.Org) []capacity.EntryTraffic {
	var out []capacity.EntryTraffic
	for _, e := range o.Entries {
		out = append(out, capacity.EntryTraffic{Flow: e.Flow, Share: capacity.Given(1/float64(len(o.Entries)), capacity.FromConfig)})
	}
	return out
}

// wideLimits keep the simulation from refusing anything.
func wideLimits() []limits.Override {
	return []limits.Override{
		{Namespace: "dataactions", Key: "requests.volume.max", Value: 1e6},
		{Namespace: "dataactions", Key: "actions.concurrent.executions.max", Value: 1e5},
	}
}

// disagrees compares the two on requests per minute, which all calls are. A mean may be off by five times its standard error
// (about one false alarm in a million), by the fluctuation of how many wait (150 at
// a time, over 100 independent spells: 1 % of the mean, five times), and by 4 % for
// outcomes and passes that are cut short. Peaks are quantiles of that count: within
// a factor of 1.25, and three requests.
func disagrees(l review.SimulatedLimit) string {
	if l.Formula == nil {
		return "no formula"
	}
	mean := l.Formula.Expected
	if l.FormulaLow != nil && l.Observed.Mean < mean {
		mean = math.Max(l.FormulaLow.Expected, math.Min(mean, l.Observed.Mean))
	}
	if math.Abs(l.Observed.Mean-mean) > 5*l.Observed.Error+0.09*math.Max(mean, l.Observed.Mean) {
		return fmt.Sprintf("a %s mean is observed: %g (error %g), by the formula %g", side(l.Observed.Mean, mean), l.Observed.Mean,
			l.Observed.Error, mean)
	}
	if ratio := (l.Observed.Peak + 3) / (l.Formula.Peak + 3); ratio > 1.25 || l.FormulaLow == nil && ratio < 1/1.25 {
		return fmt.Sprintf("a %s peak is observed: %g (mean %g), by the formula %g", side(ratio, 1), l.Observed.Peak,
			l.Observed.Mean, l.Formula.Peak)
	}
	return ""
}

func side(observed, formula float64) string {
	if observed > formula {
		return "higher"
	}
	return "lower"
}
