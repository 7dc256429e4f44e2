package simulate

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func tenCalls() Setup {
	actions := make([]Action, 10)
	calls := make([]int, 10)
	for i := range actions {
		actions[i] = Action{Latency: LogNormal{0.8, 1}, TimeoutSeconds: 10, FailureShare: 0.01}
		calls[i] = i
	}
	return Setup{
		Seed: 1, Minutes: 30, WarmUp: 5, Actions: actions,
		Entries: []Arrivals{{Name: "Main", PerMinute: 2000, Source: Sequence(calls, Exponential(5), 1, Constant(2))}},
		Limits:  []Limit{{Name: "slots", Kind: Slots, Value: 400}, {Name: "volume", Kind: PerMinute, Value: 25000}},
	}
}

func TestSameSeedSameReport(t *testing.T) {
	text := func(seed uint64) string {
		c := tenCalls()
		c.Minutes, c.Seed = 5, seed
		b, err := json.Marshal(run(t, c))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if one, again := text(1), text(1); one != again {
		t.Error("the same seed gives two reports")
	}
	if text(1) == text(2) {
		t.Error("two seeds give the same report")
	}
}

func TestSpikesMultiplyArrivals(t *testing.T) {
	c := tenCalls()
	c.Limits = []Limit{{Kind: PerMinute}}
	c.Entries[0].Source = Sequence([]int{0}, nil, 0, nil)
	c.Spikes = []Spike{{From: 10, To: 15, Factor: 3}}
	r := run(t, c)
	for i, n := range r.Limits[0].Attempts {
		want := 2000.0
		if i >= 10 && i < 15 {
			want = 6000
		}
		if math.Abs(n-want) > 5*math.Sqrt(want) {
			t.Errorf("minute %d: %g attempts, want %g", i, n, want)
		}
	}
}

// An endpoint that goes dark for five minutes takes the slots of the others.
func TestOutageTakesSlotsOfOthers(t *testing.T) {
	c := Setup{
		Seed: 2, Minutes: 20, WarmUp: 2,
		Actions: []Action{{Name: "dark", Latency: Constant(1), TimeoutSeconds: 60}, {Name: "bright", Latency: Constant(1), TimeoutSeconds: 60}},
		Entries: []Arrivals{
			{PerMinute: 136, Source: Sequence([]int{0}, nil, 0, nil)}, {PerMinute: 60, Source: Sequence([]int{1}, nil, 0, nil)},
		},
		Limits: []Limit{{Kind: Slots, Value: 50}},
	}
	if r := run(t, c); r.Actions[1].Refused != 0 {
		t.Fatalf("refused on a usual day: %+v", r.Actions)
	}
	c.Outages = []Outage{{Action: 0, From: 5, To: 10}}
	r := run(t, c)
	if r.Actions[1].Refused < 100 || r.Actions[0].TimedOut < 100 {
		t.Errorf("the outage spares the other action: %+v", r.Actions)
	}
}

func TestBooksBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := tenCalls()
		c.Seed = rapid.Uint64().Draw(t, "seed")
		c.Minutes, c.WarmUp = 3, 0
		c.Entries[0].PerMinute = rapid.Float64Range(0, 300).Draw(t, "rate")
		c.Limits[0].Value = rapid.IntRange(0, 60).Draw(t, "slots")
		c.Limits[1].Value = rapid.IntRange(0, 1500).Draw(t, "volume")
		c.Limits = append(c.Limits, Limit{Kind: Slots, Value: 2, Members: []int{3, 4}})
		r, err := Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Actions {
			if a.Attempts != a.Refused+a.Executions || a.Executions < a.Succeeded+a.Failed+a.TimedOut {
				t.Fatalf("books of %+v do not balance", a)
			}
		}
		for _, l := range r.Limits {
			if l.Value > 0 && l.Kind == Slots && len(l.BusyTime) > l.Value+1 {
				t.Fatalf("%d slots busy of %d", len(l.BusyTime)-1, l.Value)
			}
			if l.RefusedShare < 0 || l.RefusedShare > 1 {
				t.Fatalf("share %g", l.RefusedShare)
			}
		}
		if r.Ended > r.Interactions {
			t.Fatalf("%d of %d ended", r.Ended, r.Interactions)
		}
	})
}

func TestQueueGivesTheEarliestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOf(rapid.Float64Range(0, 100)).Draw(t, "times")
		var q queue
		for i, at := range times {
			q.push(event{at, int32(i)})
		}
		slices.Sort(times)
		for _, want := range times {
			if got := q.pop().at; got != want {
				t.Fatalf("popped %g, want %g", got, want)
			}
		}
	})
}

func TestCountedLoop(t *testing.T) {
	// Two rounds of three rounds of a call: six calls, the inner loop anew each time.
	c := &Chain{States: []State{
		{Kind: BranchState, Rounds: 2, Next: To(1), OnFailure: To(4)},
		{Kind: BranchState, Resets: []int{2}, Next: To(2)},
		{Kind: BranchState, Rounds: 3, Next: To(3), OnFailure: To(0)},
		{Kind: CallState, Next: To(2)},
		{},
	}}
	r := run(t, Setup{Minutes: 50, Entries: []Arrivals{{PerMinute: 20, Source: c}}, Actions: []Action{{Latency: Constant(0.001)}}})
	if r.CallsPerInteraction != 6 {
		t.Errorf("%g calls per interaction, want 6", r.CallsPerInteraction)
	}
}

// A walk that takes no time and never ends is ended.
func TestEndlessWalksEnd(t *testing.T) {
	loop := &Chain{States: []State{{Kind: BranchState, Next: To(0)}}}
	retry := Sequence([]int{0}, nil, 1_000_000, nil)
	for _, source := range []*Chain{loop, retry} {
		c := Setup{Minutes: 2, Entries: []Arrivals{{PerMinute: 30, Source: source}}, Actions: []Action{{Latency: Constant(600)}},
			Limits: []Limit{{Kind: Slots, Value: 1}}}
		if r := run(t, c); r.Ended == 0 {
			t.Errorf("none of %d interactions ended", r.Interactions)
		}
	}
}

func TestLatencies(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, l := range []Latency{Constant(2), Exponential(2), LogNormal{2, 1}, Samples{1, 2, 3}} {
		sum := 0.0
		for range 200000 {
			sum += l.Draw(rng)
		}
		if got := sum / 200000; l.Mean() != 2 || math.Abs(got-2) > 0.03 {
			t.Errorf("%T: mean %g, drawn %g", l, l.Mean(), got)
		}
	}
}

func TestConfigurationsThatMakeNoSense(t *testing.T) {
	bad := map[string]func(*Setup){
		"cannot be simulated": func(c *Setup) { c.Minutes = 0 },
		"arrivals per minute": func(c *Setup) { c.Entries[0].PerMinute = math.NaN() },
		"no latency":          func(c *Setup) { c.Actions[0].Latency = nil },
		"counts action 99":    func(c *Setup) { c.Limits[0].Members = []int{99} },
		"outage of action 3":  func(c *Setup) { c.Outages = []Outage{{Action: 3}}; c.Actions[3].TimeoutSeconds = 0 },
		"spike by factor":     func(c *Setup) { c.Spikes = []Spike{{Factor: -1}} },
		"state 0 calls":       func(c *Setup) { c.Entries[0].Source = &Chain{States: []State{{Kind: CallState, Action: 99}}} },
		"an edge to state 9":  func(c *Setup) { c.Entries[0].Source = &Chain{States: []State{{Next: To(9)}}} },
	}
	for want, spoil := range bad {
		c := tenCalls()
		spoil(&c)
		if _, err := Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestCancelAndProgress(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := tenCalls()
	var shares []float64
	c.Progress = func(share float64) {
		if shares = append(shares, share); len(shares) == 3 {
			cancel()
		}
	}
	if _, err := Run(ctx, c); !errors.Is(err, context.Canceled) || len(shares) != 3 || shares[2] <= shares[0] {
		t.Errorf("error %v after %v", err, shares)
	}
}

// One core of a shared build machine, go1.26, November 2026; the rate is by the
// minute of wall time, and a core to itself gave nine million:
//
//	BenchmarkTenCalls  2,500,000 interactions/min
func BenchmarkTenCalls(b *testing.B) {
	total := 0
	for b.Loop() {
		r, err := Run(context.Background(), tenCalls())
		if err != nil {
			b.Fatal(err)
		}
		total += r.Interactions
	}
	b.ReportMetric(float64(total)/b.Elapsed().Minutes(), "interactions/min")
}
