package interaction_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

func everyFlow(int) bool { return true }

// TestRunsStayInBounds runs interactions through random organisations, with and without
// ways back: no flow runs more often or more seldom than Runs says.
func TestRunsStayInBounds(t *testing.T) {
	again := 0
	for seed := range 1500 {
		r := rand.New(rand.NewPCG(uint64(seed), 41))
		flows := flowgen.RandomOrg(r, 2+r.IntN(4), 4+r.IntN(10), seed%3 == 0, seed%2 == 0)
		net, w := join(flows)
		w.choose, w.fails = r.IntN, func() bool { return r.IntN(60) == 0 }
		runs := net.Runs([]int{0}, everyFlow)
		w.shared = net.Total(0).Recursive
		for range 30 {
			clear(w.runs)
			_, ended := w.run(flows[0])
			for i, f := range flows {
				b, n := runs.Of(0, i), int64(w.runs[f.Name])
				if n > b.Max || ended && n < b.Min {
					t.Fatalf("seed %d: %s runs %d times (ended: %v), the bounds are %+v", seed, f.Name, n, ended, b)
				}
				if n > 1 {
					again++
				}
			}
		}
	}
	if again < 500 {
		t.Errorf("flows ran only %d times more than once", again)
	}
}

// TestRunsAttained makes every interaction that is possible in small organisations: the
// least and the greatest number of runs are exactly those that Runs says.
func TestRunsAttained(t *testing.T) {
	complete, several := 0, 0
	for seed := range 2500 {
		r := rand.New(rand.NewPCG(uint64(seed), 42))
		flows := flowgen.RandomOrg(r, 2+r.IntN(3), 2+r.IntN(5), true, false)
		net, w := join(flows)
		w.cap = 100_000
		low, high := make([]int64, len(flows)), make([]int64, len(flows))
		for i := range low {
			low[i] = math.MaxInt64
		}
		all := oracle.EveryChoice(5000, func(choose oracle.Chooser) {
			w.choose = choose
			clear(w.runs)
			w.run(flows[0])
			for i, f := range flows {
				n := int64(w.runs[f.Name])
				low[i], high[i] = min(low[i], n), max(high[i], n)
			}
		})
		if !all {
			continue
		}
		complete++
		runs := net.Runs([]int{0}, everyFlow)
		for i, f := range flows {
			if b := runs.Of(0, i); b.Min != low[i] || b.Max != high[i] {
				t.Fatalf("seed %d: %s runs %d to %d times, the bounds are %+v", seed, f.Name, low[i], high[i], b)
			}
			if high[i] > 1 {
				several++
			}
		}
	}
	if complete < 2000 || several < 20 {
		t.Errorf("only %d organisations were run completely, in which %d flows run several times", complete, several)
	}
}

// Flows that lead back to one another run as often as the cap lets them, and so does what
// they lead to; the one that is entered runs once at least.
func TestRunsAround(t *testing.T) {
	flows := decodeAll(t, inbound("A", toFlow("B"), end), inbound("B", either(toFlow("A"), queue), end), inQueue("Hold", call, end))
	runs := interaction.Join(flows, []facts.Queue{{Name: "Sales", CallFlow: "Hold"}}).Runs([]int{0}, everyFlow)
	for i, want := range [][2]int64{{1, 11_001}, {0, 11_001}, {0, 11_000}} {
		if b := runs.Of(0, i); b.Min != want[0] || b.Max != want[1] {
			t.Errorf("flow %d runs %d to %d times, want %d to %d", i, b.Min, b.Max, want[0], want[1])
		}
	}
}
