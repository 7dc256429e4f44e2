package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// pair is a handling time and an occupancy of the worked example.
type pair struct {
	aht       int
	occupancy float64
}

var pairs = []pair{{180, 0.90}, {300, 0.85}, {600, 0.80}}

// worked is one row of the worked example, as the program prints it.
type worked struct {
	perMinute, peak, share float64
	slots                  [3][2]float64 // at 1, 5 and 15 s: mean and peak
	outage, refused, safe  float64
	calls                  float64
}

// capacityOf runs archlint capacity for 800 licences.
func capacityOf(t *testing.T, flow string, p pair, latency int) (limits map[string]facts.Limit, outages []facts.Outage) {
	t.Helper()
	args := []string{"capacity", flow, "--config", "none", "--licences", "800", "--format", "json", "--aht", fmt.Sprintf("%ds", p.aht),
		"--occupancy", fmt.Sprint(p.occupancy), "--latency", fmt.Sprintf("%ds", latency)}
	var stdout, stderr bytes.Buffer
	if code := run(args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("%v: exit code %d\n%s", args, code, stderr.String())
	}
	var out struct {
		Capacity []facts.Limit
		Outages  []facts.Outage
	}
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	limits = map[string]facts.Limit{}
	for _, l := range out.Capacity {
		limits[l.Limit.Key] = l
	}
	return limits, out.Outages
}

func workedRow(t *testing.T, flow string, p pair) worked {
	t.Helper()
	var w worked
	for i, latency := range []int{1, 5, 15} {
		limits, outages := capacityOf(t, flow, p, latency)
		volume, slots := limits["requests.volume.max"], limits["actions.concurrent.executions.max"]
		w.slots[i] = [2]float64{math.Round(slots.Demand.Expected), slots.Demand.Peak}
		w.perMinute, w.peak, w.share = volume.Demand.Expected, volume.Demand.Peak, math.Round(100**volume.Utilisation)
		w.calls = math.Round(10**volume.BreakEven.CallsPerInteraction) / 10
		w.outage, w.refused = math.Round(outages[0].Slots.Expected), math.Round(100**outages[0].Refused)
		w.safe = *outages[0].SafeTimeoutSeconds
	}
	return w
}

// workedTable is the README's table of the worked example.
func workedTable(t *testing.T, flow string) string {
	var b strings.Builder
	b.WriteString("AHT, occupancy  per s / min    peak minute  of 2,500  slots at 1 s, 5 s, 15 s: mean (peak)  endpoint dead, 60 s      " +
		"safe timeout  calls that fit\n")
	for _, p := range pairs {
		w := workedRow(t, flow, p)
		fmt.Fprintf(&b, "%3d s, %2.0f %%     %4.2f / %-8.0f  %11.0f  %6.0f %%  %34s  %-23s  %10.0f s  %14.1f\n",
			p.aht, 100*p.occupancy, w.perMinute/60, w.perMinute, w.peak, w.share,
			fmt.Sprintf("%.0f (%.0f), %.0f (%.0f), %.0f (%.0f)", w.slots[0][0], w.slots[0][1], w.slots[1][0], w.slots[1][1],
				w.slots[2][0], w.slots[2][1]),
			fmt.Sprintf("%.0f slots, %.0f %% refused", w.outage, w.refused), w.safe, w.calls)
	}
	return b.String()
}

// TestWorkedExample holds the program to the figures of the worked example:
// 800 concurrent licences, all busy, one data action for each new interaction.
func TestWorkedExample(t *testing.T) {
	t.Chdir("../..")
	want := []worked{
		{240, 289, 12, [3][2]float64{{4, 11}, {20, 35}, {60, 85}}, 240, 79, 7, 8.7},
		{136, 173, 7, [3][2]float64{{2, 8}, {11, 23}, {34, 53}}, 136, 64, 14, 14.5},
		{64, 90, 4, [3][2]float64{{1, 5}, {5, 14}, {16, 30}}, 64, 26, 29, 27.8},
	}
	for i, p := range pairs {
		if got := workedRow(t, "testdata/readme/one-call.yaml", p); got != want[i] {
			t.Errorf("AHT %d s: got %+v, want %+v", p.aht, got, want[i])
		}
	}
}
