package capacity

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"archlint/analyzer/facts"
)

func seconds(s float64) *float64 { return &s }

// at is a call to one data action, once for each interaction.
func at(name, integration, host string, timeout *float64) Call {
	return Call{
		DataAction: name, Integration: integration, PerInteraction: Exactly(1), OwnTimeoutSeconds: timeout,
		Definition: &facts.Definition{Host: host, PlatformAPI: "no"},
	}
}

func outageOf(t *testing.T, r Result, kind, name string) facts.Outage {
	t.Helper()
	i := slices.IndexFunc(r.Outages, func(o facts.Outage) bool {
		return o.Kind == kind && slices.Contains([]string{o.DataAction, o.Integration, o.Host}, name)
	})
	if i < 0 {
		t.Fatalf("no outage of %s %s in %+v", kind, name, r.Outages)
	}
	return r.Outages[i]
}

// A slow execution holds its slot until the data action's own timeout: 60 s at
// most, whatever is known of it.
func TestOwnTimeoutCutsTheSlotOff(t *testing.T) {
	for _, tt := range []struct {
		timeout *float64
		want    float64
	}{{seconds(5), 5}, {seconds(60), 60}, {nil, 60}, {seconds(0.5), 60}, {seconds(90), 60}, {seconds(math.NaN()), 60}} {
		load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{at("A", "I", "", tt.timeout)}}}}
		traffic := Traffic{InteractionsPerMinute: Given(60, FromFlag), LatencySeconds: Given(100, FromFlag)}
		r := assess(t, facts.Org{}, traffic, load)
		near(t, "busy slots", &row(t, r, slots).Demand.Expected, tt.want, 1e-9)
		near(t, "slots of the outage", &outageOf(t, r, oneAction, "A").Slots.Expected, tt.want, 1e-9)
	}
}

// Each flow repeats its own calls: what another repeats, or calls besides, adds to
// an outage and takes nothing away.
func TestRetriesCountWhereTheyAreMade(t *testing.T) {
	once, again := at("A", "I", "", seconds(30)), at("A", "I", "", seconds(30))
	again.PerInteraction, again.Retries = Count{Min: 1, Max: 4, Mean: 1.02}, 3
	load := Load{Entries: []EntryFlow{{Flow: "Line", Calls: []Call{once}}, {Flow: "Work", Kind: Event, Calls: []Call{again}}}}
	busy := func() float64 {
		return outageOf(t, assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(60, FromFlag),
			Entries: []EntryTraffic{{Flow: "Work", PerMinute: Given(60, FromFlag)}}}, load), oneAction, "A").Slots.Expected
	}
	before := busy()
	near(t, "slots", &before, 30+4*30, 1e-9) // one try each minute and line, and four of every run
	load.Entries[1].Calls[0].PerInteraction = Count{Min: 1, Max: 5, Mean: 2}
	if after := busy(); after < before {
		t.Errorf("%g slots with a further call, %g without", after, before)
	}
}

// A safe timeout is one that can be set, in whole seconds from 1 to 60, or none.
func TestSafeTimeoutCanBeSet(t *testing.T) {
	for _, tt := range []struct{ perMinute, want float64 }{{1, 60}, {136, 14}, {1800, 1}, {2600, 0}, {100000, 0}} {
		load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{at("A", "I", "", nil)}}}}
		r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(tt.perMinute, FromFlag)}, load)
		if got := *r.Outages[0].SafeTimeoutSeconds; got != tt.want {
			t.Errorf("%g a minute: safe timeout %g, want %g", tt.perMinute, got, tt.want)
		}
	}
}

// What one host or one integration serves hangs together.
func TestOutagesOfIntegrationsAndHosts(t *testing.T) {
	load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{
		at("A", "One", "shop.example.com", seconds(60)), at("B", "One", "", seconds(30)), at("C", "Two", "shop.example.com", seconds(60)),
		at("D", "Three", "", nil),
	}}}}
	r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(20, FromFlag)}, load)
	var kinds []string
	for _, o := range r.Outages {
		kinds = append(kinds, o.Kind+" "+o.DataAction+o.Integration+o.Host)
	}
	want := []string{"dataAction AOne", "dataAction BOne", "dataAction DThree", "dataAction CTwo", "integration One", "host shop.example.com"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	near(t, "one data action", &outageOf(t, r, oneAction, "A").Slots.Expected, 20+1, 0.001)
	near(t, "integration", &outageOf(t, r, oneIntegration, "One").Slots.Expected, 20+10+2*20.0/60, 0.001)
	host := outageOf(t, r, oneHost, "shop.example.com")
	near(t, "host", &host.Slots.Expected, 20+20+2*20.0/60, 0.001)
	if diff := cmp.Diff([]facts.Hanging{{DataAction: "A", Integration: "One"}, {DataAction: "C", Integration: "Two"}},
		host.DataActions); diff != "" || host.Verdict != Exceeded {
		t.Errorf("host %s: %s", host.Verdict, diff)
	}
}

// Retries without a limit are no three attempts: the slots are the least, and the
// verdict is unknown unless that is too much already.
func TestEndlessRetries(t *testing.T) {
	for _, tt := range []struct {
		perMinute float64
		want      string
	}{{1, Unknown}, {20, Unknown}, {136, Exceeded}} {
		call := at("A", "I", "", seconds(60))
		call.RetriesUnbounded, call.PerInteraction = true, Count{Min: 1, Mean: 1, Unbounded: true}
		r := assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(tt.perMinute, FromFlag)},
			Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{call}}}})
		o := r.Outages[0]
		near(t, "slots", &o.Slots.Expected, tt.perMinute, 1e-6)
		if o.Verdict != tt.want || !o.SlotsOpen || o.SafeTimeoutSeconds != nil ||
			!strings.Contains(strings.Join(o.Assumptions, " "), "without a limit") {
			t.Errorf("%g a minute: %+v", tt.perMinute, o)
		}
	}
}

// Neither the order of call sites nor how they are cut into flows changes what is
// known of their data action.
func TestOrderAndSplitsChangeNoOutage(t *testing.T) {
	c := catalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		var calls []Call
		for range rapid.IntRange(1, 5).Draw(t, "calls") {
			call := at(rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name"), "I", "h.example.com", nil)
			if rapid.Bool().Draw(t, "known") {
				call.OwnTimeoutSeconds = seconds(float64(rapid.IntRange(0, 70).Draw(t, "timeout")))
			}
			if rapid.Bool().Draw(t, "measured") {
				call.LatencySeconds = Given(rapid.Float64Range(0.1, 90).Draw(t, "latency"), FromExport)
			}
			call.Retries, call.RetriesUnbounded = rapid.IntRange(0, 3).Draw(t, "retries"), rapid.Bool().Draw(t, "unbounded")
			calls = append(calls, call)
		}
		traffic := Traffic{InteractionsPerMinute: Given(rapid.Float64Range(1, 200).Draw(t, "rate"), FromFlag)}
		figures := func(load Load) []string {
			r, err := Assess(c, facts.Org{}, traffic, load)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, o := range r.Outages {
				if o.Kind == oneAction {
					least := hangingSlots(calls, o.DataAction) * traffic.InteractionsPerMinute.Value / 60
					if o.Slots.Expected < least-0.001 {
						t.Fatalf("%s: %g slots, want at least %g", o.DataAction, o.Slots.Expected, least)
					}
				}
				out = append(out, o.Kind, o.DataAction, o.Verdict, num(o.Slots.Expected), num(o.Slots.Peak))
			}
			return append(out, num(r.Limits[0].Demand.Expected), r.Limits[0].Verdict)
		}
		want := figures(Load{Entries: []EntryFlow{{Flow: "F", Calls: calls}}})
		other := rapid.Permutation(calls).Draw(t, "order")
		if diff := cmp.Diff(want, figures(Load{Entries: []EntryFlow{{Flow: "F", Calls: other}}})); diff != "" {
			t.Fatal("order: ", diff)
		}
		// Two flows, each reached by every interaction, stand for one that does both: a
		// triggered one that starts once for each interaction.
		cut := rapid.IntRange(0, len(other)).Draw(t, "cut")
		traffic.Entries = []EntryTraffic{{Flow: "G", Share: Given(1, FromFlag)}}
		split := Load{Entries: []EntryFlow{{Flow: "F", Calls: other[:cut]}, {Flow: "G", Kind: Event, Calls: other[cut:]}}}
		if diff := cmp.Diff(want, figures(split)); diff != "" {
			t.Fatal("split: ", diff)
		}
	})
}

// hangingSlots is how long one interaction holds slots while the data action hangs,
// in seconds: with the longest timeout of its sites, 60 s if one is unknown.
func hangingSlots(calls []Call, name string) float64 {
	sites, longest := 0.0, 0.0
	for i := range calls {
		if calls[i].DataAction != name {
			continue
		}
		sites++
		longest = max(longest, TimeoutOf(calls[i]))
	}
	return sites * longest
}

// A data action whose host nobody knows may hang with any host: what fits without it
// is not known to fit.
func TestUnknownHostsMayHangAsWell(t *testing.T) {
	calls := []Call{at("A", "I", "crm", seconds(2)), at("B", "J", "crm", seconds(2)), at("C", "K", "", seconds(60))}
	verdict := func() facts.Outage {
		return outageOf(t, assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(60, FromFlag)},
			Load{Entries: []EntryFlow{{Flow: "F", Calls: calls}}}), oneHost, "crm")
	}
	if o := verdict(); o.Verdict != Unknown ||
		!slices.ContainsFunc(o.Assumptions, func(s string) bool { return strings.Contains(s, `may hang as well: "C"`) }) {
		t.Errorf("verdict %s, %q", o.Verdict, o.Assumptions)
	}
	calls[2].Definition.Host = "erp"
	if o := verdict(); o.Verdict != OK {
		t.Errorf("verdict %s where all hosts are known", o.Verdict)
	}
}

// Where nobody knows which flow interactions enter, an outage is that of the worst, and
// says so.
func TestOutagesWhereEntriesAreOpen(t *testing.T) {
	load := Load{Entries: []EntryFlow{{Flow: "F", Calls: []Call{at("A", "I", "", seconds(60))}}, {Flow: "G"}}}
	o := outageOf(t, assess(t, facts.Org{}, Traffic{InteractionsPerMinute: Given(60, FromFlag)}, load), oneAction, "A")
	if o.Verdict != Exceeded || o.Slots.Expected != 60 ||
		!slices.ContainsFunc(o.Assumptions, func(s string) bool { return strings.Contains(s, "where this outage is worst") }) {
		t.Errorf("verdict %s at %g slots, %q", o.Verdict, o.Slots.Expected, o.Assumptions)
	}
}
