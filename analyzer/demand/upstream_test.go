package demand

import (
	"fmt"
	"slices"
	"testing"

	"archlint/analyzer/facts"
)

// linked are flows that lead to one another as told, and all call one data action.
func linked(next map[int][]int, n int) []*Flow {
	flows := make([]*Flow, n)
	for i := range flows {
		flows[i] = &Flow{next: next[i]}
		flows[i].Facts.Name = fmt.Sprintf("F%02d", i)
		flows[i].Facts.Calls = []facts.Call{{DataAction: "Get", Integration: "Shop", PerRun: facts.Range{Min: 1}},
			{DataAction: fmt.Sprint("Own ", i), PerRun: facts.Range{Min: 1}}}
	}
	return flows
}

func TestUpstream(t *testing.T) {
	hub := map[int][]int{}
	for i := 1; i < 20; i++ {
		hub[0] = append(hub[0], i)
		hub[i] = []int{0}
	}
	for name, tt := range map[string]struct {
		next map[int][]int
		n    int
		want map[int]string
	}{
		"chain":         {map[int][]int{0: {1}, 1: {2}}, 3, map[int]string{0: "", 1: "[F00] false", 2: "[F00 F01] false"}},
		"diamond":       {map[int][]int{0: {1, 2}, 1: {3}, 2: {3}}, 4, map[int]string{1: "[F00] false", 3: "[F00 F01 F02] false"}},
		"itself":        {map[int][]int{0: {0}}, 1, map[int]string{0: ""}},
		"pair":          {map[int][]int{0: {1}, 1: {0}}, 2, map[int]string{0: "[F01] false", 1: "[F00] false"}},
		"hub":           {hub, 20, map[int]string{0: "[F01 F02 F03 F04] true", 3: "[F00 F01 F02 F04] true"}},
		"against order": {map[int][]int{3: {2}, 2: {1}, 1: {0}}, 4, map[int]string{0: "[F01 F02 F03] false", 3: ""}},
		"five":          {map[int][]int{0: {5}, 1: {5}, 2: {5}, 3: {5}, 4: {5}}, 6, map[int]string{5: "[F00 F01 F02 F03] true"}},
		"apart":         {map[int][]int{0: {1}}, 3, map[int]string{2: ""}},
	} {
		flows := linked(tt.next, tt.n)
		markUpstream(flows)
		for i, want := range tt.want {
			got := ""
			if list := flows[i].Facts.RanBefore; len(list) > 0 {
				got = fmt.Sprint(list[0].Flows, " ", list[0].More)
			}
			if got != want {
				t.Errorf("%s, flow %d: %s, want %s", name, i, got, want)
			}
		}
	}
}

// TestUpstreamByReach holds the one pass to what each flow reaches by itself.
func TestUpstreamByReach(t *testing.T) {
	for seed := range 200 {
		next, n := map[int][]int{}, 8
		for i := range n {
			for j := range n {
				if (seed*31+i*17+j*7+i*j*seed)%9 == 0 {
					next[i] = append(next[i], j)
				}
			}
		}
		flows := linked(next, n)
		markUpstream(flows)
		for i := range flows {
			var want []string
			for j := range flows {
				if j != i && slices.Contains(reachOf(next, j), i) {
					want = append(want, flows[j].Facts.Name)
				}
			}
			var got []string
			more := false
			if list := flows[i].Facts.RanBefore; len(list) > 0 {
				got, more = list[0].Flows, list[0].More
			}
			if !slices.Equal(got, want[:min(len(want), mostUpstream)]) || more != (len(want) > mostUpstream) {
				t.Fatalf("seed %d, flow %d: %v %v, want %v", seed, i, got, more, want)
			}
		}
	}
}

func reachOf(next map[int][]int, from int) []int {
	var out []int
	work := slices.Clone(next[from])
	for len(work) > 0 {
		at := work[0]
		work = work[1:]
		if !slices.Contains(out, at) {
			out = append(out, at)
			work = append(work, next[at]...)
		}
	}
	return out
}
