package demand

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/capacity"
)

func TestByMedium(t *testing.T) {
	load := capacity.Load{Entries: []capacity.EntryFlow{
		{Flow: "Main", Medium: "voice"}, {Flow: "Sales", FlowID: "s-1", Medium: "voice"}, {Flow: "Chatter", Medium: "message"},
		{Flow: "Email", Medium: "email"}, {Flow: "Nightly", Kind: capacity.Event},
	}}
	rate := func(flow string, v float64) capacity.EntryTraffic {
		return capacity.EntryTraffic{Flow: flow, PerMinute: capacity.Given(v, capacity.FromConfig)}
	}
	share := func(flow string, v float64) capacity.EntryTraffic {
		return capacity.EntryTraffic{Flow: flow, Share: capacity.Given(v, capacity.FromConfig)}
	}
	evenly := "The voice interactions are spread over 2 entry flows evenly: nothing says how."
	for _, c := range []struct {
		name            string
		given, measured []capacity.EntryTraffic
		want            []capacity.EntryTraffic
		notes           []string
	}{
		{name: "one flow", given: []capacity.EntryTraffic{rate("message", 20)}, want: []capacity.EntryTraffic{rate("Chatter", 20)}},
		{name: "two flows", given: []capacity.EntryTraffic{rate("Voice", 100)}, want: []capacity.EntryTraffic{rate("Main", 50),
			rate("Sales", 50)}, notes: []string{evenly}},
		{name: "as measured", given: []capacity.EntryTraffic{rate("voice", 100)},
			measured: []capacity.EntryTraffic{rate("Main", 3), rate("Sales", 1)},
			want:     []capacity.EntryTraffic{rate("Main", 75), rate("Sales", 25)},
			notes:    []string{"The voice interactions are spread over 2 entry flows as measured."}},
		{name: "what is left", given: []capacity.EntryTraffic{rate("voice", 100), rate("s-1", 30)},
			want: []capacity.EntryTraffic{rate("s-1", 30), rate("Main", 70)}},
		{name: "shares", given: []capacity.EntryTraffic{share("voice", 0.5), share("message", 0.25)},
			want: []capacity.EntryTraffic{share("Main", 0.25), share("Sales", 0.25), share("Chatter", 0.25)}, notes: []string{evenly}},
		{name: "a flow of that name", given: []capacity.EntryTraffic{rate("email", 5)}, want: []capacity.EntryTraffic{rate("email", 5)}},
		{name: "none of it", given: []capacity.EntryTraffic{rate("chat", 5)},
			notes: []string{"No other entry flow takes chat interactions: what is said of them does not count."}},
	} {
		got, notes := byMedium(c.given, c.measured, load)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.notes, notes); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}
