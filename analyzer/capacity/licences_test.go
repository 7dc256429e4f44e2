package capacity

import (
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// A licence mix gives the interactions of those licences that handle any, as
// configured and as exported.
func TestLicenceMixGivesTraffic(t *testing.T) {
	mix := []facts.LicenceCount{{Type: "communicate", Count: 1000}, {Type: "cx1", Count: 200}, {Type: "cx2-concurrent", Count: 400}}
	configured := assess(t, facts.Org{}, Traffic{LicenceMix: mix}, oneCall("no"))
	exported := assess(t, facts.Org{LicenceMix: mix, Licences: 1600}, Traffic{}, oneCall("no"))
	for name, r := range map[string]Result{"configured": configured, "exported": exported} {
		v := row(t, r, volume)
		if v.Demand == nil || v.Demand.Expected != 102 { // 600 x 0.85 / 300 s x 60
			t.Errorf("%s: demand %+v", name, v.Demand)
		}
		if text := strings.Join(v.Assumptions, "\n"); !strings.Contains(text, "Licences that handle interactions: 200 cx1, 400 cx2-concurrent; "+
			"not counted: 1000 communicate.") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if given := assess(t, facts.Org{LicenceMix: mix, Licences: 1600}, Traffic{Licences: Given(100, FromFlag)}, oneCall("no")); row(t, given,
		volume).Demand.Expected != 17 {
		t.Errorf("given licences: %+v", row(t, given, volume).Demand)
	}
}

// A known integration type decides whose API is called where there is no
// definition; where it does not, the URL is still needed.
func TestIntegrationTypeStandsForADefinition(t *testing.T) {
	for kind, want := range map[string][2]float64{
		"purecloud-data-actions": {100, 100}, "aws-lambda-data-actions": {0, 0}, "salesforce-datadip-actions": {0, 0},
		"custom-rest-actions": {0, 100}, "function-data-actions": {0, 100}, "": {0, 100},
	} {
		load := oneCall("no")
		load.Entries[0].Calls[0].Definition = nil
		org := facts.Org{Integrations: []facts.Integration{{Name: "CRM", Type: kind}}}
		got := row(t, assess(t, org, Traffic{InteractionsPerMinute: Given(100, FromFlag)}, load), token)
		low := got.Demand
		if got.DemandLow != nil {
			low = got.DemandLow
		}
		if got.Demand.Expected != want[1] || low.Expected != want[0] {
			t.Errorf("%q: %g to %g, want %v", kind, low.Expected, got.Demand.Expected, want)
		}
	}
	two := facts.Org{Integrations: []facts.Integration{{Name: "CRM", Type: "purecloud-data-actions"},
		{Name: "CRM", Type: "custom-rest-actions"}}}
	load := oneCall("no")
	load.Entries[0].Calls[0].Definition = nil
	if got := row(t, assess(t, two, Traffic{InteractionsPerMinute: Given(100, FromFlag)}, load), token); got.DemandLow == nil {
		t.Errorf("two integrations of one name: %+v", got.Demand)
	}
}

// Of executions that the flows do not make, from none to all call the platform's
// own API, unless their share is given.
func TestBackgroundOfThePlatformAPI(t *testing.T) {
	for _, tt := range []struct {
		share     *Figure
		low, high float64
	}{{nil, 136, 336}, {Given(0.25, FromFlag), 186, 186}, {Given(0, FromFlag), 136, 136}} {
		traffic := Traffic{Licences: Given(800, FromFlag), LicenceType: "cx1", BackgroundPerMinute: Given(200, FromFlag),
			BackgroundPlatformShare: tt.share, OpenHoursPerMonth: Given(100, FromFlag)}
		r := assess(t, facts.Org{}, traffic, oneCall("yes"))
		for key, scale := range map[string]float64{token: 1, month: 6000} {
			got := row(t, r, key)
			low := got.Demand
			if got.DemandLow != nil {
				low = got.DemandLow
			}
			if low.Expected != scale*tt.low || got.Demand.Expected != scale*tt.high {
				t.Errorf("%s, share %+v: %g to %g, want %g to %g", key, tt.share, low.Expected, got.Demand.Expected, scale*tt.low, scale*tt.high)
			}
		}
	}
	if err := (Traffic{BackgroundPlatformShare: Given(1.2, FromFlag)}).Validate(); err == nil {
		t.Error("a share of 1.2 is taken")
	}
}
