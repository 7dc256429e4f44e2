package demand

import (
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
)

// sensitivity says how far the demand can be off where it rests on assumed shares.
type sensitivity struct {
	Joined
	catalogue limits.Catalogue
	org       facts.Org
	traffic   capacity.Traffic
	load      capacity.Load
	complete  func(capacity.Load) capacity.Load // adds to a load what is known of data actions
	budget    int                               // units of work that are left
	peak      float64                           // the greatest of the limits' demands
}

// fill completes the AssumedShares of the limits of a result.
func (s *sensitivity) fill(r *capacity.Result) {
	if !restsOnShares(r.Limits) {
		return
	}
	most := s.verdicts(capacity.AtBounds(s.load, true))
	var least map[string]facts.Limit
	var open []*facts.Limit
	for i := range r.Limits {
		l := &r.Limits[i]
		if l.Demand != nil {
			s.peak = max(s.peak, l.Demand.Peak)
		}
		if l.AssumedShares == nil {
			continue
		}
		key := capacity.LimitKey(l.Limit)
		high := most[key]
		if r.Bounded(l.Limit) && high.Demand != nil {
			l.AssumedShares.Worst, l.AssumedShares.WorstVerdict = high.Demand, high.Verdict
			l.AssumedShares.Holds = l.Verdict == capacity.OK && high.Verdict == capacity.OK
			if l.Verdict == high.Verdict && (l.Verdict == capacity.Warning || l.Verdict == capacity.Exceeded) {
				if least == nil {
					least = s.verdicts(capacity.AtBounds(s.load, false))
				}
				l.AssumedShares.Holds = least[key].Verdict == l.Verdict
			}
		}
		if l.Verdict != capacity.Unknown && !l.AssumedShares.Holds {
			open = append(open, l)
		}
	}
	s.ranges(open)
}

func restsOnShares(all []facts.Limit) bool {
	for i := range all {
		if all[i].AssumedShares != nil {
			return true
		}
	}
	return false
}

// verdicts are the limits under another load, by key; none where that makes no sense.
func (s *sensitivity) verdicts(load capacity.Load) map[string]facts.Limit {
	rows, err := capacity.Verdicts(s.catalogue, s.org, s.traffic, load)
	if err != nil {
		return nil
	}
	out := make(map[string]facts.Limit, len(rows))
	for _, row := range rows {
		out[capacity.LimitKey(row.Limit)] = row
	}
	return out
}
