package main

import (
	"time"

	"github.com/spf13/pflag"

	"archlint/analyzer/capacity"
)

// trafficFlags are the flags that say how much traffic there is. A figure that
// is not given stays unknown.
type trafficFlags struct {
	set         *pflag.FlagSet
	numbers     map[string]*float64
	durations   map[string]*time.Duration
	licenceType string
}

// addTrafficFlags defines the flags on set.
func addTrafficFlags(set *pflag.FlagSet) *trafficFlags {
	t := &trafficFlags{set: set, numbers: map[string]*float64{}, durations: map[string]*time.Duration{}}
	number := func(name, usage string) { t.numbers[name] = set.Float64(name, 0, usage) }
	duration := func(name, usage string) { t.durations[name] = set.Duration(name, 0, usage) }
	number("interactions-per-minute", "`N` interactions per minute in the busiest time")
	number("licences", "`N` licences; with --aht and --occupancy they give the interactions per minute")
	set.StringVar(&t.licenceType, "licence-type", "", "`TYPE` of the licences: communicate, cx1, cx2, cx2-digital, cx3, cx3-digital, cx4, ex; -concurrent may follow")
	duration("aht", "average handling time, for example 300s or 5m")
	number("occupancy", "share of their time that agents handle interactions, 0 to 1")
	number("contained", "share of the interactions that end before they reach a queue, 0 to 1")
	number("abandoned", "share of the interactions that are given up in a queue, 0 to 1")
	number("peak-quantile", "the peak minute is the one that a share of `Q` of all minutes stays below, for example 0.999")
	number("peak-factor", "the busiest minute's mean over the busy hour's")
	duration("latency", "usual time that a data action takes, for example 800ms")
	number("open-hours-per-month", "`H` hours a month in which interactions come")
	number("waiting-interactions", "`N` interactions wait in queues at the same time")
	duration("mean-wait", "mean time in the queue, instead of --waiting-interactions")
	number("background-per-minute", "`N` data action executions per minute that the reviewed flows do not make")
	return t
}

// traffic returns what the flags say.
func (t *trafficFlags) traffic() (capacity.Traffic, error) {
	out := capacity.Traffic{
		InteractionsPerMinute: t.number("interactions-per-minute"),
		Licences:              t.number("licences"),
		LicenceType:           t.licenceType,
		AHTSeconds:            t.seconds("aht"),
		Occupancy:             t.number("occupancy"),
		Contained:             t.number("contained"),
		Abandoned:             t.number("abandoned"),
		PeakQuantile:          t.number("peak-quantile"),
		PeakFactor:            t.number("peak-factor"),
		LatencySeconds:        t.seconds("latency"),
		OpenHoursPerMonth:     t.number("open-hours-per-month"),
		WaitingInteractions:   t.number("waiting-interactions"),
		MeanWaitSeconds:       t.seconds("mean-wait"),
		BackgroundPerMinute:   t.number("background-per-minute"),
	}
	return out, out.Validate()
}

func (t *trafficFlags) number(name string) *capacity.Figure {
	if !t.set.Changed(name) {
		return nil
	}
	return capacity.Given(*t.numbers[name], capacity.FromFlag)
}

func (t *trafficFlags) seconds(name string) *capacity.Figure {
	if !t.set.Changed(name) {
		return nil
	}
	return capacity.Given(t.durations[name].Seconds(), capacity.FromFlag)
}
