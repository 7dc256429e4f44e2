package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/demand/simulation"
)

// simulateFlags are the flags of archlint capacity --simulate.
type simulateFlags struct {
	on       bool
	seed     uint64
	duration time.Duration
	spread   float64
	spikes   []string
	outages  []string
	set      *pflag.FlagSet
}

// How long a spike and an outage last unless their flags say so.
const (
	spikeMinutes  = 10.0
	outageMinutes = 5.0
)

// addSimulateFlags defines the flags on set.
func addSimulateFlags(set *pflag.FlagSet) *simulateFlags {
	f := &simulateFlags{set: set}
	set.BoolVar(&f.on, "simulate", false, "play the traffic out as well: interactions walk the flows, call, are refused, call again")
	set.Uint64Var(&f.seed, "seed", 1, "seed of the simulation; the same seed gives the same figures")
	set.DurationVar(&f.duration, "duration", simulation.DefaultMinutes*time.Minute, "time that is simulated, for example 8h")
	set.Float64Var(&f.spread, "latency-spread", 1, "standard deviation of a data action's time over its mean, 0 for a time that never varies")
	set.StringArrayVar(&f.spikes, "spike", nil, "`FACTOR@START[+LENGTH]`: so many times the arrivals for a while, for example "+
		"3@2h+10m; may be repeated")
	set.StringArrayVar(&f.outages, "outage", nil, "`NAME@START[+LENGTH]`: the data action's endpoint does not answer for a while, for "+
		"example 'Get order@3h+5m'; may be repeated")
	return f
}

// simulation returns what the flags ask for, nil for none.
func (f *simulateFlags) simulation() (*simulation.Options, error) {
	if !f.on {
		for _, name := range []string{"seed", "duration", "latency-spread", "spike", "outage"} {
			if f.set.Changed(name) {
				return nil, fmt.Errorf("--%s belongs to --simulate: give that as well", name)
			}
		}
		return nil, nil
	}
	s := &simulation.Options{Seed: f.seed, Minutes: f.duration.Minutes(), LatencySpread: f.spread}
	if s.Minutes < 1 {
		return nil, fmt.Errorf("--duration %s: simulate a minute at least", f.duration)
	}
	if !(f.spread >= 0 && f.spread <= 10) {
		return nil, fmt.Errorf("--latency-spread %v is not between 0 and 10", f.spread)
	}
	for _, text := range f.spikes {
		factor, from, to, err := window(text, spikeMinutes)
		if err != nil {
			return nil, fmt.Errorf("--spike %q: %w; write it like 3@2h+10m", text, err)
		}
		x, err := strconv.ParseFloat(strings.TrimSuffix(factor, "x"), 64)
		if err != nil || !(x >= 0 && x <= 1000) {
			return nil, fmt.Errorf("--spike %q: %q is no factor from 0 to 1000; write it like 3@2h+10m", text, factor)
		}
		s.Spikes = append(s.Spikes, simulate.Spike{From: from, To: to, Factor: x})
	}
	for _, text := range f.outages {
		name, from, to, err := window(text, outageMinutes)
		if err != nil || name == "" {
			return nil, fmt.Errorf("--outage %q: write it like 'Get order@3h+5m'", text)
		}
		s.Outages = append(s.Outages, simulation.Dark{DataAction: name, From: from, To: to})
	}
	return s, nil
}

// window reads WHAT@START[+LENGTH], in minutes. WHAT may hold an @.
func window(text string, length float64) (what string, from, to float64, err error) {
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return "", 0, 0, fmt.Errorf("it does not say when")
	}
	what, when := strings.TrimSpace(text[:at]), text[at+1:]
	start, lasts, given := strings.Cut(when, "+")
	begin, err := time.ParseDuration(start)
	if err != nil || begin < 0 {
		return "", 0, 0, fmt.Errorf("%q is no time from the start", start)
	}
	if given {
		d, err := time.ParseDuration(lasts)
		if err != nil || d <= 0 {
			return "", 0, 0, fmt.Errorf("%q is no length of time", lasts)
		}
		length = d.Minutes()
	}
	return what, begin.Minutes(), begin.Minutes() + length, nil
}
