package demand

import (
	"math"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
)

// variant is the organisation with one assumed share at other values.
type variant struct {
	*sensitivity
	share    *assumedShare
	analyse  func(calls.Model) *calls.Analysis
	affected []int // the load's entries that lead to the flow, and their flows
	flows    []int
	known    map[float64]map[string]facts.Limit // by the share
}

// variant prepares to try values of a share; nil where the work that is left does not do.
func (s *sensitivity) variant(share *assumedShare) *variant {
	v := &variant{sensitivity: s, share: share, analyse: s.Flows[share.flow].Under(), known: make(map[float64]map[string]facts.Limit)}
	for k, i := range s.starts.alone() {
		if i == share.flow || slices.Contains(s.Flows[i].reaches, share.flow) {
			v.affected, v.flows = append(v.affected, k), append(v.flows, i)
		}
	}
	if s.budget -= s.work(len(v.affected)); s.budget < 0 || len(s.starts.grouped) > 0 {
		return nil
	}
	return v
}

// peakUnit is how large a peak costs as much as one entry: its distribution is worked
// out for each value that is tried.
const peakUnit = 1000

// work is what trying the values of a share takes, at most, that so many entries lead to.
func (s *sensitivity) work(affected int) int {
	return 4 * (gridSteps + bisections) * (len(s.load.Entries) + 10*affected + int(min(s.peak/peakUnit, 1e9)))
}

// rangeOf is the range of the share within which the verdict on a limit stays; ok is false
// where no value of it changes the verdict.
func (v *variant) rangeOf(l *facts.Limit) (facts.ShareRange, bool) {
	keeps := func(x float64) bool { return v.at(x)[capacity.LimitKey(l.Limit)].Verdict == l.Verdict }
	now := v.share.shares[v.share.output]
	if !keeps(now) {
		return facts.ShareRange{}, false // the variant is not the organisation: nothing is said of it
	}
	least, greatest := edge(keeps, now, 0), edge(keeps, now, v.share.most)
	if least == 0 && greatest == v.share.most {
		return facts.ShareRange{}, false
	}
	if least > 0 {
		least = math.Ceil(least*1000) / 1000
	}
	if greatest < v.share.most {
		greatest = math.Floor(greatest*1000) / 1000
	}
	if least > now || greatest < now || !keeps(least) || !keeps(greatest) {
		return facts.ShareRange{}, false // a range too narrow to be told in tenths of a percent
	}
	return facts.ShareRange{
		Place: v.share.branch.Place, Name: v.share.branch.Name, Output: v.share.output, Share: now, Least: least, Greatest: greatest,
		Most: v.share.most,
	}, true
}

// edge is the furthest value from a toward b up to which keeps holds: at each step of a grid,
// and up to the first change, which is bisected.
func edge(keeps func(float64) bool, a, b float64) float64 {
	good := a
	for step := 1; step <= gridSteps; step++ {
		x := a + (b-a)*float64(step)/gridSteps
		if step == gridSteps {
			x = b
		}
		if keeps(x) {
			good = x
			continue
		}
		for range bisections {
			mid := (good + x) / 2
			if keeps(mid) {
				good = mid
			} else {
				x = mid
			}
		}
		return good
	}
	return good
}

// at are the limits with the share at x, by key.
func (v *variant) at(x float64) map[string]facts.Limit {
	rows, ok := v.known[x]
	if !ok {
		rows = v.verdicts(v.loadAt(x))
		v.known[x] = rows
	}
	return rows
}

// loadAt is the load with the share at x: the entries that lead to its flow are joined again.
func (v *variant) loadAt(x float64) capacity.Load {
	i := v.share.flow
	f := *v.Flows[i]
	a := v.analyse(v.share.model(f.Model, v.share.at(x)))
	f.Part = f.Part.Under(a)
	f.Facts.Calls = slices.Clone(f.Facts.Calls)
	for site, n := range f.Part.Calls {
		f.Facts.Calls[site].PerRun.Expected = a.Visits(n)
	}
	flows := slices.Clone(v.Flows)
	flows[i] = &f
	j := Joined{Flows: flows, Net: v.Net.With(i, f.Part), starts: v.starts}
	counts := *v.counts
	counts.flows = flows
	inTurn := func(n int, work func(int)) {
		for k := range n {
			work(k)
		}
	}
	counts.solve(j.Net, v.flows, inTurn)
	j.counts = &counts
	changed := capacity.Load{}
	for k, at := range v.affected {
		entry, _ := j.entry(v.flows[k], v.load.Entries[at].Kind)
		changed.Entries = append(changed.Entries, entry)
	}
	changed = v.complete(changed)
	out := capacity.Load{Entries: slices.Clone(v.load.Entries), Gaps: v.load.Gaps}
	for k, at := range v.affected {
		out.Entries[at] = changed.Entries[k]
	}
	return out
}
