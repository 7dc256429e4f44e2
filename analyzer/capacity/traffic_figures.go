package capacity

import "archlint/analyzer/facts"

// FromOthers is the origin of a figure that follows from others.
const FromOthers = "derived"

// figures returns the traffic that the result rests on, under the names that flags and the
// configuration use.
func (m *model) figures() []facts.TrafficFigure {
	t := m.traffic
	rate := t.InteractionsPerMinute
	if rate == nil && m.arrivals.known {
		rate = Given(m.arrivals.perMinute, FromOthers)
	}
	byDefault := func(f *Figure, value float64) *Figure {
		if f == nil {
			return Given(value, FromDefault)
		}
		return f
	}
	var out []facts.TrafficFigure
	add := func(name, flow string, f *Figure, unit string) {
		if f != nil {
			out = append(out, facts.TrafficFigure{Figure: name, Flow: flow, Value: f.Value, Unit: unit, Source: f.From, At: f.At})
		}
	}
	add("interactions-per-minute", "", rate, "interactions per minute")
	add("licences", "", t.Licences, "licences")
	add("aht", "", byDefault(t.AHTSeconds, DefaultAHTSeconds), "s")
	add("occupancy", "", byDefault(t.Occupancy, DefaultOccupancy), "share")
	add("contained", "", byDefault(t.Contained, 0), "share")
	add("abandoned", "", byDefault(t.Abandoned, 0), "share")
	add("peak-quantile", "", byDefault(t.PeakQuantile, DefaultPeakQuantile), "share")
	add("peak-factor", "", byDefault(t.PeakFactor, 1), "times")
	add("latency", "", byDefault(t.LatencySeconds, DefaultLatencySeconds), "s")
	add("open-hours-per-month", "", t.OpenHoursPerMonth, "hours per month")
	add("waiting-interactions", "", t.WaitingInteractions, "interactions")
	add("mean-wait", "", t.MeanWaitSeconds, "s")
	add("background-per-minute", "", t.BackgroundPerMinute, "executions per minute")
	add("background-platform-share", "", t.BackgroundPlatformShare, "share")
	for _, e := range t.Entries {
		add("entries", e.Flow, e.PerMinute, "interactions per minute")
		add("entries", e.Flow, e.Share, "share")
	}
	return out
}
