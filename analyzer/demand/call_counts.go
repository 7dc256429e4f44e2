package demand

import (
	"fmt"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// actionCounts holds how often data actions run in an interaction: bounds, variances and
// covariances.
type actionCounts struct {
	flows  []*Flow
	ids    map[facts.DataActionKey]int
	spread *interaction.Spread
	extent *interaction.Extents
	// together is how all of them vary as one count, where spread could not be
	// solved for each.
	together *interaction.Spread
}

func newActionCounts(net *interaction.Net, flows []*Flow, entered []int, each interaction.Each) *actionCounts {
	a := &actionCounts{flows: flows, ids: make(map[facts.DataActionKey]int)}
	for _, f := range flows {
		for _, c := range f.Facts.Calls {
			if _, ok := a.ids[c.Key()]; !ok {
				a.ids[c.Key()] = len(a.ids)
			}
		}
	}
	a.extent = net.Extents(entered, a.of, a.own)
	a.solve(net, entered, each)
	return a
}

// solve finds how the counts of the entered flows vary.
func (a *actionCounts) solve(net *interaction.Net, entered []int, each interaction.Each) {
	a.spread, a.together = net.Spread(entered, a.of, each), nil
	large := slices.DeleteFunc(slices.Clone(entered), func(i int) bool {
		_, why := a.spread.Of(i)
		return why != interaction.TooLarge
	})
	if len(large) > 0 {
		a.together = net.Spread(large, func(flow, call int) int { return min(a.of(flow, call), 0) }, each)
	}
}

// of returns the count that a call adds to, -1 where it counts by its pace.
func (a *actionCounts) of(flow, call int) int {
	f := a.flows[flow]
	if f.Pace(call).Waits {
		return -1
	}
	return a.ids[f.Facts.Calls[call].Key()]
}

// ofWaiting is the count that a call adds to which counts by its pace, -1 for others.
func (a *actionCounts) ofWaiting(flow, call int) int {
	if f := a.flows[flow]; f.Pace(call).Waits {
		return a.ids[f.Facts.Calls[call].Key()]
	}
	return -1
}

// own bounds how often some calls of one data action run in one run of a flow.
func (a *actionCounts) own(flow int, sites []int) calls.Count {
	all := a.flows[flow].Facts.Calls
	sum := calls.Count{BoundedBy: calls.Acyclic}
	for _, site := range sites {
		c := &all[site]
		sum.Min, sum.Max = sum.Min+c.PerRun.Min, sum.Max+c.PerRun.Max
		sum.BoundedBy = calls.Weaker(sum.BoundedBy, calls.BoundedBy(c.BoundedBy))
	}
	if len(sites) < 2 {
		return sum
	}
	first, same := &all[sites[0]], 0
	for i := range all {
		if all[i].DataAction == first.DataAction && all[i].Integration == first.Integration {
			same++
		}
	}
	for _, one := range a.flows[flow].Facts.PerDataAction {
		if same == len(sites) && one.Name == first.DataAction && one.Integration == first.Integration {
			return calls.Count{Min: one.PerRun.Min, Max: one.PerRun.Max, BoundedBy: calls.BoundedBy(one.BoundedBy)}
		}
	}
	return sum
}

// fill gives an entry the bounds and the variance of each of its calls' counts,
// their covariances, and the count of all of them together; keys are those of its
// calls, in order. Where it is not known how they vary it returns a sentence that
// says why.
func (a *actionCounts) fill(e *capacity.EntryFlow, entered int, keys []facts.DataActionKey) string {
	total := capacity.Count{}
	for i, key := range keys {
		one, bounds := &e.Calls[i].PerInteraction, a.extent.Of(entered, a.ids[key])
		one.Min, one.Max, one.Unbounded = bounds.Min, bounds.Max, bounds.BoundedBy == calls.PlatformLimit
		total.Min, total.Max, total.Mean = total.Min+one.Min, total.Max+one.Max, total.Mean+one.Mean
		total.Unbounded = total.Unbounded || one.Unbounded
	}
	total.Max = min(total.Max, a.flows[entered].Facts.PerInteraction.Max)
	m, why := a.spread.Of(entered)
	switch why {
	case interaction.Recursive:
		return fmt.Sprintf("From %q flows start more of one another than end: how its numbers of calls vary is taken at its widest.", e.Flow)
	case interaction.TooLarge:
		return a.fillTogether(e, entered, total)
	}
	e.Covariance = covariance(m, keys, a.ids)
	variance := 0.0
	for i := range keys {
		e.Calls[i].PerInteraction.Variance = &e.Covariance[i][i]
		for j := range keys {
			variance += e.Covariance[i][j]
		}
	}
	variance = max(variance, 0)
	total.Variance, e.Total = &variance, &total
	return ""
}

// fillTogether gives an entry the variance of all of its calls' counts as one.
func (a *actionCounts) fillTogether(e *capacity.EntryFlow, entered int, total capacity.Count) string {
	m, why := a.together.Of(entered)
	if why == interaction.Solved && len(m.Counts) == 1 {
		variance := max(m.Covariance(0, 0), 0)
		total.Variance, e.Total = &variance, &total
	}
	return fmt.Sprintf("%q leads to more actions and data actions than variances are solved for: how the calls of a single data action vary "+
		"is taken at its widest.", e.Flow)
}

// covariance are the covariances of the counts of keys, in their order.
func covariance(m *calls.Moments, keys []facts.DataActionKey, ids map[facts.DataActionKey]int) [][]float64 {
	at := make([]int, len(keys))
	for i, key := range keys {
		at[i] = slices.Index(m.Counts, ids[key])
	}
	out := make([][]float64, len(keys))
	for i := range keys {
		out[i] = make([]float64, len(keys))
		for j := range keys {
			if at[i] >= 0 && at[j] >= 0 {
				out[i][j] = m.Covariance(at[i], at[j])
			}
		}
	}
	return out
}
