package html

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/dop251/goja"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

func ptr[T any](x T) *T { return &x }

func given(v float64) *capacity.Figure { return capacity.Given(v, capacity.FromFlag) }

// world is traffic, load and organisation that figures are worked out for.
type world struct {
	name    string
	traffic capacity.Traffic
	load    capacity.Load
	org     facts.Org
	heavy   bool // for the Go engine: its recursions take a browser's compiler
}

func call(name, integration, api string, n capacity.Count) capacity.Call {
	return capacity.Call{DataAction: name, Integration: integration, PerInteraction: n, Definition: &facts.Definition{PlatformAPI: api}}
}

// worlds are different in everything that the formulas look at.
func worlds() []world {
	one := capacity.Load{Entries: []capacity.EntryFlow{{Flow: "A", Calls: []capacity.Call{call("Get", "CRM", "no", capacity.Exactly(1))}}}}
	slow := call("Book", "CRM", "yes", capacity.Count{Min: 0, Max: 10, Mean: 2.98})
	slow.OwnTimeoutSeconds, slow.LatencySeconds, slow.Retries = ptr(12.5), capacity.Given(2.5, capacity.FromExport), 2
	poll := call("Status", "Orders", "unknown", capacity.Count{Unbounded: true, Mean: 3})
	poll.RatePerMinute, poll.OwnTimeoutSeconds = 4.5, ptr(5.0)
	even := poll
	even.RatePerMinute = 2
	poll.LeastPerMinute = 1.5
	again := capacity.Call{DataAction: "Again", Integration: "CRM", Unpaced: []string{"Hold"}}
	poll.RetriesUnbounded = true
	slow.Definition.Host, poll.Definition.Host = "api.example.com", "api.example.com"
	function := call("Fn", "Lambda", "no", capacity.Count{Max: 3, Mean: 1.2, Variance: ptr(0.7)})
	function.Definition.IntegrationType = "function-data-actions"
	exact := call("Exact", "Orders", "yes", capacity.Count{Max: 2, Mean: 1, Mass: prob.Mass{0.25, 0.5, 0.25}})
	exact.Definition.Host, function.RetriesUnbounded = "api.example.com", true
	mixed := capacity.Load{Entries: []capacity.EntryFlow{
		{Flow: "A", Calls: []capacity.Call{slow, poll}, Queued: 0.7},
		{Flow: "B", Calls: []capacity.Call{function, exact, poll}},
		{Flow: "C"},
		{Flow: "W", Kind: capacity.Event, Calls: []capacity.Call{exact, slow}},
		{Flow: "X", Kind: capacity.Event, Calls: []capacity.Call{slow}},
	}}
	small := capacity.Load{Entries: []capacity.EntryFlow{
		{Flow: "A", Calls: []capacity.Call{slow}},
		{Flow: "B", Calls: []capacity.Call{function, exact}},
		{Flow: "N", Calls: []capacity.Call{slow, even}, OnlyNamed: true},
		{Flow: "W", Kind: capacity.Event, Calls: []capacity.Call{exact}},
	}}
	small.Entries = append(small.Entries,
		capacity.EntryFlow{Flow: "T", Kind: capacity.Event, Calls: []capacity.Call{slow}, Starts: []capacity.Start{
			{Trigger: "end", PerInteraction: 1, AtMost: true}, {Trigger: "acw", PerAgent: 1}, {Trigger: "night", PerMinute: 0.03, AtMost: true}}},
		capacity.EntryFlow{Flow: "U", Kind: capacity.Event, Calls: []capacity.Call{function}})
	counted := capacity.Load{Entries: small.Entries[:4:4]}
	clients := facts.Org{Integrations: []facts.Integration{{Name: "CRM", OAuthClient: "one"}, {Name: "Orders", OAuthClient: "two"}}}
	mix := facts.Org{LicenceMix: []facts.LicenceCount{{Type: "cx1", Count: 100}, {Type: "cx3-concurrent", Count: 50}}, Licences: 150}
	return []world{
		{"worked example", capacity.Traffic{Licences: given(800), LicenceType: "cx1-concurrent"}, one, facts.Org{}, false},
		{"calls are missing", capacity.Traffic{InteractionsPerMinute: given(12)},
			capacity.Load{Entries: one.Entries, Gaps: []string{"Calls are missing."}}, facts.Org{}, false},
		{"no traffic", capacity.Traffic{}, one, facts.Org{}, false},
		{"only waiting", capacity.Traffic{}, capacity.Load{Entries: []capacity.EntryFlow{{Flow: "A", Calls: []capacity.Call{even}}}}, facts.Org{},
			true},
		{"waiting at an unknown pace", capacity.Traffic{InteractionsPerMinute: given(3)},
			capacity.Load{Entries: []capacity.EntryFlow{{Flow: "A", Calls: []capacity.Call{slow, again}}}}, facts.Org{}, false},
		{"waits that flows lead to", capacity.Traffic{InteractionsPerMinute: given(6), MeanWaitSeconds: given(95)},
			capacity.Load{Entries: []capacity.EntryFlow{
				{Flow: "A", Calls: []capacity.Call{slow}}, {Flow: "B", Calls: []capacity.Call{poll}, Queued: 0.4}}}, facts.Org{}, true},
		{"no flows", capacity.Traffic{Licences: given(10)}, capacity.Load{}, facts.Org{}, false},
		{"everything", capacity.Traffic{
			InteractionsPerMinute: given(220), Licences: given(900), LicenceType: "cx2", AHTSeconds: given(240), Occupancy: given(0.8),
			Contained: given(0.3), Abandoned: given(0.05), PeakFactor: given(1.4), PeakQuantile: given(0.9999), LatencySeconds: given(0.4),
			OpenHoursPerMonth: given(300), WaitingInteractions: given(35), BackgroundPerMinute: given(120), BackgroundPlatformShare: given(0.4),
			Entries: []capacity.EntryTraffic{{Flow: "A", Share: given(0.25)}, {Flow: "W", PerMinute: given(6)}, {Flow: "X", Share: given(0.4)}},
		}, mixed, clients, true},
		{"small", capacity.Traffic{InteractionsPerMinute: given(12), Licences: given(60), LicenceType: "cx2", BackgroundPerMinute: given(25),
			Entries: []capacity.EntryTraffic{{Flow: "W", PerMinute: given(2)}}}, small, clients, false},
		{"triggers", capacity.Traffic{InteractionsPerMinute: given(9), Abandoned: given(0.1),
			Entries: []capacity.EntryTraffic{{Flow: "W", Share: given(2.5)}}}, counted, clients, false},
		{"waiting unknown", capacity.Traffic{InteractionsPerMinute: given(60)}, mixed, facts.Org{}, true},
		{"mean wait", capacity.Traffic{InteractionsPerMinute: given(60), MeanWaitSeconds: given(95), Contained: given(0.2)}, mixed, mix, true},
		{"measured entries", capacity.Traffic{Entries: []capacity.EntryTraffic{
			{Flow: "A", PerMinute: capacity.Given(30, capacity.FromExport)}, {Flow: "B", PerMinute: capacity.Given(10, capacity.FromExport)},
		}}, mixed, clients, true},
		{"given entries", capacity.Traffic{Entries: []capacity.EntryTraffic{{Flow: "A", PerMinute: given(30)},
			{Flow: "B", PerMinute: given(70)}}}, mixed, clients, true},
	}
}

// now is where the sliders stand; nil leaves a figure as the review has it.
type now struct {
	PerMinute *float64 `json:"perMinute"`
	Licences  *float64 `json:"licences"`
	AHT       float64  `json:"aht"`
	Occupancy float64  `json:"occupancy"`
	Latency   float64  `json:"latency"`
}

// moves are positions of the sliders: the review's own first.
func moves(w *capacity.WhatIf) []now {
	own := now{PerMinute: w.PerMinute, Licences: w.Licences, AHT: w.AHT, Occupancy: w.Occupancy, Latency: w.Latency}
	all := []now{own}
	for _, m := range [][4]float64{{800, 300, 0.85, 1}, {80, 600, 0.6, 15}, {2500, 120, 0.9, 0.2}, {9999, 90, 0.95, 4}, {1, 3600, 0.1, 0.05}} {
		moved := own
		perMinute := m[0] * m[2] / m[1] * 60 / (1 - w.Contained - w.Abandoned)
		moved.PerMinute, moved.Licences, moved.AHT, moved.Occupancy, moved.Latency = &perMinute, &m[0], m[1], m[2], m[3]
		all = append(all, moved)
	}
	return all
}

// in is the traffic with the sliders where n says.
func (w world) in(n now, own bool) capacity.Traffic {
	t := w.traffic
	if own {
		return t
	}
	t.AHTSeconds, t.Occupancy, t.LatencySeconds, t.Licences = given(n.AHT), given(n.Occupancy), given(n.Latency), given(*n.Licences)
	t.InteractionsPerMinute = given(*n.PerMinute)
	return t
}

// result is what capacity.js assesses.
type result struct {
	Rows []struct {
		ID                    string
		Value                 float64
		Demand, DemandLow     *facts.Demand
		Utilisation, Headroom *float64
		Verdict               string
		BreakEven             facts.BreakEven
	}
	Outages []struct {
		Slots                       *facts.Demand
		SlotsOpen                   bool
		Refused, SafeTimeoutSeconds *float64
		Verdict                     string
	}
}

// The sliders of the page and the program come to the same figures.
func TestJavaScriptAssessesAsGoDoes(t *testing.T) {
	vm := goja.New()
	if _, err := vm.RunString(asset("prob.js") + asset("capacity.js")); err != nil {
		t.Fatal(err)
	}
	compareWithGo(t, func(script string) (string, error) {
		v, err := vm.RunString(script)
		if err != nil {
			return "", err
		}
		return v.String(), nil
	}, func(w world) bool { return !w.heavy })
}

// compareWithGo has run evaluate JavaScript in which capacity.js is loaded, for
// the worlds that take accepts.
func compareWithGo(t *testing.T, run func(script string) (string, error), take func(world) bool) {
	t.Helper()
	catalogue, err := limits.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range worlds() {
		if !take(w) {
			continue
		}
		base, err := capacity.Assess(catalogue, w.org, w.traffic, w.load)
		if err != nil {
			t.Fatal(err)
		}
		model := marshal(t, base.WhatIf)
		for i, n := range moves(base.WhatIf) {
			t.Run(fmt.Sprintf("%s/%d", w.name, i), func(t *testing.T) {
				want, err := capacity.Assess(catalogue, w.org, w.in(n, i == 0), w.load)
				if err != nil {
					t.Fatal(err)
				}
				text, err := run(fmt.Sprintf("JSON.stringify(capacity.assess(%s, %s))", model, marshal(t, n)))
				if err != nil {
					t.Fatal(err)
				}
				var got result
				if err := json.Unmarshal([]byte(text), &got); err != nil {
					t.Fatal(err)
				}
				compare(t, got, want)
			})
		}
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// compare holds every row that depends on the interactions, and every outage.
func compare(t *testing.T, got result, want capacity.Result) {
	t.Helper()
	byID := map[string]facts.Limit{}
	for _, l := range want.Limits {
		byID[l.Limit.Namespace+"/"+l.Limit.Key] = l
	}
	if len(got.Rows) == 0 || len(got.Rows) != len(want.WhatIf.Limits) {
		t.Fatalf("%d rows, want %d", len(got.Rows), len(want.WhatIf.Limits))
	}
	for _, row := range got.Rows {
		l, ok := byID[row.ID]
		if !ok {
			t.Errorf("%s: Go has no such limit", row.ID)
			continue
		}
		sameFigure(t, row.ID+" value", &row.Value, &l.Limit.Value)
		sameDemand(t, row.ID, row.Demand, l.Demand)
		sameDemand(t, row.ID+" low end", row.DemandLow, l.DemandLow)
		sameFigure(t, row.ID+" utilisation", row.Utilisation, l.Utilisation)
		sameFigure(t, row.ID+" headroom", row.Headroom, l.Headroom)
		if row.Verdict != l.Verdict {
			t.Errorf("%s: verdict %s, want %s", row.ID, row.Verdict, l.Verdict)
		}
		a, b := row.BreakEven, l.BreakEven
		sameFigure(t, row.ID+" interactions", a.InteractionsPerMinute, b.InteractionsPerMinute)
		sameFigure(t, row.ID+" licences", a.Licences, b.Licences)
		sameFigure(t, row.ID+" latency", a.LatencySeconds, b.LatencySeconds)
		sameFigure(t, row.ID+" calls", a.CallsPerInteraction, b.CallsPerInteraction)
		sameFigure(t, row.ID+" waiting", a.WaitingInteractions, b.WaitingInteractions)
	}
	if len(got.Outages) != len(want.Outages) {
		t.Fatalf("%d outages, want %d", len(got.Outages), len(want.Outages))
	}
	for i, o := range got.Outages {
		w := want.Outages[i]
		sameDemand(t, "outage of "+w.DataAction, o.Slots, w.Slots)
		sameFigure(t, "outage of "+w.DataAction+" refused", o.Refused, w.Refused)
		sameFigure(t, "outage of "+w.DataAction+" safe timeout", o.SafeTimeoutSeconds, w.SafeTimeoutSeconds)
		if o.Verdict != w.Verdict || o.SlotsOpen != w.SlotsOpen {
			t.Errorf("outage of %s: verdict %s (open %t), want %s (open %t)", w.DataAction, o.Verdict, o.SlotsOpen, w.Verdict, w.SlotsOpen)
		}
	}
}

func sameDemand(t *testing.T, what string, got, want *facts.Demand) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Errorf("%s demand: %v, want %v", what, got, want)
		return
	}
	if got != nil {
		sameFigure(t, what+" expected", &got.Expected, &want.Expected)
		sameFigure(t, what+" peak", &got.Peak, &want.Peak)
	}
}

// sameFigure allows for the last of the digits that are told: rounding down can
// fall to either side of it.
func sameFigure(t *testing.T, what string, got, want *float64) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Errorf("%s: %s, want %s", what, shown(got), shown(want))
		return
	}
	if got != nil && math.Abs(*got-*want) > 1.1e-5*math.Abs(*want) {
		t.Errorf("%s: %v, want %v", what, *got, *want)
	}
}

func shown(x *float64) string {
	if x == nil {
		return "none"
	}
	return fmt.Sprint(*x)
}
