package analyzer_test

import (
	"fmt"
	"testing"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// More load is never better: with more interactions, more or longer waiting,
// slower endpoints, more licences, a further call or round, no demand falls and no
// verdict gets better.
func TestLawMoreLoadIsNeverBetter(t *testing.T) {
	tryLaw(t, orggen.Options{Around: true}, 40, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		before := reviewOrg(o, traffic)
		for _, more := range heavier(traffic) {
			if why := relieved(before, reviewOrg(o, more)); why != "" {
				return fmt.Sprintf("%s: %s", more.Name, why)
			}
		}
		for _, more := range some(o.More(), seed) {
			if why := relieved(before, reviewOrg(more.Org, traffic)); why != "" {
				return fmt.Sprintf("%s: %s", more.What, why)
			}
		}
		return licencesRelieve(o, traffic)
	})
}

// heavier is the traffic with more of each figure that it has, named after it.
func heavier(t capacity.Traffic) []capacity.Traffic {
	var out []capacity.Traffic
	for _, figure := range []struct {
		name string
		at   func(*capacity.Traffic) **capacity.Figure
	}{
		{"more interactions", func(t *capacity.Traffic) **capacity.Figure { return &t.InteractionsPerMinute }},
		{"more waiting", func(t *capacity.Traffic) **capacity.Figure { return &t.WaitingInteractions }},
		{"a longer mean wait", func(t *capacity.Traffic) **capacity.Figure { return &t.MeanWaitSeconds }},
		{"more latency", func(t *capacity.Traffic) **capacity.Figure { return &t.LatencySeconds }},
	} {
		more := t
		if value := figure.at(&more); *value != nil {
			*value, more.Name = capacity.Given((*value).Value*1.3, capacity.FromFlag), figure.name
			out = append(out, more)
		}
	}
	return out
}

// licencesRelieve tries the law on traffic that follows from licences.
func licencesRelieve(o orggen.Org, t capacity.Traffic) string {
	few := t
	few.Licences, few.InteractionsPerMinute = capacity.Given(t.InteractionsPerMinute.Value*5, capacity.FromFlag), nil
	many := few
	many.Licences = capacity.Given(few.Licences.Value*1.3, capacity.FromFlag)
	if why := relieved(reviewOrg(o, few), reviewOrg(o, many)); why != "" {
		return "more licences: " + why
	}
	return ""
}

// relieved tells which demand is less, or which verdict better, in the review
// with more load.
func relieved(before, after *review.Review) string {
	rows := limitRows(after)
	for _, l := range before.Capacity {
		name := limitName(l)
		more, ok := rows[name]
		switch {
		case !ok:
			return name + " is gone"
		case better(l.Verdict, more.Verdict):
			return fmt.Sprintf("%s was %s, and is %s", name, l.Verdict, more.Verdict)
		case falls(l.Demand, more.Demand):
			return fmt.Sprintf("%s: demand %s, then %s", name, demandText(l.Demand), demandText(more.Demand))
		}
	}
	outages := outageRows(after.Outages)
	for _, o := range before.Outages {
		more, ok := outages[outageName(o)]
		if !ok || better(o.Verdict, more.Verdict) || falls(o.Slots, more.Slots) {
			return fmt.Sprintf("%s: %s at %s, then %s at %s", outageName(o), o.Verdict, demandText(o.Slots), more.Verdict, demandText(more.Slots))
		}
	}
	return ""
}

// better reports whether a verdict got better. Between close to a limit and over
// it, "unknown" may come in: a range can reach from the one to the other.
func better(before, after string) bool {
	return after == capacity.OK && before != capacity.OK || before == capacity.Exceeded && after != capacity.Exceeded
}

// falls reports whether a demand is less, but for the last of its digits. A peak is
// that of a distribution fitted to mean, variance and bounds: one with a greater
// mean and bound can have the lighter tail, by up to 3 % as far as was seen.
func falls(before, after *facts.Demand) bool {
	if before == nil || after == nil {
		return before != nil
	}
	return after.Expected < before.Expected*(1-1e-3)-1e-3 || after.Peak < before.Peak*0.97-1
}
