package capacity

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
)

// Every figure tells where it comes from; one that nobody gives is the default,
// or is not there.
func TestFiguresOfTheTraffic(t *testing.T) {
	traffic := Traffic{
		Licences:          &Figure{Value: 800, From: FromFlag, At: "--licences"},
		AHTSeconds:        &Figure{Value: 240, From: FromConfig, At: "archlint.yaml:3:8"},
		OpenHoursPerMonth: Given(220, FromExport),
		Entries:           []EntryTraffic{{Flow: "Main", Share: Given(0.5, FromConfig)}},
	}
	load := Load{Entries: []EntryFlow{{Flow: "Main"}, {Flow: "Other"}}}
	want := []facts.TrafficFigure{
		{Figure: "interactions-per-minute", Value: 170, Unit: "interactions per minute", Source: "derived"},
		{Figure: "licences", Value: 800, Unit: "licences", Source: "flag", At: "--licences"},
		{Figure: "aht", Value: 240, Unit: "s", Source: "config", At: "archlint.yaml:3:8"},
		{Figure: "occupancy", Value: 0.85, Unit: "share", Source: "default"},
		{Figure: "contained", Unit: "share", Source: "default"},
		{Figure: "abandoned", Unit: "share", Source: "default"},
		{Figure: "peak-quantile", Value: 0.999, Unit: "share", Source: "default"},
		{Figure: "peak-factor", Value: 1, Unit: "times", Source: "default"},
		{Figure: "latency", Value: 1, Unit: "s", Source: "default"},
		{Figure: "open-hours-per-month", Value: 220, Unit: "hours per month", Source: "export"},
		{Figure: "entries", Flow: "Main", Value: 0.5, Unit: "share", Source: "config"},
	}
	if diff := cmp.Diff(want, newModel(traffic, load).figures()); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	for _, f := range newModel(Traffic{}, load).figures() {
		if f.Source != FromDefault {
			t.Errorf("nobody gave %+v", f)
		}
	}
}
