package analyzer_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Counts per interaction are those of the interactions: how the work is cut into flows
// changes none of a data action's, together they are those of the entry flow, and no
// call site runs more often than its data action.
func TestLawCountsPerInteraction(t *testing.T) {
	tryLaw(t, orggen.Options{Told: true, Whole: true}, 40, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		whole := reviewOrg(o, traffic)
		if why := perInteractionBroken(whole); why != "" {
			return why
		}
		for _, cut := range some(o.Cuts(), seed) {
			after := reviewOrg(cut.Org, traffic)
			if why := perInteractionBroken(after); why != "" {
				return cut.What + ": " + why
			}
			if why := actionsDiffer(whole, after); why != "" {
				return cut.What + ": " + why
			}
		}
		return ""
	})
}

// actionRanges are the counts per interaction by data action, over the records of all
// flows; capped is set where only the platform bounds the actions of some flow.
func actionRanges(r *review.Review) (ranges map[[2]string]facts.Range, capped bool) {
	ranges = make(map[[2]string]facts.Range)
	for _, f := range r.Flows {
		capped = capped || f.MaxActions == nil
		for _, s := range f.PerDataAction {
			if s.PerInteraction == nil {
				continue
			}
			key := [2]string{s.Name, s.Integration}
			one, known := ranges[key]
			if known {
				one = facts.Range{Min: min(one.Min, s.PerInteraction.Min), Expected: max(one.Expected, s.PerInteraction.Expected), Max: max(one.Max,
					s.PerInteraction.Max)}
			} else {
				one = *s.PerInteraction
			}
			ranges[key] = one
		}
	}
	return ranges, capped
}

// actionsDiffer tells which data action runs more or less often in one review than in
// another of the same work.
func actionsDiffer(a, b *review.Review) string {
	before, cappedBefore := actionRanges(a)
	after, cappedAfter := actionRanges(b)
	for _, key := range slices.SortedFunc(maps.Keys(before), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		x, y := before[key], after[key]
		if x.Min != y.Min || x.Max != y.Max && !cappedBefore && !cappedAfter && max(x.Max, y.Max) <= 1000 || !isClose(x.Expected, y.Expected) {
			return fmt.Sprintf("data action %q: %+v, then %+v", key, x, y)
		}
	}
	return ""
}

// perInteractionBroken tells which record contradicts another.
func perInteractionBroken(r *review.Review) string {
	entries, total := 0, 0.0
	for _, f := range r.Flows {
		if f.Entry || f.Type == "workflow" { // which counts as begun where nothing tells what starts it
			entries++
			total = f.PerInteraction.Expected
		}
		actions := map[[2]string]*facts.Range{}
		for _, s := range f.PerDataAction {
			actions[[2]string{s.Name, s.Integration}] = s.PerInteraction
			if n := s.PerInteraction; f.Entry && (n == nil || n.Max < n.Min || s.Line == 0) {
				return fmt.Sprintf("%s: data action %+v: per interaction %+v", f.Name, s, n)
			}
		}
		for _, c := range f.Calls {
			all := actions[[2]string{c.DataAction, c.Integration}]
			if (all == nil) != (c.PerInteraction == nil) || all != nil && (c.PerInteraction.Max > all.Max ||
				c.PerInteraction.Expected > all.Expected+1e-9) {
				return fmt.Sprintf("%s: call %s: per interaction %+v, its data action %+v", f.Name, c.Name, c.PerInteraction, all)
			}
		}
	}
	ranges, _ := actionRanges(r)
	sum := 0.0
	for _, key := range slices.SortedFunc(maps.Keys(ranges), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		sum += ranges[key].Expected
	}
	if entries == 1 && !isClose(sum, total) {
		return fmt.Sprintf("data actions are expected %g times, the only entry flow says %g", sum, total)
	}
	return ""
}

// A low utilisation that is not open is ok: nothing else can be the reason for another
// verdict.
func TestLawClosedUtilisationIsOK(t *testing.T) {
	open := 0
	tryLaw(t, orggen.Options{Around: true}, 60, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		reviews := []*review.Review{reviewOrg(o, traffic)}
		for _, less := range some(o.Less(), seed) {
			reviews = append(reviews, reviewOrg(less.Org, traffic))
		}
		for _, r := range reviews {
			for _, l := range r.Capacity {
				if l.UtilisationOpen {
					open++
				}
				if l.Utilisation != nil && *l.Utilisation < capacity.WarningAt && !l.UtilisationOpen && l.Verdict != capacity.OK {
					return fmt.Sprintf("%s is at %g, not open, and %s", limitName(l), *l.Utilisation, l.Verdict)
				}
			}
		}
		return ""
	})
	if open == 0 {
		t.Error("no utilisation is open")
	}
}
