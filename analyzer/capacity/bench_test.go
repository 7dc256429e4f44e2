package capacity

import (
	"fmt"
	"testing"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
)

// Ledger: time and bytes allocated of one go, the newest last. Two cores shared
// with other work, go1.26, so that bytes tell more than times. BenchmarkAssessOneCall
// and WideCounts came first, at 0.3 and 40 ms. The columns after them: flows x data
// actions.
//
//	date        change                       one call        wide counts      1,000 flows x 40  5,000 x 40      1,000 x 1,000  5,000 x 5,000
//	2026-11-26  before                       0.3 ms          40 ms, 20 MB     2.3 s, 719 MB     18 s, 6.4 GB    48 s, 6.6 GB   -
//	2026-11-26  see below                    0.12 ms, 29 kB  11 ms, 3 MB      64 ms, 22 MB      0.5 s, 97 MB    0.2 s, 45 MB   2.5 s, 0.5 GB
//
// Every row, both of its ends, and each step towards its break-even fitted anew
// what the calls of each entry come to; so did, for every data action, its outage
// and those of all others. Now a selection of calls is worked out once, and an
// outage looks at the entries alone that call the data action. What is left at
// 5,000 data actions is mostly the lists of those that an outage affects.
func BenchmarkAssessOneCall(b *testing.B) { benchmarkAssess(b, oneCall("unknown")) }

func BenchmarkAssessWideCounts(b *testing.B) {
	load := Load{Entries: []EntryFlow{{Flow: "F"}, {Flow: "G"}}}
	for i := range load.Entries {
		load.Entries[i].Calls = []Call{
			{DataAction: "A", PerInteraction: Count{Unbounded: true, Mean: 12}, RatePerMinute: 2},
			{DataAction: "B", PerInteraction: Count{Max: 40, Mean: 3}},
		}
	}
	benchmarkAssess(b, load)
}

func BenchmarkAssessManyFlows(b *testing.B) {
	for _, size := range []struct{ flows, actions int }{{1000, 40}, {5000, 40}, {1000, 1000}, {5000, 5000}} {
		b.Run(fmt.Sprintf("%dx%d", size.flows, size.actions), func(b *testing.B) {
			benchmarkAssess(b, manyFlows(size.flows, size.actions))
		})
	}
}

// manyFlows is the load of an organisation in which interactions enter many
// flows of some calls each, that share data actions; every tenth waits in a queue.
func manyFlows(flows, actions int) Load {
	load := Load{Entries: make([]EntryFlow, flows)}
	for i := range load.Entries {
		e := &load.Entries[i]
		e.Flow = fmt.Sprint("Flow ", i)
		for c := range 1 + i%7 {
			variance := float64(1+(i*7+c)%11) / 5
			call := Call{
				DataAction: fmt.Sprint("Action ", (i*13+c*29)%actions), Integration: fmt.Sprint("Integration ", (i*13+c*29)%actions%10),
				PerInteraction: Count{Max: int64(3 + (i+c)%9), Mean: float64(1+(i*3+c)%17) / 8, Variance: &variance},
				Flows:          []string{e.Flow, "Common"},
			}
			if i%10 == 0 && c == 0 {
				call.RatePerMinute = 2
			}
			e.Calls = append(e.Calls, call)
		}
	}
	return load
}

func benchmarkAssess(b *testing.B, load Load) {
	c, err := limits.Load()
	if err != nil {
		b.Fatal(err)
	}
	traffic := Traffic{Licences: Given(800, FromFlag), LicenceType: "cx2-concurrent", MeanWaitSeconds: Given(30, FromFlag)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Assess(c, facts.Org{}, traffic, load); err != nil {
			b.Fatal(err)
		}
	}
}
