package capacity

import (
	"maps"
	"math"
	"slices"
	"testing"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"

	"pgregory.net/rapid"
)

// peaks are the peaks by limit, as they are printed.
func peaks(t *rapid.T, c limits.Catalogue, traffic Traffic, load Load) map[string]facts.Limit {
	r, err := Assess(c, facts.Org{}, traffic, load)
	if err != nil {
		t.Fatalf("valid traffic refused: %v", err)
	}
	all := map[string]facts.Limit{}
	for _, l := range r.Limits {
		all[l.Limit.Key] = l
	}
	return all
}

func catalogue(t *testing.T) limits.Catalogue {
	t.Helper()
	c, err := limits.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// More of anything that makes demand never lowers it.
func TestDemandGrowsWithTraffic(t *testing.T) {
	c := catalogue(t)
	// What each figure drives; every key where it drives all.
	grow := map[string]func(Traffic, float64) Traffic{
		"interactions": func(t Traffic, by float64) Traffic {
			t.InteractionsPerMinute = Given(t.InteractionsPerMinute.Value*by, FromFlag)
			return t
		},
		"latency": func(t Traffic, by float64) Traffic {
			t.LatencySeconds = Given(value(t.LatencySeconds, DefaultLatencySeconds)*by, FromFlag)
			return t
		},
		"factor": func(t Traffic, by float64) Traffic {
			t.PeakFactor = Given(value(t.PeakFactor, 1)*by, FromFlag)
			return t
		},
		"background": func(t Traffic, by float64) Traffic {
			t.BackgroundPerMinute = Given(value(t.BackgroundPerMinute, 0)+by, FromFlag)
			return t
		},
		"waiting": func(t Traffic, by float64) Traffic {
			t.WaitingInteractions = Given(value(t.WaitingInteractions, 0)+by, FromFlag)
			return t
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		traffic, load := drawTraffic(t), drawLoad(t)
		traffic.InteractionsPerMinute = Given(rapid.Float64Range(0.01, 3000).Draw(t, "rate"), FromFlag)
		what := rapid.SampledFrom([]string{"interactions", "latency", "factor", "background", "waiting"}).Draw(t, "what")
		if what == "waiting" { // else how many wait follows from how long they do
			traffic.WaitingInteractions = Given(value(traffic.WaitingInteractions, 0), FromFlag)
		}
		by := rapid.Float64Range(1, 4).Draw(t, "by")
		before := peaks(t, c, traffic, load)
		for key, after := range peaks(t, c, grow[what](traffic, by), load) {
			old, ok := before[key]
			if !ok || old.Demand == nil || after.Demand == nil || key == month && old.Demand.Peak < 1000 {
				continue // of a month's calls the mean alone chooses the entry flow
			}
			// Large counts are expansions and not sums: they may be off by a part in a thousand.
			if slack := 1e-3*old.Demand.Peak + 1e-6; after.Demand.Peak < old.Demand.Peak-slack {
				t.Fatalf("%s: peak %g before, %g with %g times the %s", key, old.Demand.Peak, after.Demand.Peak, by, what)
			}
			if after.Demand.Expected < old.Demand.Expected*(1-1e-9)-1e-3 {
				t.Fatalf("%s: mean %g before, %g with %g times the %s", key, old.Demand.Expected, after.Demand.Expected, by, what)
			}
		}
	})
}

// A utilisation is peak over limit, a headroom limit over peak, and verdicts
// follow from them where demand is no range.
func TestFiguresOfARowFitTogether(t *testing.T) {
	c := catalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		for key, l := range peaks(t, c, drawTraffic(t), drawLoad(t)) {
			if l.Demand == nil {
				if l.Utilisation != nil || l.Headroom != nil || l.Verdict != Unknown {
					t.Fatalf("%s: no demand, but %+v", key, l)
				}
				continue
			}
			if l.Utilisation == nil || math.Abs(*l.Utilisation-l.Demand.Peak/l.Limit.Value) > 0.006*l.Demand.Peak/l.Limit.Value+1e-9 &&
				math.Abs(*l.Utilisation-l.Demand.Peak/l.Limit.Value) > 0.0006 {
				t.Fatalf("%s: utilisation %s of %+v against %g", key, show(l.Utilisation), *l.Demand, l.Limit.Value)
			}
			if (l.Headroom == nil) != (l.Demand.Peak == 0) {
				t.Fatalf("%s: headroom %s at a peak of %g", key, show(l.Headroom), l.Demand.Peak)
			}
			if l.Headroom != nil && (*l.Headroom > l.Limit.Value/l.Demand.Peak*(1+1e-9) || *l.Headroom < l.Limit.Value/l.Demand.Peak*0.989) {
				t.Fatalf("%s: headroom %g of %+v against %g", key, *l.Headroom, *l.Demand, l.Limit.Value)
			}
			if l.Verdict == OK && l.Demand.Peak > l.Limit.Value || l.Verdict == Exceeded && l.Demand.Peak <= l.Limit.Value {
				t.Fatalf("%s: %s at a peak of %g against %g", key, l.Verdict, l.Demand.Peak, l.Limit.Value)
			}
		}
	})
}

// Put back in, every break-even meets the limit without passing it; a little
// more passes it, or lies within one call's step of it.
func TestEveryBreakEvenMeetsItsLimit(t *testing.T) {
	c := catalogue(t)
	put := map[string]func(*Traffic, float64){
		"interactions": func(t *Traffic, x float64) { t.InteractionsPerMinute = Given(x, FromFlag) },
		"licences":     func(t *Traffic, x float64) { t.InteractionsPerMinute, t.Licences = nil, Given(x, FromFlag) },
		"latency":      func(t *Traffic, x float64) { t.LatencySeconds = Given(x, FromFlag) },
		"waiting":      func(t *Traffic, x float64) { t.WaitingInteractions, t.MeanWaitSeconds = Given(x, FromFlag), nil },
	}
	rapid.Check(t, func(t *rapid.T) {
		traffic, load := drawTraffic(t), drawLoad(t)
		traffic.InteractionsPerMinute = Given(rapid.Float64Range(0.5, 3000).Draw(t, "rate"), FromFlag)
		if traffic.WaitingInteractions == nil && traffic.MeanWaitSeconds == nil {
			traffic.MeanWaitSeconds = Given(0, FromFlag) // else the demand is without those that wait
		}
		rows := peaks(t, c, traffic, load)
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(rows))).Draw(t, "limit")
		l := rows[key]
		for what, x := range map[string]*float64{
			"interactions": l.BreakEven.InteractionsPerMinute, "licences": l.BreakEven.Licences,
			"latency": l.BreakEven.LatencySeconds, "waiting": l.BreakEven.WaitingInteractions,
		} {
			if x == nil || *x == 0 || *x > 1e8 || what == "latency" && *x > 1e6 {
				continue
			}
			at := func(x float64) float64 {
				traffic := traffic
				put[what](&traffic, x)
				return peaks(t, c, traffic, load)[key].Demand.Peak
			}
			if got := at(*x); got > l.Limit.Value*(1+1e-3) {
				t.Fatalf("%s peaks at %g with its break-even of %g %s, limit %g", key, got, *x, what, l.Limit.Value)
			}
			if got := at(*x*1.05 + 0.01); got < l.Limit.Value*0.97-60 {
				t.Fatalf("%s peaks at %g with 5 %% more than its break-even of %g %s, limit %g", key, got, *x, what, l.Limit.Value)
			}
		}
	})
}
