package report

import (
	"slices"

	"archlint/analyzer/facts"
)

// WidestOutages leaves out outages over the limit that a wider one over the limit holds:
// where a whole host or integration takes too many slots, its single data actions
// need no sentence of their own.
func WidestOutages(all []facts.Outage) []facts.Outage {
	var wide []facts.Outage
	held := map[facts.Hanging]bool{}
	for _, o := range all {
		if o.Verdict != VerdictExceeded || len(o.DataActions) < 2 {
			continue
		}
		wide = append(wide, o)
		for _, a := range o.DataActions {
			held[a] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(o facts.Outage) bool {
		switch {
		case o.Verdict != VerdictExceeded || len(o.DataActions) == 0:
			return false
		case len(o.DataActions) == 1:
			return held[o.DataActions[0]]
		}
		return slices.ContainsFunc(wide, func(other facts.Outage) bool { return wider(other, o) })
	})
}

// wider reports whether one outage holds the other, and more than it; of the same
// data actions the integration is the wider one.
func wider(a, b facts.Outage) bool {
	if len(a.DataActions) < len(b.DataActions) || len(a.DataActions) == len(b.DataActions) && (a.Kind == b.Kind || a.Kind != "integration") {
		return false
	}
	return !slices.ContainsFunc(b.DataActions, func(one facts.Hanging) bool { return !slices.Contains(a.DataActions, one) })
}
