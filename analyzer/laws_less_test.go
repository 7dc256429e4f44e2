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

// Less knowledge is never better: where a fact is taken away, no verdict becomes
// ok, no least count rises, and no greatest falls. The greatest count is over what
// the export holds: where another open end is named, it may fall.
func TestLawLessKnowledgeIsNeverBetter(t *testing.T) {
	tryLaw(t, orggen.Options{Around: true}, 60, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		before := reviewOrg(o, traffic)
		for _, less := range some(o.Less(), seed) {
			after := reviewOrg(less.Org, traffic)
			if why := gained(before, after, less); why != "" {
				return fmt.Sprintf("%s: %s", less.What, why)
			}
		}
		return ""
	})
}

// gained tells what a review has that knows less and the one that knows more has
// not: an ok, or tighter bounds.
func gained(more, less *review.Review, by orggen.Change) string {
	rows, known := rowsOf(less), rowsOf(more)
	for _, name := range slices.Sorted(maps.Keys(known)) {
		before := known[name]
		after, there := rows[name]
		if !by.Assumed && before != capacity.OK && (after == capacity.OK || !there && allOK(less)) {
			return fmt.Sprintf("%s was %s, and is %q", name, before, after)
		}
	}
	flows := flowsByName(less)
	for _, f := range more.Flows {
		if g, ok := flows[f.Name]; ok {
			open := by.More || len(g.OpenEnds) > len(f.OpenEnds)
			if tighter(f.PerRun, g.PerRun, open) || tighter(f.PerInteraction, g.PerInteraction, open) {
				return fmt.Sprintf("%s: a run made %+v calls and makes %+v, an interaction %+v and %+v", f.Name, f.PerRun, g.PerRun,
					f.PerInteraction, g.PerInteraction)
			}
		}
	}
	return ""
}

// allOK reports whether nothing in a review is other than ok.
func allOK(r *review.Review) bool {
	for _, verdict := range rowsOf(r) {
		if verdict != capacity.OK {
			return false
		}
	}
	return true
}

// tighter reports whether the second range leaves out what the first allows; open
// is set where it says so of its greatest count.
func tighter(a, b facts.Range, open bool) bool { return b.Min > a.Min || b.Max < a.Max && !open }
