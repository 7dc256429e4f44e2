package capacity

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

func TestWithoutTrafficTheBreakEvenIsStillGiven(t *testing.T) {
	r := assess(t, facts.Org{}, Traffic{}, oneCall("yes"))
	v := row(t, r, volume)
	if v.Demand != nil || v.Utilisation != nil || v.Headroom != nil || v.Verdict != Unknown {
		t.Errorf("row %+v", v)
	}
	most := prob.PoissonMean(2500, 0.999)
	near(t, "interactions", v.BreakEven.InteractionsPerMinute, most, 0.01)
	near(t, "licences", v.BreakEven.Licences, most/0.17, 0.1)
	if s := row(t, r, slots); s.BreakEven.LatencySeconds != nil {
		t.Errorf("a break-even latency without traffic: %g", *s.BreakEven.LatencySeconds)
	}
	if !strings.Contains(strings.Join(r.Assumptions, "\n"), "No traffic figure is known") {
		t.Errorf("assumptions %q", r.Assumptions)
	}
}

// Calls that only repeat while interactions wait reach a limit by how many wait,
// whatever the interactions.
func TestOnlyWaitingInteractionsCall(t *testing.T) {
	load := Load{Entries: []EntryFlow{{Flow: "F",
		Calls: []Call{{DataAction: "A", RatePerMinute: 2, Definition: &facts.Definition{PlatformAPI: "yes"}}}}}}
	for _, traffic := range []Traffic{{}, {InteractionsPerMinute: Given(50, FromFlag)}} {
		b := row(t, assess(t, facts.Org{}, traffic, load), token).BreakEven
		near(t, "waiting", b.WaitingInteractions, prob.PoissonMean(150, 0.999), 0.01)
		if b.InteractionsPerMinute != nil {
			t.Errorf("reached at %g interactions, which call nothing", *b.InteractionsPerMinute)
		}
	}
}

// Plugged back in, a break-even reaches the limit without passing it, and a
// little more passes it.
func TestBreakEvensReproduceTheLimit(t *testing.T) {
	variance := 1.4
	loads := map[string]Load{
		"one call": oneCall("yes"),
		"varying": {Entries: []EntryFlow{{Flow: "F",
			Calls: []Call{{DataAction: "A", PerInteraction: Count{Max: 9, Mean: 2.2, Variance: &variance}}}}}},
		"unbounded": {Entries: []EntryFlow{{Flow: "F", Calls: []Call{{DataAction: "A", PerInteraction: Count{Unbounded: true, Mean: 3}}}}}},
	}
	traffic := Traffic{InteractionsPerMinute: Given(100, FromFlag), MeanWaitSeconds: Given(0, FromFlag),
		OpenHoursPerMonth: Given(300, FromFlag),
		LicenceType:       "cx2", Licences: Given(90, FromFlag)}
	for name, load := range loads {
		for _, l := range assess(t, facts.Org{}, traffic, load).Limits {
			at := l.BreakEven.InteractionsPerMinute
			if at == nil {
				t.Errorf("%s: no break-even for %s", name, l.Limit.Key)
				continue
			}
			peak := func(perMinute float64) float64 {
				traffic := traffic
				traffic.InteractionsPerMinute = Given(perMinute, FromFlag)
				return row(t, assess(t, facts.Org{}, traffic, load), l.Limit.Key).Demand.Peak
			}
			if got := peak(*at); got > l.Limit.Value || got < l.Limit.Value*0.999-12 {
				t.Errorf("%s: %s peaks at %g at its break-even, limit %g", name, l.Limit.Key, got, l.Limit.Value)
			}
			if got := peak(*at * 1.001); got <= l.Limit.Value {
				t.Errorf("%s: %s peaks at %g above its break-even, limit %g", name, l.Limit.Key, got, l.Limit.Value)
			}
		}
	}
}

func TestBreakEvenOfLicencesLatencyAndWaitReproduceTheLimit(t *testing.T) {
	load := oneCall("no")
	load.Entries[0].Calls[0].RatePerMinute = 4
	base := Traffic{Licences: Given(800, FromFlag), WaitingInteractions: Given(20, FromFlag)}
	r := assess(t, facts.Org{}, base, load)
	peak := func(change func(*Traffic), key string) float64 {
		traffic := base
		change(&traffic)
		return row(t, assess(t, facts.Org{}, traffic, load), key).Demand.Peak
	}
	v, s := row(t, r, volume).BreakEven, row(t, r, slots).BreakEven
	if got := peak(func(t *Traffic) { t.Licences = Given(*v.Licences, FromFlag) }, volume); got > 2500 || got < 2495 {
		t.Errorf("licences %g peak at %g", *v.Licences, got)
	}
	if got := peak(func(t *Traffic) { t.WaitingInteractions = Given(*v.WaitingInteractions, FromFlag) }, volume); got > 2500 || got < 2490 {
		t.Errorf("waiting %g peak at %g", *v.WaitingInteractions, got)
	}
	if got := peak(func(t *Traffic) { t.LatencySeconds = Given(*s.LatencySeconds, FromFlag) }, slots); got != 50 {
		t.Errorf("latency %g peaks at %g", *s.LatencySeconds, got)
	}
	if got := peak(func(t *Traffic) { t.WaitingInteractions = Given(*s.WaitingInteractions, FromFlag) }, slots); got != 50 {
		t.Errorf("waiting %g peaks at %g slots", *s.WaitingInteractions, got)
	}
}

func TestUnknownDefinitionsGiveARange(t *testing.T) {
	load := oneCall("yes")
	load.Entries[0].Calls = append(load.Entries[0].Calls, Call{DataAction: "Other", Integration: "X", PerInteraction: Exactly(2)})
	tests := []struct {
		perMinute float64
		verdict   string
	}{{50, OK}, {250, Unknown}, {1000, Warning}}
	for _, tt := range tests {
		r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(tt.perMinute, FromFlag)}, load)
		got := row(t, r, "observed.data.actions.rate.per.minute")
		if got.Demand.Expected != 3*tt.perMinute || got.DemandLow == nil || got.DemandLow.Expected != tt.perMinute {
			t.Errorf("%g: demand %+v from %+v", tt.perMinute, got.Demand, got.DemandLow)
		}
		if got.Verdict != tt.verdict {
			t.Errorf("%g: verdict %s, want %s", tt.perMinute, got.Verdict, tt.verdict)
		}
		if !strings.Contains(strings.Join(got.Assumptions, "\n"), "For 1 of 2 data actions") {
			t.Errorf("assumptions %q", got.Assumptions)
		}
		if v := row(t, r, volume); v.DemandLow != nil {
			t.Errorf("the volume is a range: %+v", v)
		}
	}
}

func TestUnknownEntriesGiveARange(t *testing.T) {
	load := Load{Entries: []EntryFlow{
		{Flow: "Sales", Calls: []Call{{DataAction: "A", PerInteraction: Exactly(1)}}},
		{Flow: "Support", Calls: []Call{{DataAction: "A", PerInteraction: Exactly(10)}}},
	}}
	traffic := Traffic{InteractionsPerMinute: Given(200, FromFlag)}
	v := row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Demand.Expected != 2000 || v.DemandLow.Expected != 200 || v.Verdict != Unknown {
		t.Errorf("unknown entries: %+v from %+v, %s", v.Demand, v.DemandLow, v.Verdict)
	}
	traffic.Entries = []EntryTraffic{{Flow: "Support", Share: Given(0.1, FromConfig)}}
	v = row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Demand.Expected != 380 || v.DemandLow != nil || v.Verdict != OK {
		t.Errorf("known shares: %+v from %+v, %s", v.Demand, v.DemandLow, v.Verdict)
	}
	traffic.Entries = []EntryTraffic{{Flow: "Support", PerMinute: Given(30, FromExport)}, {Flow: "Sales", PerMinute: Given(90, FromExport)}}
	v = row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Demand.Expected != 200*0.75+2000*0.25 {
		t.Errorf("measured entries: %+v", v.Demand)
	}
	traffic.InteractionsPerMinute = nil
	v = row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Demand.Expected != 390 {
		t.Errorf("measured entries alone: %+v", v.Demand)
	}
}

func TestWaiting(t *testing.T) {
	load := oneCall("no")
	load.Entries = append(load.Entries[:1:1],
		EntryFlow{Flow: "Nightly", Kind: Event, Calls: []Call{{DataAction: "N", PerInteraction: Exactly(5)}}})
	load.Entries[0].Calls[0].RatePerMinute = 2
	traffic := Traffic{InteractionsPerMinute: Given(100, FromFlag)}
	v := row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Verdict != Unknown || v.Demand.Expected != 100 || v.BreakEven.WaitingInteractions == nil {
		t.Errorf("unknown wait, runs that nobody counts: %+v", v)
	}
	none := []EntryTraffic{{Flow: "Nightly", PerMinute: Given(0, FromConfig)}}
	traffic.Entries = none
	if v := row(t, assess(t, facts.Org{}, traffic, load), volume); v.Verdict != OK {
		t.Errorf("unknown wait: %+v", v)
	}
	crowd := traffic
	crowd.InteractionsPerMinute = Given(300, FromFlag) // 1,500 may wait then, with 3,000 calls
	if v := row(t, assess(t, facts.Org{}, crowd, load), volume); v.Verdict != Unknown || v.Demand.Expected != 300 {
		t.Errorf("unknown wait in a crowd: %+v", v)
	}
	for _, want := range []string{"up to 500 waiting", `Runs of "Nightly" are not counted`} {
		if !strings.Contains(strings.Join(v.Assumptions, "\n"), want) {
			t.Errorf("assumptions do not say %q: %q", want, v.Assumptions)
		}
	}
	traffic.MeanWaitSeconds = Given(90, FromConfig)
	v = row(t, assess(t, facts.Org{}, traffic, load), volume)
	if v.Verdict != OK || v.Demand.Expected != 100+150*2 {
		t.Errorf("known wait: %+v", v)
	}
	traffic.Contained = Given(0.5, FromConfig)
	if v = row(t, assess(t, facts.Org{}, traffic, load), volume); v.Demand.Expected != 100+75*2 {
		t.Errorf("half contained: %+v", v.Demand)
	}
	traffic.WaitingInteractions = Given(40, FromFlag)
	traffic.Entries = []EntryTraffic{{Flow: "Nightly", PerMinute: Given(3, FromConfig)}}
	if v = row(t, assess(t, facts.Org{}, traffic, load), volume); v.Demand.Expected != 100+80+15 {
		t.Errorf("given wait and events: %+v", v.Demand)
	}
}

func TestVerdicts(t *testing.T) {
	for peak, want := range map[float64]string{0: OK, 79: OK, 80: Warning, 100: Warning, 101: Exceeded} {
		if got := judge(peak, 100); got != want {
			t.Errorf("judge(%g, 100) = %s, want %s", peak, got, want)
		}
	}
	tests := []struct {
		low, high float64
		q         question
		want      string
	}{
		{10, 20, question{value: 100}, OK},
		{10, 85, question{value: 100}, Unknown},
		{85, 120, question{value: 100}, Warning},
		{110, 120, question{value: 100}, Exceeded},
		{110, 120, question{value: 100, soft: true}, Warning},
		{10, 10, question{value: 100, unknown: true}, Unknown},
		{90, 90, question{value: 100, unknown: true}, Warning},
		{110, 110, question{value: 100, unknown: true}, Exceeded},
	}
	for _, tt := range tests {
		if got := verdict(tt.low, tt.high, tt.q); got != tt.want {
			t.Errorf("verdict(%g, %g, unknown %t) = %s, want %s", tt.low, tt.high, tt.q.unknown, got, tt.want)
		}
	}
}

func TestOwnLimitsAreUsedAndNamed(t *testing.T) {
	c, err := limits.Load()
	if err != nil {
		t.Fatal(err)
	}
	c = c.With([]limits.Override{{Namespace: "dataactions", Key: volume, Value: 100, Source: limits.Org, Reference: "org/limits.json"}})
	r, err := Assess(c, facts.Org{}, Traffic{InteractionsPerMinute: Given(136, FromFlag)}, oneCall("no"))
	if err != nil {
		t.Fatal(err)
	}
	v := row(t, r, volume)
	if v.Verdict != Exceeded || v.Limit.Source != "org" || v.Limit.Reference != "org/limits.json" {
		t.Errorf("row %+v", v)
	}
	if strings.Contains(strings.Join(v.Assumptions, "\n"), "published default") {
		t.Errorf("the org's own value is called a default: %q", v.Assumptions)
	}
}

func TestFunctions(t *testing.T) {
	load := oneCall("no")
	load.Entries[0].Calls[0].Definition.IntegrationType = functionIntegration
	traffic := Traffic{InteractionsPerMinute: Given(136, FromFlag)}
	r := assess(t, facts.Org{}, traffic, load)
	if !strings.Contains(strings.Join(r.Assumptions, "\n"), "is not published") {
		t.Errorf("assumptions %q", r.Assumptions)
	}
	c, _ := limits.Load()
	c = c.With([]limits.Override{{Namespace: "dataactions", Key: "actions.function.concurrent.executions.max", Value: 5,
		Source: limits.Config}})
	r, _ = Assess(c, facts.Org{}, traffic, load)
	if got := row(t, r, "actions.function.concurrent.executions.max"); got.Verdict != Exceeded || got.Demand.Peak != 8 {
		t.Errorf("function row %+v", got)
	}
}

func TestOAuthClientsAreToldApart(t *testing.T) {
	load := oneCall("yes")
	other := load.Entries[0].Calls[0]
	other.Integration, other.DataAction = "Second", "Get Queue"
	load.Entries[0].Calls = append(load.Entries[0].Calls, other)
	traffic := Traffic{InteractionsPerMinute: Given(100, FromFlag)}
	tests := []struct {
		integrations []facts.Integration
		high, low    float64
	}{
		{nil, 200, 100},
		{[]facts.Integration{{Name: "CRM", OAuthClient: "a"}, {Name: "Second", OAuthClient: "b"}}, 100, 100},
		{[]facts.Integration{{Name: "CRM", OAuthClient: "a"}, {Name: "Second", OAuthClient: "a"}}, 200, 200},
		{[]facts.Integration{{Name: "CRM", OAuthClient: "a"}}, 200, 100},
	}
	for i, tt := range tests {
		got := row(t, assess(t, facts.Org{Integrations: tt.integrations}, traffic, load), token)
		low := got.Demand
		if got.DemandLow != nil {
			low = got.DemandLow
		}
		if got.Demand.Expected != tt.high || low.Expected != tt.low {
			t.Errorf("case %d: %+v from %+v", i, got.Demand, low)
		}
	}
}

func TestOutageBlastRadius(t *testing.T) {
	short := 5.0
	load := Load{Entries: []EntryFlow{{Flow: "Main", Calls: []Call{
		{DataAction: "Slow", Integration: "CRM", PerInteraction: Exactly(1), Flows: []string{"Main"}},
		{DataAction: "Quick", Integration: "Bank", PerInteraction: Count{Min: 1, Max: 2, Mean: 1}, OwnTimeoutSeconds: &short, Retries: 1,
			Flows: []string{"Pay", "Main", "Pay"}},
	}}}}
	r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(136, FromFlag)}, load)
	quick, slow := r.Outages[0], r.Outages[1]
	if quick.DataAction != "Quick" || slow.DataAction != "Slow" {
		t.Fatalf("order %s, %s", quick.DataAction, slow.DataAction)
	}
	want := []facts.Affected{{Integration: "Bank", DataActions: []string{"Quick"}, Flows: []string{"Main", "Pay"}}}
	if diff := cmp.Diff(want, slow.Affected); diff != "" || slow.Verdict != Exceeded {
		t.Errorf("slow: %s %s", slow.Verdict, diff)
	}
	perSecond := 136.0 / 60
	near(t, "slow slots", &slow.Slots.Expected, perSecond*61, 0.001)
	near(t, "quick slots", &quick.Slots.Expected, perSecond*(2*5+1), 0.001)
	if quick.Verdict != Warning || quick.Affected != nil {
		t.Errorf("quick %+v", quick)
	}
	near(t, "safe timeout", slow.SafeTimeoutSeconds, math.Floor(prob.PoissonMean(50, 0.999)/perSecond-1), 0.001)
	if !strings.Contains(strings.Join(slow.Assumptions, " "), `timeout of data action "Slow" is not known`) {
		t.Errorf("assumptions %q", slow.Assumptions)
	}
}

// Attempts multiply the mean, and never to more than the flow can call.
func TestAttemptsOfAnOutage(t *testing.T) {
	for _, tt := range []struct {
		count   Count
		retries int
		want    float64
	}{
		{Count{Min: 1, Max: 3, Mean: 1}, 2, 3},                       // a retry loop of three rounds
		{Count{Min: 1, Max: 20, Mean: 2}, 19, 10},                    // polled twice on a usual day, twenty times when nothing answers
		{Count{Max: 3, Mean: 0.5}, 2, 3},                             // half the interactions come by
		{Count{Mean: 4, Unbounded: true}, 2, 3},                      // no bound to hold it to
		{Count{Min: 1, Max: 1, Mean: 1}, 0, 1},                       // not made again
		{Count{Mean: 1, Mass: prob.Mass{0.5, 0, 0.5}, Max: 2}, 2, 3}, // a distribution has no greatest of its own
	} {
		load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{{DataAction: "A", PerInteraction: tt.count, Retries: tt.retries}}}}}
		if got := newModel(Traffic{}, load).attempts(0, 0); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%+v, %d retries: %g attempts, want %g", tt.count, tt.retries, got, tt.want)
		}
	}
}

// A figure that could not be worked out is no figure below the limit.
func TestNoNumberIsNotOK(t *testing.T) {
	for _, ends := range [][2]float64{{math.NaN(), math.NaN()}, {0, math.NaN()}, {math.NaN(), 100}} {
		if got := verdict(ends[0], ends[1], question{value: 50}); got != Unknown {
			t.Errorf("%v: %s", ends, got)
		}
	}
}

func TestRetryFeedbackIsTold(t *testing.T) {
	load := oneCall("no")
	load.Entries[0].Calls[0].Retries = 3
	traffic := Traffic{InteractionsPerMinute: Given(136, FromFlag), LatencySeconds: Given(20, FromFlag)}
	text := strings.Join(row(t, assess(t, facts.Org{}, traffic, load), slots).Assumptions, "\n")
	if !strings.Contains(text, "Refused calls that are made again, up to 3 times") {
		t.Errorf("assumptions %s", text)
	}
}

func TestOutageOfUnknownRate(t *testing.T) {
	load := oneCall("no")
	load.Entries = append(load.Entries, EntryFlow{Flow: "Nightly", Kind: Event,
		Calls: []Call{{DataAction: "N", PerInteraction: Count{Max: 5, Mean: 2}}}})
	r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(10, FromFlag)}, load)
	nightly := r.Outages[0]
	if nightly.DataAction != "N" || nightly.Verdict != Unknown || nightly.Slots != nil ||
		!strings.Contains(strings.Join(nightly.Assumptions, " "), `How often "N" runs is not known`) {
		t.Errorf("outage %+v", nightly)
	}
	if text := strings.Join(r.Assumptions, " "); strings.Contains(text, "varies between interactions") {
		t.Errorf("something is assumed of runs that are not counted: %s", text)
	}
}

func TestTriggers(t *testing.T) {
	load := Load{Entries: []EntryFlow{
		{Flow: "A", Kind: Event, Calls: []Call{{DataAction: "X", PerInteraction: Exactly(1)}}},
		{Flow: "B", Kind: Event},
	}}
	traffic := Traffic{Entries: []EntryTraffic{{Flow: "A", PerMinute: Given(550, FromExport)}, {Flow: "B", PerMinute: Given(50, FromExport)}}}
	r := assess(t, facts.Org{}, traffic, load)
	if got := row(t, r, "event.orchestration.workflow.invocations.per.minute"); got.Verdict != OK || got.Demand.Expected != 600 {
		t.Errorf("per minute %+v", got)
	}
	if got := row(t, r, "event.orchestration.workflow.invocations.per.hour"); got.Verdict != Exceeded || got.Demand.Expected != 36000 {
		t.Errorf("per hour %+v", got)
	}
	if got := row(t, r, "distinct.target.ratio"); got.Verdict != OK || math.Abs(got.Demand.Expected-550.0/6000) > 1e-6 {
		t.Errorf("ratio %+v", got)
	}
}

func TestObjectsAreCountedWhenTheExportHasThem(t *testing.T) {
	org := facts.Org{Known: []string{"dataActions"}, DataActions: []facts.Definition{{ID: "custom_-_1"},
		{ID: "static_-_2"}, {ID: "custom_-_3"}}}
	if got := row(t, assess(t, org, Traffic{}, Load{}), "actions.total.max"); got.Demand.Peak != 2 || got.Verdict != OK {
		t.Errorf("row %+v", got)
	}
	for _, l := range assess(t, facts.Org{}, Traffic{}, Load{}).Limits {
		if l.Limit.Key == "actions.total.max" {
			t.Error("objects counted without an export")
		}
	}
}

func TestOrderOfTrafficFigures(t *testing.T) {
	flag := func(v float64) *Figure { return Given(v, FromFlag) }
	export := func(v float64) *Figure { return Given(v, FromExport) }
	tests := []struct {
		name    string
		traffic Traffic
		want    float64
	}{
		{"number before licences", Traffic{InteractionsPerMinute: flag(10), Licences: flag(800)}, 10},
		{"given licences before a measurement", Traffic{InteractionsPerMinute: export(10), Licences: flag(600)}, 102},
		{"measurement before counted licences", Traffic{InteractionsPerMinute: export(10), Licences: export(600)}, 10},
		{"counted licences", Traffic{Licences: export(600)}, 102},
		{"contained and abandoned", Traffic{Licences: flag(600), Contained: flag(0.3), Abandoned: flag(0.2)}, 204},
		{"weekly profile", Traffic{Weekly: append(make([]float64, 167), 33)}, 33},
	}
	for _, tt := range tests {
		if got := row(t, assess(t, facts.Org{}, tt.traffic, oneCall("no")), volume).Demand.Expected; math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %g, want %g", tt.name, got, tt.want)
		}
	}
}

func TestTrafficThatMakesNoSense(t *testing.T) {
	bad := map[string]Traffic{
		"occupancy":               {Occupancy: Given(1.2, FromFlag)},
		"aht":                     {AHTSeconds: Given(0, FromFlag)},
		"interactions-per-minute": {InteractionsPerMinute: Given(math.NaN(), FromFlag)},
		"peak-quantile":           {PeakQuantile: Given(1, FromFlag)},
		"contained and abandoned": {Contained: Given(0.6, FromFlag), Abandoned: Given(0.4, FromFlag)},
		"weekly profile":          {Weekly: []float64{1}},
		"shares add up":           {Entries: []EntryTraffic{{Flow: "a", Share: Given(0.7, FromFlag)}, {Flow: "b", Share: Given(0.7, FromFlag)}}},
	}
	for want, traffic := range bad {
		if _, err := Assess(limits.Catalogue{}, facts.Org{}, traffic, Load{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

func TestFairUseOfALicenceMix(t *testing.T) {
	org := facts.Org{LicenceMix: []facts.LicenceCount{{Type: "cx1", Count: 10}, {Type: "cx4-concurrent", Count: 1}}}
	m := row(t, assess(t, org, Traffic{InteractionsPerMinute: Given(1, FromFlag)}, oneCall("yes")), month)
	if m.Limit.Value != 984000 || m.Limit.Confidence != "low" {
		t.Errorf("row %+v", m.Limit)
	}
	r := assess(t, facts.Org{}, Traffic{Licences: Given(5, FromFlag)}, oneCall("yes"))
	notes := strings.Join(r.Assumptions, "\n")
	for _, want := range []string{"Fair use is not assessed: the type of the licences is not known. 5 of them allow from 50000 " +
		"(communicate) to ", " (cx4-concurrent); the flows ask for "} {
		if !strings.Contains(notes, want) {
			t.Errorf("assumptions %q lack %q", r.Assumptions, want)
		}
	}
}

func TestDependenceOfCounts(t *testing.T) {
	coin := func() Count { return Count{Max: 2, Mean: 1, Mass: prob.Mass{0.5, 0, 0.5}} }
	entry := EntryFlow{Flow: "F", Calls: []Call{{DataAction: "A", PerInteraction: coin()}, {DataAction: "B", PerInteraction: coin()}}}
	variance := func(e EntryFlow) float64 {
		m := newModel(Traffic{}, Load{Entries: []EntryFlow{e}}).choose(every).sums[0].mass
		if math.Abs(m.Mean()-2) > 1e-9 {
			t.Errorf("mean %g", m.Mean())
		}
		return m.Variance()
	}
	if got := variance(entry); math.Abs(got-4) > 0.01 {
		t.Errorf("unknown dependence has variance %g, want 4", got)
	}
	entry.Covariance = [][]float64{{1, 0}, {0, 1}}
	if got := variance(entry); math.Abs(got-2) > 0.05 {
		t.Errorf("independence has variance %g, want 2", got)
	}
	entry.Joint = []Outcome{{Probability: 0.5, Counts: []int{2, 0}}, {Probability: 0.5, Counts: []int{0, 2}}}
	if got := variance(entry); math.Abs(got) > 1e-9 {
		t.Errorf("either or has variance %g, want 0", got)
	}
}

// Whatever comes in: no panic, no NaN, the same result twice, sound orders.
func TestAssessProperties(t *testing.T) {
	c, err := limits.Load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		traffic, load := drawTraffic(t), drawLoad(t)
		r, err := Assess(c, facts.Org{}, traffic, load)
		if err != nil {
			t.Fatalf("valid traffic refused: %v", err)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("result is no JSON: %v", err)
		}
		again, _ := Assess(c, facts.Org{}, traffic, load)
		if other, _ := json.Marshal(again); string(other) != string(text) {
			t.Fatal("two runs differ")
		}
		for _, l := range r.Limits {
			if l.Demand != nil && l.Demand.Peak < math.Floor(l.Demand.Expected*(1-1e-6))-1 {
				t.Fatalf("%s: peak %g below the mean %g", l.Limit.Key, l.Demand.Peak, l.Demand.Expected)
			}
			if l.DemandLow != nil && l.DemandLow.Expected > l.Demand.Expected+0.01 {
				t.Fatalf("%s: low end %g above the high end %g", l.Limit.Key, l.DemandLow.Expected, l.Demand.Expected)
			}
		}
	})
}

// Interactions so few that next to none come, beside some that wait: the calls
// of one interaction are then beyond any figure.
func TestHardlyAnyInteractions(t *testing.T) {
	load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{{DataAction: "A", PerInteraction: Exactly(0), RatePerMinute: 4}}}}}
	for _, few := range []float64{1e-300, 5e-324, 1e-12} {
		r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(few, FromFlag), WaitingInteractions: Given(100, FromFlag)}, load)
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%g interactions per minute: %v", few, err)
		}
	}
}

func drawTraffic(t *rapid.T) Traffic {
	figure := func(name string, low, high float64) *Figure {
		if !rapid.Bool().Draw(t, name+" known") {
			return nil
		}
		return Given(rapid.Float64Range(low, high).Draw(t, name), FromFlag)
	}
	return Traffic{
		InteractionsPerMinute: figure("interactions", 1e-300, 5000), Licences: figure("licences", 1, 5000), LicenceType: "cx2",
		AHTSeconds: figure("aht", 1, 4000), Occupancy: figure("occupancy", 0.1, 1), Contained: figure("contained", 0, 0.49),
		Abandoned: figure("abandoned", 0, 0.49), PeakFactor: figure("factor", 1, 3), LatencySeconds: figure("latency", 0.01, 60),
		OpenHoursPerMonth: figure("hours", 1e-3, 744), WaitingInteractions: figure("waiting", 0, 500), MeanWaitSeconds: figure("wait", 0, 900),
	}
}

func drawLoad(t *rapid.T) Load {
	var load Load
	for range rapid.IntRange(0, 3).Draw(t, "entries") {
		e := EntryFlow{Flow: rapid.StringMatching(`[a-c]`).Draw(t, "flow"), Kind: EntryKind(rapid.IntRange(0, 1).Draw(t, "kind"))}
		for range rapid.IntRange(0, 3).Draw(t, "calls") {
			count := Count{
				Min: rapid.Int64Range(0, 3).Draw(t, "min"), Max: rapid.Int64Range(0, 40).Draw(t, "max"),
				Mean: rapid.Float64Range(0, 40).Draw(t, "mean"), Unbounded: rapid.Bool().Draw(t, "unbounded"),
			}
			e.Calls = append(e.Calls, Call{
				DataAction: rapid.StringMatching(`[A-C]`).Draw(t, "action"), PerInteraction: count,
				RatePerMinute: rapid.Float64Range(0, 6).Draw(t, "rate"), Retries: rapid.IntRange(0, 3).Draw(t, "retries"),
			})
		}
		load.Entries = append(load.Entries, e)
	}
	return load
}

// The data actions of a load are put together in room of their own.
func TestDataActionsLeaveTheLoadAsItIs(t *testing.T) {
	names := []string{"Main", "Other", "Third"}
	call := func(flows []string) Call { return Call{DataAction: "A", Flows: flows} }
	load := Load{Entries: []EntryFlow{{Flow: "Main", Calls: []Call{call(names[:1])}}, {Flow: "X", Calls: []Call{call([]string{"X"})}}}}
	all := load.DataActions()
	if diff := cmp.Diff([]string{"Main", "X"}, all[0].Flows); len(all) != 1 || diff != "" {
		t.Errorf("%d data actions, flows %s", len(all), diff)
	}
	if diff := cmp.Diff([]string{"Main", "Other", "Third"}, names); diff != "" {
		t.Error(diff)
	}
}

// What an outage affects are all data actions but its own, with the flows that
// call any of them: one that calls just the hanging one is not among them.
func TestAffectedByAnOutage(t *testing.T) {
	call := func(integration, name string, flows ...string) Call {
		return Call{DataAction: name, Integration: integration, PerInteraction: Exactly(1), Flows: flows}
	}
	load := Load{Entries: []EntryFlow{{Flow: "Main", Calls: []Call{
		call("CRM", "Get", "Main", "Bot"), call("CRM", "Put", "Queue", "Main"), call("Own", "Ask", "Bot"), call("CRM", "Put", "Queue"),
	}}}}
	r, err := Assess(catalogue(t), facts.Org{}, Traffic{InteractionsPerMinute: Given(1000, FromFlag)}, load)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]facts.Affected{
		"Get": {{Integration: "CRM", DataActions: []string{"Put"}, Flows: []string{"Main", "Queue"}},
			{Integration: "Own", DataActions: []string{"Ask"}, Flows: []string{"Bot"}}},
		"Put": {{Integration: "CRM", DataActions: []string{"Get"}, Flows: []string{"Bot", "Main"}},
			{Integration: "Own", DataActions: []string{"Ask"}, Flows: []string{"Bot"}}},
		"Ask": {{Integration: "CRM", DataActions: []string{"Get", "Put"}, Flows: []string{"Bot", "Main", "Queue"}}},
	}
	want["CRM"] = []facts.Affected{{Integration: "Own", DataActions: []string{"Ask"}, Flows: []string{"Bot"}}}
	for _, o := range r.Outages {
		name := o.DataAction
		if o.Kind == oneIntegration {
			name = o.Integration
		}
		if diff := cmp.Diff(want[name], o.Affected); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
