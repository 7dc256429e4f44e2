package analyzer_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Splitting changes nothing: how the work is cut into tasks, common modules, bots
// and flows that others transfer to changes no figure.
func TestLawSplittingChangesNothing(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true, Whole: true}, 40, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		whole := reviewOrg(o, traffic)
		for _, cut := range some(o.Cuts(), seed) {
			if why := differs(whole, reviewOrg(cut.Org, traffic)); why != "" {
				return fmt.Sprintf("%s: %s", cut.What, why)
			}
		}
		return ""
	})
}

// mostChanges is how many changes of one organisation are tried.
const mostChanges = 8

// some are a few of the changes, all of them where there are few.
func some(all []orggen.Change, seed uint64) []orggen.Change {
	r := rand.New(rand.NewPCG(seed, 22))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), mostChanges)]
}

// differs tells in what two reviews of the same work differ: in the counts of an
// interaction from some entry, in a limit or in an outage.
func differs(a, b *review.Review) string {
	others := flowsByName(b)
	for _, f := range a.Flows {
		if g := others[f.Name]; f.Entry {
			if why := countsDiffer(f, g); why != "" {
				return fmt.Sprintf("an interaction that enters %s: %s", f.Name, why)
			}
		}
	}
	rows := limitRows(b)
	for _, l := range a.Capacity {
		if why := limitsDiffer(l, rows[limitName(l)]); why != "" {
			return limitName(l) + ": " + why
		}
	}
	if len(a.Capacity) != len(b.Capacity) {
		return fmt.Sprintf("%d limits, then %d", len(a.Capacity), len(b.Capacity))
	}
	return outagesDiffer(a.Outages, b.Outages)
}

// countsDiffer compares counts. Where only the platform's cap on executed actions
// bounds one, the steps that lead to the piece take a part of it: the greatest
// count is not compared then.
func countsDiffer(f, g facts.Flow) string {
	a, b := f.PerInteraction, g.PerInteraction
	capped := f.BoundedBy == "platformLimit" || g.BoundedBy == "platformLimit" || a.Max > 1000
	if a.Min != b.Min || a.Max != b.Max && !capped || !isClose(a.Expected, b.Expected) {
		return fmt.Sprintf("%+v, then %+v", a, b)
	}
	return ""
}

func limitsDiffer(a, b facts.Limit) string {
	switch {
	case a.Verdict != b.Verdict:
		return fmt.Sprintf("%s, then %s (%s, then %s)", a.Verdict, b.Verdict, demandText(a.Demand), demandText(b.Demand))
	case demandDiffers(a.Demand, b.Demand) || demandDiffers(a.DemandLow, b.DemandLow):
		return fmt.Sprintf("demand %s, then %s (low %s, then %s)", demandText(a.Demand), demandText(b.Demand), demandText(a.DemandLow),
			demandText(b.DemandLow))
	case a.DemandOpen != b.DemandOpen:
		return fmt.Sprintf("open %v, then %v", a.DemandOpen, b.DemandOpen)
	}
	return ""
}

// demandDiffers compares demands. A peak is a quantile of a distribution of whole
// numbers that is fitted to mean and variance: another order of their sums can move
// it by one, and the rounding of large figures by as little.
func demandDiffers(a, b *facts.Demand) bool {
	if a == nil || b == nil {
		return a != b
	}
	return math.Abs(a.Expected-b.Expected) > 0.0011+1e-4*a.Expected || math.Abs(a.Peak-b.Peak) > math.Max(1, 1e-3*a.Peak)
}

func demandText(d *facts.Demand) string {
	if d == nil {
		return "none"
	}
	return fmt.Sprintf("%g, peak %g", d.Expected, d.Peak)
}

func outagesDiffer(a, b []facts.Outage) string {
	if len(a) != len(b) {
		return fmt.Sprintf("%d outages, then %d", len(a), len(b))
	}
	others := outageRows(b)
	for _, o := range a {
		other := others[outageName(o)]
		if o.Verdict != other.Verdict || demandDiffers(o.Slots, other.Slots) {
			return fmt.Sprintf("%s: %s at %s, then %s at %s", outageName(o), o.Verdict, demandText(o.Slots), other.Verdict, demandText(other.Slots))
		}
	}
	return ""
}
