package config

import (
	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
)

// Scenarios returns the traffic of each chosen scenario, in the order in which
// they were chosen.
func (c *Config) Scenarios() []capacity.Traffic {
	var out []capacity.Traffic
	for _, name := range c.Chosen {
		out = append(out, trafficOf(c.scenario(name), name))
	}
	return out
}

// Asked reports whether the scenarios were chosen by flag or variable, and not
// by a file.
func (c *Config) Asked() bool { return c.over.get("scenario") != nil }

// trafficOf turns checked values into traffic.
func trafficOf(v *value, scenario string) capacity.Traffic {
	weekly, _ := weekOf(v.get("weekly")) // has been checked
	return capacity.Traffic{
		Name:                  scenario,
		InteractionsPerMinute: figure(v.get("interactions-per-minute")),
		Entries:               entriesOf(v.get("entries")),
		Weekly:                weekly,
		WeeklyShape:           v.get("weekly") != nil && v.get("weekly").proportional,
		Licences:              figure(v.get("licences")),
		LicenceType:           v.get("licence-type").str(),
		LicenceMix:            mixOf(v.get("licence-mix")),
		AHTSeconds:            figure(v.get("aht")),
		Occupancy:             figure(v.get("occupancy")),
		Contained:             figure(v.get("contained")),
		Abandoned:             figure(v.get("abandoned")),
		PeakQuantile:          figure(v.get("peak-quantile")),
		PeakFactor:            figure(v.get("peak-factor")),
		LatencySeconds:        figure(v.get("latency")),
		OpenHoursPerMonth:     figure(v.get("open-hours-per-month")),
		WaitingInteractions:   figure(v.get("waiting-interactions")),
		MeanWaitSeconds:       figure(v.get("mean-wait")),
		BackgroundPerMinute:   figure(v.get("background-per-minute")),

		BackgroundPlatformShare: figure(v.get("background-platform-share")),
	}
}

func figure(v *value) *capacity.Figure {
	if v == nil {
		return nil
	}
	from := capacity.FromConfig
	if v.at.Kind != FromFile {
		from = capacity.FromFlag
	}
	return &capacity.Figure{Value: v.num, From: from, At: v.at.String()}
}

func entriesOf(v *value) []capacity.EntryTraffic {
	var out []capacity.EntryTraffic
	for _, flow := range v.names() {
		rate := v.get(flow, "per-minute")
		out = append(out, capacity.EntryTraffic{
			Flow: flow, PerMinute: figure(rate), Share: figure(v.get(flow, "share")),
			Proportional: rate != nil && rate.proportional,
		})
	}
	return out
}

func mixOf(v *value) []facts.LicenceCount {
	var out []facts.LicenceCount
	for _, licence := range v.names() {
		out = append(out, facts.LicenceCount{Type: licence, Count: int(v.get(licence).num)})
	}
	return out
}
