package interaction

import (
	"slices"

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
			t := &n.totals[group[0]]
			t.Count, t.ByEnd = n.tally(int(group[0])).count()
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
		n.totals[i] = Total{Reaches: reaches, Open: open, Recursive: recursive} // shared: a copy each is the square of the group
	}
}
