package capacity

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

// oneCall is the question that people ask: one data action on every new interaction.
func oneCall(platformAPI string) Load {
	timeout := DefaultTimeoutSeconds
	return Load{Entries: []EntryFlow{{
		Flow: "Main", Calls: []Call{{
			DataAction: "Get Customer", Integration: "CRM", PerInteraction: Exactly(1), OwnTimeoutSeconds: &timeout,
			Definition: &facts.Definition{Name: "Get Customer", PlatformAPI: platformAPI}, Flows: []string{"Main"},
		}},
	}}}
}

func assess(t *testing.T, org facts.Org, traffic Traffic, load Load) Result {
	t.Helper()
	c, err := limits.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Assess(c, org, traffic, load)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func row(t *testing.T, r Result, key string) facts.Limit {
	t.Helper()
	for _, l := range r.Limits {
		if l.Limit.Key == key {
			return l
		}
	}
	t.Fatalf("no row for %s", key)
	return facts.Limit{}
}

const (
	volume = "requests.volume.max"
	slots  = "actions.concurrent.executions.max"
	token  = "client.credentials.token.rate.per.minute"
	month  = "api.requests.per.month"
)

func near(t *testing.T, what string, got *float64, want, tolerance float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > tolerance {
		t.Errorf("%s: %v, want %g", what, show(got), want)
	}
}

// roundDown gives one decimal, to the safe side.
func roundDown(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return math.Floor(10**v) / 10
}

func show(v *float64) string {
	if v == nil {
		return "nothing"
	}
	return fmt.Sprint(*v)
}

// The example of the JSON report's contract: 800 concurrent licences.
func TestContractExample(t *testing.T) {
	r := assess(t, facts.Org{}, Traffic{Licences: Given(800, FromFlag), LicenceType: "cx2-concurrent"}, oneCall("no"))
	v := row(t, r, volume)
	if v.Demand == nil || v.Demand.Expected != 136 || v.Demand.Peak != 173 || v.DemandLow != nil {
		t.Errorf("demand %+v, low %+v", v.Demand, v.DemandLow)
	}
	near(t, "utilisation", v.Utilisation, 0.069, 0)
	near(t, "headroom", v.Headroom, 14.4, 0)
	if v.Verdict != OK || v.Limit.Source != "default" || v.Limit.Value != 2500 {
		t.Errorf("row %+v", v)
	}
	for _, want := range []string{"136 interactions per minute, from 800 licences", "300 s (default)", "0.85 (default)"} {
		if !strings.Contains(strings.Join(v.Assumptions, "\n"), want) {
			t.Errorf("assumptions do not say %q:\n%s", want, strings.Join(v.Assumptions, "\n"))
		}
	}
}

// The worked example of docs/methods/capacity.md: three pairs of handling time
// and occupancy, every figure of its table.
func TestWorkedExample(t *testing.T) {
	tests := []struct {
		aht, occupancy      float64
		perSecond, expected float64
		peak                float64
		share               float64       // of the volume limit, per cent
		slots               [3][2]float64 // at 1, 5 and 15 s: mean and peak
		outage, safe, calls float64
	}{
		{180, 0.90, 4.00, 240, 289, 12, [3][2]float64{{4, 11}, {20, 35}, {60, 85}}, 240, 7.9, 8.7},
		{300, 0.85, 2.27, 136, 173, 7, [3][2]float64{{2, 8}, {11, 23}, {34, 53}}, 136, 14.0, 14.5},
		{600, 0.80, 1.07, 64, 90, 4, [3][2]float64{{1, 5}, {5, 14}, {16, 30}}, 64, 29.7, 27.8},
	}
	for _, tt := range tests {
		traffic := Traffic{
			Licences: Given(800, FromFlag), LicenceType: "cx1-concurrent",
			AHTSeconds: Given(tt.aht, FromFlag), Occupancy: Given(tt.occupancy, FromFlag),
		}
		r := assess(t, facts.Org{}, traffic, oneCall("no"))
		v := row(t, r, volume)
		if math.Round(v.Demand.Expected/60*100)/100 != tt.perSecond || v.Demand.Expected != tt.expected || v.Demand.Peak != tt.peak {
			t.Errorf("AHT %g: demand %+v", tt.aht, *v.Demand)
		}
		if got := math.Round(100 * *v.Utilisation); got != tt.share {
			t.Errorf("AHT %g: %g %% of the volume limit, want %g", tt.aht, got, tt.share)
		}
		near(t, "calls per interaction", v.BreakEven.CallsPerInteraction, tt.calls, 0.05)
		for i, latency := range []float64{1, 5, 15} {
			traffic.LatencySeconds = Given(latency, FromFlag)
			s := row(t, assess(t, facts.Org{}, traffic, oneCall("no")), slots)
			if math.Round(s.Demand.Expected) != tt.slots[i][0] || s.Demand.Peak != tt.slots[i][1] {
				t.Errorf("AHT %g, latency %g: slots %+v, want %v", tt.aht, latency, *s.Demand, tt.slots[i])
			}
			if got := roundDown(s.BreakEven.LatencySeconds); got != tt.safe {
				t.Errorf("AHT %g: longest latency %g, want %g", tt.aht, got, tt.safe)
			}
		}
		o := r.Outages[0]
		if math.Round(o.Slots.Expected) != tt.outage || o.Verdict != Exceeded {
			t.Errorf("AHT %g: outage %+v", tt.aht, o)
		}
		if got := *o.SafeTimeoutSeconds; got != math.Floor(tt.safe) {
			t.Errorf("AHT %g: safe timeout %g, want %g", tt.aht, got, math.Floor(tt.safe))
		}
		if tt.aht == 300 {
			near(t, "refused", o.Refused, 0.64, 0.005)
		}
	}
}

// The rest of the worked example: the volume limit's share of the token bands,
// and fair use.
func TestWorkedExampleOfThePlatformAPI(t *testing.T) {
	r := assess(t, facts.Org{}, Traffic{Licences: Given(800, FromFlag), LicenceType: "cx1-concurrent"}, oneCall("yes"))
	if got := row(t, r, token).Demand.Expected / 300; math.Round(100*got) != 45 {
		t.Errorf("mean share of one token %g, want 0.45", got)
	}
	m := row(t, r, month)
	if m.Limit.Value != 78_000_000 {
		t.Errorf("allowance %g", m.Limit.Value)
	}
	if got := m.Demand.Expected; math.Round(got/1e4) != 596 {
		t.Errorf("round the clock %g", got)
	}
	if got := m.DemandLow.Expected; math.Round(got/1e4) != 180 {
		t.Errorf("one shift %g", got)
	}
	if got := m.Demand.Expected / m.Limit.Value; math.Round(1000*got) != 76 {
		t.Errorf("share of the allowance %g", got)
	}
	near(t, "calls per interaction", m.BreakEven.CallsPerInteraction, 13.1, 0.05)
	if m.Verdict != OK {
		t.Errorf("verdict %s", m.Verdict)
	}
	for licence, want := range map[string]float64{"cx2-concurrent": 114.4e6, "cx3-concurrent": 145.6e6} {
		r := assess(t, facts.Org{}, Traffic{Licences: Given(800, FromFlag), LicenceType: licence}, oneCall("yes"))
		if got := row(t, r, month).Limit.Value; got != want {
			t.Errorf("%s allows %g, want %g", licence, got, want)
		}
	}
	three := oneCall("yes")
	three.Entries[0].Calls[0].PerInteraction = Exactly(3)
	r = assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(136, FromFlag)}, three)
	if got := row(t, r, token); got.Demand.Expected != 408 || got.Verdict != Warning {
		t.Errorf("three calls on one token: %+v", got)
	}
	if got := row(t, r, "observed.data.actions.rate.per.minute"); got.Verdict != OK {
		t.Errorf("three calls in the observed band: %+v", got)
	}
	if got := row(t, r, "org.app.user.rate.per.minute"); math.Round(100*got.Demand.Expected/3000) != 14 {
		t.Errorf("three calls of one client: %+v", got)
	}
}

// Section 2.6 of the same: what the slots carry and where the two limits meet.
func TestSlotFigures(t *testing.T) {
	if got := prob.ErlangBLoad(0.01, 50); math.Abs(got-37.9) > 0.15 {
		t.Errorf("50 slots carry %g erlangs at 1 %%", got)
	}
	if got := prob.ErlangBLoad(0.001, 50); math.Abs(got-32.5) > 0.15 {
		t.Errorf("50 slots carry %g erlangs at 0.1 %%", got)
	}
}
