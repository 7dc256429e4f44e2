package capacity

import (
	"math"
	"strings"
	"testing"

	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

// Workflows that interactions start: their starts and their calls follow the
// interactions, and so the triggers' limits have a break-even.
func TestInteractionsStartWorkflows(t *testing.T) {
	load := oneCall("no")
	load.Entries = append(load.Entries,
		EntryFlow{Flow: "After", Kind: Event, Calls: []Call{{DataAction: "Log", PerInteraction: Exactly(2)}}},
		EntryFlow{Flow: "Nightly", Kind: Event, Calls: []Call{{DataAction: "Sync", PerInteraction: Exactly(1)}}})
	traffic := Traffic{InteractionsPerMinute: Given(600, FromFlag), Entries: []EntryTraffic{
		{Flow: "After", Share: Given(0.5, FromConfig)}, {Flow: "Nightly", PerMinute: Given(10, FromConfig)},
	}}
	r := assess(t, facts.Org{}, traffic, load)
	if v := row(t, r, volume); v.Demand.Expected != 600+600+10 {
		t.Errorf("volume %+v", v.Demand)
	}
	perMinute := row(t, r, "event.orchestration.workflow.invocations.per.minute")
	if perMinute.Demand.Expected != 310 || perMinute.Demand.Peak != prob.PoissonQuantile(310, 0.999) {
		t.Errorf("starts %+v", perMinute.Demand)
	}
	near(t, "starts a minute", perMinute.BreakEven.InteractionsPerMinute, (prob.PoissonMean(6000, 0.999)-10)/0.5, 0.1)
	hour := row(t, r, "event.orchestration.workflow.invocations.per.hour")
	near(t, "starts an hour", hour.BreakEven.InteractionsPerMinute, (prob.PoissonMean(36000, 0.999)/60-10)/0.5, 0.1)
	share := row(t, r, "distinct.target.ratio")
	near(t, "share of one workflow", share.BreakEven.InteractionsPerMinute, prob.PoissonMean(4800, 0.999)/0.5, 0.1)
	if want := 300.0 / 6000; math.Abs(share.Demand.Expected-want) > 1e-3 {
		t.Errorf("share %+v, want %g", share.Demand, want)
	}
	all := strings.Join(hour.Assumptions, "\n")
	for _, want := range []string{"workflow.invocations.per.hour is reached at 590 starts per minute", "600 interactions per minute"} {
		if !strings.Contains(all, want) {
			t.Errorf("the hour's row does not say %q:\n%s", want, all)
		}
	}

	// Put back in, the break-even meets the limit.
	traffic.InteractionsPerMinute = Given(*hour.BreakEven.InteractionsPerMinute, FromFlag)
	at := row(t, assess(t, facts.Org{}, traffic, load), hour.Limit.Key)
	if at.Demand.Peak > 36000 || at.Demand.Peak < 35990 {
		t.Errorf("at its break-even the hour peaks at %g", at.Demand.Peak)
	}

	// Without any traffic the break-even is still given, and shares of workflows
	// are no shares of the interactions.
	traffic.InteractionsPerMinute = nil
	traffic.Entries[0].Share = Given(1, FromConfig)
	traffic.Entries = append(traffic.Entries, EntryTraffic{Flow: "Main", Share: Given(1, FromConfig)})
	none := row(t, assess(t, facts.Org{}, traffic, load), hour.Limit.Key)
	if none.Demand != nil || none.Verdict != Unknown || none.BreakEven.InteractionsPerMinute == nil {
		t.Errorf("without traffic: %+v", none)
	}
}
