package capacity

import (
	"slices"

	"archlint/analyzer/facts"
)

// assumed reports whether the number of executions rests on assumed shares.
func (c *Call) assumed() bool {
	return slices.ContainsFunc(c.Bases, func(one CountBasis) bool { return one.Basis == facts.Assumed })
}

// constant reports whether every interaction makes as many executions.
func (c *Call) constant() bool {
	return !c.PerInteraction.Unbounded && c.PerInteraction.Min == c.PerInteraction.Max
}

// AtBounds is the load in which each call whose number rests on assumed shares runs as often
// as it can in every interaction, or as seldom.
func AtBounds(load Load, most bool) Load {
	out := Load{Entries: slices.Clone(load.Entries), Gaps: load.Gaps, constant: true}
	for i := range out.Entries {
		e := &out.Entries[i]
		e.Calls = slices.Clone(e.Calls)
		bound, all := 0.0, true
		for c := range e.Calls {
			call := &e.Calls[c]
			if call.constant() {
				bound += float64(call.PerInteraction.Min)
				continue
			}
			if !call.assumed() {
				all = false
				continue
			}
			n := call.PerInteraction.sane().Min
			if most {
				n = call.PerInteraction.sane().Max
			}
			call.PerInteraction = Exactly(n)
			bound += float64(n)
		}
		e.Joint, e.Covariance = nil, nil
		out.constant = out.constant && all
		if e.Total != nil {
			e.Total = e.totalAtBound(bound, all, most)
		}
	}
	return out
}

// totalAtBound is the count of all calls together at its own bound, which is closer than the
// sum of theirs; nil where some calls are not at theirs.
func (e *EntryFlow) totalAtBound(sum float64, all, most bool) *Count {
	if !all {
		return nil
	}
	total := e.Total.sane()
	n := Exactly(max(total.Min, int64(sum)))
	if most {
		n = Exactly(min(total.Max, int64(sum)))
	}
	return &n
}
