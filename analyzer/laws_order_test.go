package analyzer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/demand"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// Order changes nothing: neither that of files, records and tasks nor that of the
// configuration's entries, nor what flows and files are called.
func TestLawOrderChangesNothing(t *testing.T) {
	tryLaw(t, orggen.Options{Around: true}, 40, func(o orggen.Org, seed uint64) string {
		r := rand.New(rand.NewPCG(seed, 23))
		traffic := lawTraffic(seed)
		traffic.Entries = lawShares(o, r)
		before := reviewOrg(o, traffic)
		mixed := traffic
		mixed.Entries = slices.Clone(traffic.Entries)
		slices.Reverse(mixed.Entries)
		after := reviewFiles(orggen.ShuffledFiles(r, o.Shuffled(r).Files()), analyzer.Options{Traffic: demand.Options{Traffic: mixed}, Jobs: 3})
		if why := differs(before, after); why != "" {
			return "in another order: " + why
		}
		if why := sentencesDiffer(before, after); why != "" {
			return "in another order: " + why
		}
		named, was := o.Renamed(r)
		after = reviewOrg(named, renamedTraffic(traffic, was))
		for i := range after.Flows {
			after.Flows[i].Name = was[after.Flows[i].Name]
		}
		if why := differs(before, after); why != "" {
			return "under other names: " + why
		}
		alike := reviewOrg(o.Alike(), traffic)
		for i := range alike.Flows {
			alike.Flows[i].Name = nameOf(o, alike.Flows[i].ID)
		}
		if why := differs(before, alike); why != "" {
			return "with the in-queue flow called like another: " + why
		}
		return ""
	})
}

// nameOf is the name of the flow that has that id.
func nameOf(o orggen.Org, id string) string {
	for _, f := range o.Flows {
		if orggen.ID(f.Name) == id {
			return f.Name
		}
	}
	return ""
}

// lawShares are shares of the traffic for some of the flows in which interactions
// start.
func lawShares(o orggen.Org, r *rand.Rand) []capacity.EntryTraffic {
	var out []capacity.EntryTraffic
	for _, e := range o.Entries {
		if r.IntN(2) == 0 && !slices.ContainsFunc(out, func(t capacity.EntryTraffic) bool { return t.Flow == e.Flow }) {
			out = append(out, capacity.EntryTraffic{Flow: e.Flow, Share: capacity.Given(0.1+0.2*r.Float64(), capacity.FromConfig)})
		}
	}
	return out
}

func renamedTraffic(t capacity.Traffic, was map[string]string) capacity.Traffic {
	now := make(map[string]string)
	for name, old := range was {
		now[old] = name
	}
	t.Entries = slices.Clone(t.Entries)
	for i := range t.Entries {
		t.Entries[i].Flow = now[t.Entries[i].Flow]
	}
	return t
}

// sentencesDiffer compares what two reviews say they rest on.
func sentencesDiffer(a, b *review.Review) string {
	one, other := slices.Sorted(slices.Values(a.Assumptions)), slices.Sorted(slices.Values(b.Assumptions))
	if !slices.Equal(one, other) {
		return fmt.Sprintf("assumptions\n%q\n%q", one, other)
	}
	return ""
}
