package interaction

import (
	"maps"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// Extents bounds several counts in interactions, each by itself, as Total bounds
// all calls together.
type Extents struct {
	net   *Net
	count func(flow, call int) int
	own   func(flow int, calls []int) calls.Count
	// run names the count that each run of a flow adds 1 to; -1 for none. nil where runs
	// do not count.
	run func(flow int) int
	// known are the bounds by flow, of the counts that are not 0. Flows of a group
	// that lead back to one another share them, but for the least counts.
	known []map[int]extent
	least []map[int]int64
}

// MostExact is how many counts times nodes a flow may have for its counts to be
// bounded exactly. Beyond, what its parts allow is added up: sound, and looser
// where the parts exclude one another.
const MostExact = 1_000

// Extents bounds the counts in interactions that enter at some flows. count is as
// in Spread; own bounds how often some calls of one flow run together in one run of
// it. Only Min, Max and BoundedBy of the results mean anything.
func (n *Net) Extents(entered []int, count func(flow, call int) int, own func(flow int, calls []int) calls.Count) *Extents {
	return n.bound(entered, &Extents{count: count, own: own})
}

// bound fills in the bounds of an Extents that knows what it counts.
func (n *Net) bound(entered []int, e *Extents) *Extents {
	e.net, e.known, e.least = n, make([]map[int]extent, len(n.flows)), make([]map[int]int64, len(n.flows))
	asked := make([]bool, len(n.flows))
	for _, i := range entered {
		asked[i] = true
		for _, to := range n.Total(i).Reaches {
			asked[to] = true
		}
	}
	n.upwards(inTurn, func(group []int32) {
		switch {
		case !slices.ContainsFunc(group, func(i int32) bool { return asked[i] }):
		case n.groups.Cyclic[n.groups.Of[group[0]]]:
			e.around(group)
		default:
			e.known[group[0]] = e.onward(int(group[0]))
		}
	})
	return e
}

// extent is the bounds of a count, together and by how the run ends.
type extent struct {
	calls.Count
	byEnd calls.ByEnd
}

// Of returns the bounds of a count in an interaction that enters at flow i.
func (e *Extents) Of(i, count int) calls.Count {
	c := e.known[i][count].Count
	if e.least[i] != nil {
		c.Min = e.least[i][count]
	}
	return c
}

// sites are the calls of a flow by the count that they add to.
func (e *Extents) sites(i int) map[int][]int {
	sites := make(map[int][]int)
	for c := range e.net.flows[i].Calls {
		if count := e.count(i, c); count >= 0 {
			sites[count] = append(sites[count], c)
		}
	}
	return sites
}

// onward bounds the counts of a flow that nothing leads back to.
func (e *Extents) onward(i int) map[int]extent {
	f, sites := e.net.flows[i], e.sites(i)
	counts, behind, run := make(map[int]bool, len(sites)), false, e.runOf(i)
	for c := range sites {
		counts[c] = true
	}
	if run >= 0 {
		counts[run] = true
	}
	for _, to := range e.net.After(i) {
		for c := range e.known[to] {
			counts[c], behind = true, true
		}
	}
	out := make(map[int]extent, len(counts))
	exact := (behind || e.net.flows[i].called) && len(counts)*f.size <= MostExact
	for _, c := range slices.Sorted(maps.Keys(counts)) {
		t := e.tally(i, c, sites[c])
		var one extent
		if exact {
			one.Count, one.byEnd = t.count()
		} else {
			one.Count = t.loose()
			all := calls.Bound{Min: one.Min, Max: one.Max, Possible: true}
			one.byEnd = calls.ByEnd{Returns: all, Ends: all}
		}
		if c == run {
			one.once()
		}
		out[c] = one
	}
	f.close()
	return out
}

// tally counts one count from flow i on.
func (e *Extents) tally(i, count int, sites []int) tally {
	f := e.net.flows[i]
	t := tally{f: f, own: calls.Count{BoundedBy: calls.Acyclic}, called: e.net.flows[i].called}
	t.after = func(to int) calls.Count {
		if _, ok := e.known[to][count]; ok {
			return e.Of(to, count)
		}
		return calls.Count{BoundedBy: calls.Acyclic}
	}
	t.byEnd = func(to int) calls.ByEnd {
		if one, ok := e.known[to][count]; ok {
			return one.byEnd
		}
		end := e.net.totals[to].ByEnd // how it ends, without a call
		return calls.ByEnd{Returns: calls.Bound{Possible: end.Returns.Possible}, Ends: calls.Bound{Possible: end.Ends.Possible}}
	}
	for _, c := range sites {
		t.sites = append(t.sites, f.Calls[c])
	}
	if len(sites) > 0 {
		t.own = e.own(i, sites)
	}
	return t
}

// loose adds up what a flow's own calls and each of its links allow.
func (t tally) loose() calls.Count {
	c := t.own
	hands, handed := make(map[cfg.NodeID]int64), t.behind(link{to: t.f.onError}).Max
	for _, l := range t.f.links {
		passed, b := t.f.passed[l.node], t.behind(l)
		c.Min = plus(c.Min, product(passed.Min, b.Min))
		if b.Max == 0 {
			continue
		}
		c.BoundedBy = calls.Weaker(c.BoundedBy, b.BoundedBy)
		if !l.returns {
			hands[l.node] = plus(hands[l.node], b.Max)
			handed = max(handed, hands[l.node])
			continue
		}
		c.BoundedBy = calls.Weaker(c.BoundedBy, passed.BoundedBy)
		c.Max = plus(c.Max, product(passed.Max, b.Max))
	}
	c.Max = plus(c.Max, handed)
	return c
}

// around bounds the counts of flows that lead back to one another: the first run
// makes its own calls at least, and nothing but the cap bounds what the group calls,
// or what is called behind it, beyond what bounds all calls of the interaction.
func (e *Extents) around(group []int32) {
	total := calls.Count{BoundedBy: calls.Acyclic}
	for _, i := range group {
		c := e.net.Total(int(i)).Count
		total.Max, total.BoundedBy = max(total.Max, c.Max), calls.Weaker(total.BoundedBy, c.BoundedBy)
	}
	if e.run != nil {
		e.runsAround(group)
		return
	}
	one := extent{total, calls.ByEnd{Returns: calls.Bound{Max: total.Max, Possible: true}, Ends: calls.Bound{Max: total.Max, Possible: true}}}
	shared := make(map[int]extent)
	for _, i := range group {
		e.known[i], e.least[i] = shared, make(map[int]int64)
		for c, sites := range e.sites(int(i)) {
			shared[c] = one
			e.least[i][c] = min(e.own(int(i), sites).Min, total.Max)
		}
		for _, to := range e.net.After(int(i)) {
			if e.net.groups.Of[to] == e.net.groups.Of[i] {
				continue
			}
			for c := range e.known[to] {
				shared[c] = one
			}
		}
	}
}
