package demand

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
)

// mostEntries is the number of flows up to which each member of a recursive group, flows
// that lead back to one another, is an entry of its own. The work for one entry grows with
// the number of flows. Of a larger group only the least and the most that any member asks
// for are computed.
const mostEntries = 40

// recursiveGroups returns the recursive groups of more than mostEntries flows that
// interactions may enter, each as the indexes of those members. Flows that the traffic
// names stay entries of their own.
func (s *starts) recursiveGroups(named func(f *Flow) bool) [][]int {
	var out [][]int
	for _, group := range s.net.Groups() {
		if len(group) <= mostEntries {
			continue
		}
		members := slices.DeleteFunc(slices.Clone(group), func(i int) bool { return !s.enters[i] || named(s.flows[i]) })
		if len(members) > mostEntries {
			out = append(out, members)
		}
	}
	return out
}

// recursiveEntries returns the entries that stand for all flows of a recursive group, and
// a sentence for the reader. One entry calls each data action as often as any member does,
// and one as seldom. Where calls repeat while interactions wait, a third entry makes the
// most calls with the fewest interactions waiting: a given number of waiting interactions
// then makes the most calls.
func (j Joined) recursiveEntries(members []int) (entries []capacity.EntryFlow, note string) {
	g := newRecursiveGroup(j, members)
	most, least := g.entries()
	note = fmt.Sprintf(
		"%d flows, %q and others, lead back to one another, and interactions may enter any of them: of each data action the least and the most "+
			"calls that any of them leads to are taken, without how they vary.",
		len(members), j.Flows[members[0]].Facts.Name)
	out := []capacity.EntryFlow{most, least}
	if most.Queued > least.Queued && g.waits {
		few := most
		few.Flow, few.Queued = most.Flow+" that wait least", max(least.Queued, 1e-9)
		out = append(out, few)
	}
	return out, note
}

// recursiveGroup holds what the entries of a recursive group follow from.
type recursiveGroup struct {
	Joined
	members []int
	keys    []facts.DataActionKey
	sites   map[facts.DataActionKey][]site // of each data action, in all flows that are reached
	waits   bool                           // calls repeat while interactions wait
}

// site is a call site of a flow.
type site struct{ flow, call int }

// newRecursiveGroup finds the calls of all flows that the group reaches.
func newRecursiveGroup(j Joined, members []int) *recursiveGroup {
	g := &recursiveGroup{Joined: j, members: members, sites: make(map[facts.DataActionKey][]site)}
	for _, i := range j.Net.Total(members[0]).Reaches {
		f := j.Flows[i]
		for c := range f.Facts.Calls {
			key := f.Facts.Calls[c].Key()
			if len(g.sites[key]) == 0 {
				g.keys = append(g.keys, key)
			}
			g.sites[key] = append(g.sites[key], site{i, c})
			g.waits = g.waits || f.Pace(c).Waits
		}
	}
	slices.SortFunc(g.keys, func(a, b facts.DataActionKey) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	return g
}

// entries returns the entries that call each data action as often, and as seldom, as any
// member does.
func (g *recursiveGroup) entries() (most, least capacity.EntryFlow) {
	first := g.Flows[g.members[0]]
	most = capacity.EntryFlow{
		Flow: fmt.Sprintf("any of %d flows such as %s", len(g.members), first.Facts.Name),
		Kind: capacity.Interaction, Medium: mediumOf(first.Part.Type),
	}
	least = most
	for _, key := range g.keys {
		high, low := g.call(g.sites[key])
		most.Calls, least.Calls = append(most.Calls, high), append(least.Calls, low)
	}
	most.Queued, least.Queued = g.queued()
	most.Total, least.Total = g.together()
	return most, least
}

// call returns a data action with these call sites, at most and at least.
func (g *recursiveGroup) call(sites []site) (most, least capacity.Call) {
	most = newCall(&g.Flows[sites[0].flow].Facts.Calls[sites[0].call])
	for _, s := range sites {
		addCall(&most, g.Flows[s.flow], s.call, 0)
		addBasis(&most, g.Flows[s.flow], s.call, facts.Assumed) // a group of so many flows rests on some default
	}
	least = most
	high, low := g.sum(sites, func(f *Flow, c int) float64 {
		if f.Pace(c).Waits {
			return 0
		}
		return f.Facts.Calls[c].PerRun.Expected
	})
	most.PerInteraction = capacity.Count{Unbounded: true, Mean: high}
	least.PerInteraction = capacity.Count{Unbounded: true, Mean: low}
	most.RatePerMinute, least.RatePerMinute = g.sum(sites, func(f *Flow, c int) float64 { return f.Pace(c).Mean })
	most.LeastPerMinute, least.LeastPerMinute = g.sum(sites, func(f *Flow, c int) float64 { return f.Pace(c).Least })
	return most, least
}

// sum adds up a quantity of the sites over an interaction, at most and at least.
func (g *recursiveGroup) sum(sites []site, of func(f *Flow, call int) float64) (most, least float64) {
	rewards := make(map[int]float64)
	for _, s := range sites {
		if one := of(g.Flows[s.flow], s.call); one > 0 {
			rewards[s.flow] += one
		}
	}
	if len(rewards) == 0 {
		return 0, 0
	}
	return g.ends(func(flow int) float64 { return rewards[flow] })
}

// queued returns how often interactions wait in a queue, at most and at least.
func (g *recursiveGroup) queued() (most, least float64) {
	return g.ends(func(flow int) float64 {
		if g.Flows[flow].Facts.InQueue {
			return 1
		}
		return 0
	})
}

// ends returns the greatest and the least mean reward of an interaction over the members.
func (g *recursiveGroup) ends(reward func(flow int) float64) (most, least float64) {
	all := g.Net.Values(reward)
	least = math.Inf(1)
	for _, i := range g.members {
		most, least = max(most, all[i]), min(least, all[i])
	}
	return most, least
}

// together returns all calls as one count, with the greatest and with the least mean and
// variance among the members; nil where they are not known.
func (g *recursiveGroup) together() (most, least *capacity.Count) {
	inTurn := func(n int, work func(int)) {
		for i := range n {
			work(i)
		}
	}
	spread := g.Net.Spread(g.members[:1], func(flow, call int) int { return min(g.counts.of(flow, call), 0) }, inTurn)
	var means, variances []float64
	for _, i := range g.members {
		m, _ := spread.Of(i)
		if m == nil || len(m.Counts) != 1 {
			return nil, nil
		}
		means, variances = append(means, m.Mean[0]), append(variances, m.Covariance(0, 0))
	}
	count := func(mean, variance float64) *capacity.Count {
		return &capacity.Count{Unbounded: true, Mean: mean, Variance: &variance}
	}
	return count(slices.Max(means), slices.Max(variances)), count(slices.Min(means), slices.Min(variances))
}

// newCall returns a data action without any of its calls.
func newCall(c *facts.Call) capacity.Call {
	return capacity.Call{DataAction: c.DataAction, Integration: c.Integration, Definition: c.Definition,
		OwnTimeoutSeconds: ownTimeout(c.Definition)}
}
