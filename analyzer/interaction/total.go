package interaction

import (
	"math"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

// Total returns what an interaction does that enters at flow i, in all flows
// that it reaches. Sound under the bounds of package calls; exact where theirs
// are and every link is resolved to one flow.
func (n *Net) Total(i int) Total {
	if n.totals == nil {
		n.Solve(inTurn)
	}
	return n.totals[i]
}

// Solve prepares all totals, flows that do not lead to one another side by side:
// it sums every flow with the totals of those that it leads to, which come
// first. Flows that lead back to one another are solved together.
func (n *Net) Solve(each Each) {
	n.totals = make([]Total, len(n.flows))
	n.upwards(each, func(group []int32) {
		cyclic := n.groups.Cyclic[n.groups.Of[group[0]]]
		n.reach(group, cyclic)
		if cyclic {
			n.solveGroup(group)
		} else {
			n.totals[group[0]].Count = n.count(n.flows[group[0]])
		}
		for _, i := range group {
			n.flows[i].close()
		}
	})
}

// reach fills in where the interaction can go on from the flows of a group,
// and what of it is not in the export.
func (n *Net) reach(group []int32, cyclic bool) {
	var reaches []int
	var open []facts.OpenEnd
	recursive := cyclic
	for _, i := range group {
		open = append(open, n.flows[i].open...)
		for _, to := range n.After(int(i)) {
			reaches = append(reaches, to)
			if n.groups.Of[to] == n.groups.Of[i] {
				continue
			}
			reaches = append(reaches, n.totals[to].Reaches...)
			open = append(open, n.totals[to].Open...)
			recursive = recursive || n.totals[to].Recursive
		}
	}
	slices.Sort(reaches)
	reaches, open = slices.Compact(reaches), facts.SortOpenEnds(open)
	for _, i := range group {
		own := slices.DeleteFunc(slices.Clone(reaches), func(to int) bool { return to == int(i) })
		n.totals[i] = Total{Reaches: own, Open: open, Recursive: recursive}
	}
}

// count weighs every call with 1 and every link with the total behind it, and
// bounds the weighted sum.
func (n *Net) count(f *Flow) calls.Count {
	if !n.callsBehind(f) {
		return f.Own
	}
	low, mean := f.weights(), 0.0
	for _, l := range f.links {
		b := n.behind(l)
		low[l.node] += b.Min
		mean += f.visits[l.node] * b.Expected
	}
	c := calls.Count{Min: f.analysis().Weighted(low).Min, Expected: f.Own.Expected + mean}
	c.Max, c.BoundedBy = n.greatest(f, f.Own)
	c.Min = min(c.Min, c.Max)
	c.Expected = math.Min(math.Max(c.Expected, float64(c.Min)), float64(c.Max))
	return c
}

// callsBehind reports whether an interaction can make calls in flows that f leads to.
func (n *Net) callsBehind(f *Flow) bool {
	calls := func(l link) bool { return n.behind(l).Max > 0 }
	return slices.ContainsFunc(f.links, calls) || calls(link{to: f.onError})
}

// greatest is exact where the flow bounds itself. Else the cap bounds its own
// calls and the links it can pass, and those are added up apart.
func (n *Net) greatest(f *Flow, own calls.Count) (int64, calls.BoundedBy) {
	by := own.BoundedBy
	high := f.weights()
	for _, l := range f.links {
		b := n.behind(l)
		high[l.node] += b.Max
		if b.Max > 0 {
			by = weaker(by, b.BoundedBy)
		}
	}
	after := n.behind(link{to: f.onError}) // a run that an error ends hands over nothing else
	if after.Max > 0 {
		by = weaker(by, after.BoundedBy)
	}
	if c := f.analysis().Weighted(high); c.BoundedBy != calls.PlatformLimit {
		if after.Max == 0 {
			return c.Max, weaker(by, c.BoundedBy)
		}
		for _, l := range f.links {
			if !l.returns {
				high[l.node] = 0
			}
		}
		return max(c.Max, f.analysis().Weighted(high).Max+after.Max), weaker(by, c.BoundedBy)
	}
	total, handed := own.Max, after.Max
	hands := make(map[cfg.NodeID]int64)
	for _, l := range f.links {
		most := n.behind(l).Max
		if l.returns {
			total += f.analysis().Node(l.node).Max * most
			continue
		}
		hands[l.node] += most
		handed = max(handed, hands[l.node]) // a run ends with one hand over
	}
	return total + handed, by
}

// behind is the total of what a link leads to: if that may be one of several
// flows, the least and the greatest of them, and the mean of their means. What is
// not solved yet counts nothing.
func (n *Net) behind(l link) calls.Count {
	sum := calls.Count{Min: math.MaxInt64, BoundedBy: calls.Acyclic}
	for _, to := range l.to {
		c := n.totals[to].Count
		sum.Min, sum.Max = min(sum.Min, c.Min), max(sum.Max, c.Max)
		sum.Expected += c.Expected / float64(len(l.to))
		sum.BoundedBy = weaker(sum.BoundedBy, c.BoundedBy)
	}
	if !l.certain || len(l.to) == 0 {
		sum.Min = 0
	}
	return sum
}

// weaker returns which of two grounds says less.
func weaker(a, b calls.BoundedBy) calls.BoundedBy {
	for _, by := range []calls.BoundedBy{calls.PlatformLimit, calls.LoopCount} {
		if a == by || b == by {
			return by
		}
	}
	return calls.Acyclic
}
