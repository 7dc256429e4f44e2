package demand

import (
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/config"
)

// Options say what traffic the flows have, and against which limits it is held.
type Options struct {
	// Traffic is what the user says of it; it goes before measured figures.
	Traffic capacity.Traffic
	// Scenarios, if there are any, stand in the place of Traffic: policies judge
	// by the first, the review holds all.
	Scenarios []capacity.Traffic
	// TryShares asks, for a large organisation too, between which values of the assumed shares
	// the verdicts stay: it takes longer than all else there.
	TryShares bool
	// Profile is the traffic profile: shares of outputs, rounds of loops.
	Profile *config.Profile
	// AssumeBranches leaves counts of the export alone: shares that no profile gives are
	// assumed.
	AssumeBranches bool
	// LimitsFile holds the organisation's own limits; "" uses the export's.
	LimitsFile string
	// Limits are single values that go before those of a file.
	Limits []limits.Override
}

// shareBudget is how much work goes into trying other values of assumed shares, in entries
// of the load that are held against the limits.
func (o Options) shareBudget() int {
	if o.TryShares {
		return 2_000_000
	}
	return 10_000
}

// all are the scenarios, or the one traffic.
func (o Options) all() []capacity.Traffic {
	if len(o.Scenarios) > 0 {
		return o.Scenarios
	}
	return []capacity.Traffic{o.Traffic}
}

// entryTraffic is what the user says of single entry flows, in any scenario.
func (o Options) entryTraffic() []capacity.EntryTraffic {
	all := slices.Clone(o.Traffic.Entries)
	for _, t := range o.Scenarios {
		all = append(all, t.Entries...)
	}
	return all
}
