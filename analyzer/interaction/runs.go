package interaction

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// Runs bounds how often flows run in interactions that enter at some flows, by the index
// of the flow: of those that counts names. Of a flow that does not run there it says 0.
// Only Min, Max and BoundedBy of the results mean anything.
func (n *Net) Runs(entered []int, counts func(flow int) bool) *Extents {
	return n.bound(entered, &Extents{
		count: func(int, int) int { return -1 },
		run: func(flow int) int {
			if counts(flow) {
				return flow
			}
			return -1
		},
	})
}

// runOf is the count that a run of flow i adds to, -1 for none.
func (e *Extents) runOf(i int) int {
	if e.run == nil {
		return -1
	}
	return e.run(i)
}

// once adds the run with which an interaction begins.
func (x *extent) once() {
	x.Min, x.Max = plus(x.Min, 1), plus(x.Max, 1)
	for _, b := range []*calls.Bound{&x.byEnd.Returns, &x.byEnd.Ends} {
		if b.Possible {
			b.Min, b.Max = plus(b.Min, 1), plus(b.Max, 1)
		}
	}
}

// runsAround bounds how often flows run that lead back to one another, and those that
// they lead to: each way on takes an action, so that the cap bounds their number as it
// does that of a run's actions.
func (e *Extents) runsAround(group []int32) {
	ways := product(calls.ActionCap+calls.ActionCapHandler, e.net.mostAtOnce(group))
	runs := func(most int64) extent {
		all := calls.Bound{Max: most, Possible: true}
		return extent{calls.Count{Max: most, BoundedBy: calls.PlatformLimit}, calls.ByEnd{Returns: all, Ends: all}}
	}
	shared := make(map[int]extent)
	for _, i := range group {
		e.known[i], e.least[i] = shared, make(map[int]int64)
		if c := e.runOf(int(i)); c >= 0 {
			shared[c], e.least[i][c] = runs(1+ways), 1
		}
		for _, to := range e.net.After(int(i)) {
			if e.net.groups.Of[to] == e.net.groups.Of[i] {
				continue
			}
			for c := range e.known[to] {
				shared[c] = runs(max(shared[c].Max, product(ways, e.known[to][c].Max)))
			}
		}
	}
}

// mostAtOnce is how many flows one action of a group leads on to at most: a queue and a
// survey, say. What an error leads to counts as one more.
func (n *Net) mostAtOnce(group []int32) int64 {
	most := int64(1)
	for _, i := range group {
		links := make(map[cfg.NodeID]int64)
		for _, l := range n.flows[i].links {
			links[l.node]++
			most = max(most, links[l.node]+int64(len(n.flows[i].onError)))
		}
		most = max(most, int64(len(n.flows[i].onError)))
	}
	return most
}
