package capacity

import (
	"testing"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
)

// Two cores of a shared build machine, go1.26, November 2026:
//
//	BenchmarkAssessOneCall     0.3 ms/op
//	BenchmarkAssessWideCounts  40 ms/op
func BenchmarkAssessOneCall(b *testing.B) { benchmarkAssess(b, oneCall("unknown")) }

func BenchmarkAssessWideCounts(b *testing.B) {
	load := Load{Entries: []Entry{{Flow: "F"}, {Flow: "G"}}}
	for i := range load.Entries {
		load.Entries[i].Calls = []Call{
			{DataAction: "A", PerInteraction: Count{Unbounded: true, Mean: 12}, RatePerMinute: 2},
			{DataAction: "B", PerInteraction: Count{Max: 40, Mean: 3}},
		}
	}
	benchmarkAssess(b, load)
}

func benchmarkAssess(b *testing.B, load Load) {
	c, err := limits.Load()
	if err != nil {
		b.Fatal(err)
	}
	traffic := Traffic{Licences: Given(800, FromFlag), LicenceType: "cx2-concurrent", MeanWaitSeconds: Given(30, FromFlag)}
	for b.Loop() {
		if _, err := Assess(c, facts.Org{}, traffic, load); err != nil {
			b.Fatal(err)
		}
	}
}
