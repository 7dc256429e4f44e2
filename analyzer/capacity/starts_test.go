package capacity

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
)

const (
	startsPerMinute = "event.orchestration.workflow.invocations.per.minute"
	startsPerHour   = "event.orchestration.workflow.invocations.per.hour"
)

// triggered is a load of interactions without calls, and a workflow with one.
func triggered(starts ...Start) Load {
	return Load{Entries: []EntryFlow{
		{Flow: "Line"},
		{Flow: "Acw", Kind: Event, Starts: starts,
			Calls: []Call{{DataAction: "Tell", Integration: "CRM", PerInteraction: Exactly(1), Definition: &facts.Definition{PlatformAPI: "no"}}}},
	}}
}

// Triggers on topics whose pace is known give a default for the workflow's starts.
func TestTriggersGiveStarts(t *testing.T) {
	customer := Start{Trigger: "end", Topic: "v2.detail.events.conversation.{id}.customer.end", PerInteraction: 1}
	agent := Start{Trigger: "acw", Topic: "v2.detail.events.conversation.{id}.acw", PerAgent: 1}
	nightly := Start{Trigger: "night", PerMinute: MostScheduledRuns / 60, AtMost: true}
	some := customer
	some.AtMost = true
	unknown := Start{Trigger: "attributes", Topic: "v2.detail.events.conversation.{id}.attributes"}
	for name, tt := range map[string]struct {
		starts    []Start
		low, high float64
		verdict   string
		says      string
	}{
		"once an interaction": {[]Start{customer}, 100, 100, OK, `"Acw" is taken to start once for each interaction (trigger "end" on ` +
			`v2.detail.events.conversation.{id}.customer.end).`},
		"once an agent":              {[]Start{agent}, 80, 80, OK, "once for each agent that takes part, one for each answered interaction"},
		"two triggers add up":        {[]Start{customer, agent}, 180, 180, OK, "and once for each agent"},
		"conditions make it at most": {[]Start{some}, 0, 100, OK, "at most once for each interaction"},
		"a schedule":                 {[]Start{nightly}, 0, 2.0 / 60, OK, "at most 2 times an hour by its schedule"},
		"another topic":              {[]Start{unknown}, 0, 0, Unknown, `Runs of "Acw" are not counted`},
		"another topic besides":      {[]Start{customer, unknown}, 100, 100, Unknown, "is not known, and not counted"},
		"no trigger":                 {nil, 0, 0, Unknown, "Enter how often it starts (`traffic.entries: {\"Acw\": {share: 140%}}`"},
	} {
		traffic := Traffic{InteractionsPerMinute: Given(100, FromFlag), Contained: Given(0.15, FromFlag), Abandoned: Given(0.05, FromFlag)}
		r := assess(t, facts.Org{}, traffic, triggered(tt.starts...))
		v := row(t, r, volume)
		low := v.Demand
		if v.DemandLow != nil {
			low = v.DemandLow
		}
		if math.Abs(v.Demand.Expected-tt.high) > 0.001 || math.Abs(low.Expected-tt.low) > 0.001 || v.Verdict != tt.verdict {
			t.Errorf("%s: %g to %g, %s", name, low.Expected, v.Demand.Expected, v.Verdict)
		}
		if text := strings.Join(v.Assumptions, "\n"); !strings.Contains(text, tt.says) {
			t.Errorf("%s: no %q in %s", name, tt.says, text)
		}
		for _, key := range []string{startsPerMinute, startsPerHour, "distinct.target.ratio"} {
			s := row(t, r, key)
			if s.BreakEven.StartsPerMinute == nil || *s.BreakEven.StartsPerMinute < 500 || s.Verdict != tt.verdict {
				t.Errorf("%s: %s %+v", name, key, s)
			}
		}
		if o := outageOf(t, r, oneAction, "Tell"); (o.Verdict == OK) && tt.verdict == Unknown {
			t.Errorf("%s: outage %+v", name, o)
		}
	}
}

// What at most starts can be less: beyond the limit it is unknown, not exceeded.
func TestAtMostIsNotExceeded(t *testing.T) {
	start := Start{Trigger: "end", PerInteraction: 1, AtMost: true}
	traffic := Traffic{InteractionsPerMinute: Given(5000, FromFlag)}
	for atMost, want := range map[bool]string{true: Unknown, false: Exceeded} {
		start.AtMost = atMost
		r := assess(t, facts.Org{}, traffic, triggered(start))
		for _, key := range []string{volume, slots, startsPerHour} {
			if v := row(t, r, key); v.Verdict != want {
				t.Errorf("at most %t: %s %s, want %s", atMost, key, v.Verdict, want)
			}
		}
		if o := outageOf(t, r, oneAction, "Tell"); o.Verdict != want {
			t.Errorf("at most %t: outage %s, want %s", atMost, o.Verdict, want)
		}
	}
}

// Only limits that the workflow's calls bear on are unknown for it.
func TestUncountedRunsAndOtherLimits(t *testing.T) {
	load := triggered()
	load.Entries[0].Calls = oneCall("yes").Entries[0].Calls
	r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(100, FromFlag)}, load)
	if v := row(t, r, token); v.Verdict != OK {
		t.Errorf("its calls are no platform calls: %+v", v)
	}
	if v := row(t, r, volume); v.Verdict != Unknown {
		t.Errorf("volume %+v", v)
	}
	// What the flows ask of an allowance of unknown type is not known either.
	load.Entries[1].Calls[0].Definition.PlatformAPI = "yes"
	known := assess(t, facts.Org{}, Traffic{Licences: Given(100, FromFlag)}, load)
	if text := strings.Join(known.Assumptions, "\n"); !strings.Contains(text, "what the flows ask for is not known") {
		t.Errorf("fair use: %s", text)
	}
	load.Entries[1].Calls = nil
	r = assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(100, FromFlag)}, load)
	if v := row(t, r, volume); v.Verdict != OK {
		t.Errorf("a workflow without calls: %+v", v)
	}
}

// One interaction may start a workflow several times, but enters one flow.
func TestSharesAboveOne(t *testing.T) {
	c := catalogue(t)
	for flow, ok := range map[string]bool{"Acw": true, "Line": false} {
		traffic := Traffic{InteractionsPerMinute: Given(100, FromFlag), Entries: []EntryTraffic{{Flow: flow, Share: Given(1.4, FromConfig)}}}
		r, err := Assess(c, facts.Org{}, traffic, triggered())
		if (err == nil) != ok {
			t.Errorf("%s: %v", flow, err)
		}
		if err == nil && row(t, r, volume).Demand.Expected != 140 {
			t.Errorf("%s: %+v", flow, row(t, r, volume).Demand)
		}
	}
	if err := (Traffic{Entries: []EntryTraffic{{Flow: "Acw", Share: Given(140, FromConfig)}}}).Validate(); err == nil {
		t.Error("140 starts an interaction are taken")
	}
}

// Taking a trigger away makes no verdict ok, and adding conditions makes none exceeded.
func TestLessKnownTriggersAreNoBetter(t *testing.T) {
	c := catalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		traffic, load := drawTraffic(t), drawLoad(t)
		load.Entries = append(load.Entries, triggered().Entries...)
		for i := range load.Entries {
			for range rapid.IntRange(1, 3).Draw(t, "triggers") {
				s := Start{Trigger: "t", AtMost: rapid.Bool().Draw(t, "at most")}
				if rapid.Bool().Draw(t, "known") {
					s.PerInteraction = rapid.SampledFrom([]float64{0.2, 1, 3}).Draw(t, "each")
				}
				load.Entries[i].Starts = append(load.Entries[i].Starts, s)
			}
		}
		before := verdicts(t, c, traffic, load)
		at := rapid.IntRange(0, len(load.Entries)-1).Draw(t, "entry")
		load.Entries[at].Starts = nil
		for key, after := range verdicts(t, c, traffic, load) {
			if after == OK && before[key] != OK {
				t.Fatalf("%s: %s with its triggers, ok without", key, before[key])
			}
		}
	})
}

func verdicts(t *rapid.T, c limits.Catalogue, traffic Traffic, load Load) map[string]string {
	r, err := Assess(c, facts.Org{}, traffic, load)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, l := range r.Limits {
		out[l.Limit.Key] = l.Verdict
	}
	for _, o := range r.Outages {
		out[o.Kind+" "+o.DataAction+o.Integration+o.Host] = o.Verdict
	}
	return out
}
