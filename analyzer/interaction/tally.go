package interaction

import (
	"math"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// tally counts calls from the entry of a flow to the end of the interaction: all of
// them, or those of some call sites.
type tally struct {
	f      *Flow
	sites  []cfg.NodeID               // of f, that count
	own    calls.Count                // how often they run together in one run of f
	after  func(flow int) calls.Count // what follows where the interaction goes on in a flow
	byEnd  func(flow int) calls.ByEnd // the same, by whether that flow comes back
	called bool                       // another flow runs f and may go on after it
}

// tally counts all calls from flow i on; of flows that are not solved yet it counts
// nothing.
func (n *Net) tally(i int) tally {
	t := n.tallyOf(n.flows[i])
	t.called = n.flows[i].called
	return t
}

func (n *Net) tallyOf(f *Flow) tally {
	return tally{
		f: f, sites: f.Calls, own: f.Own,
		after: func(to int) calls.Count { return n.totals[to].Count },
		byEnd: func(to int) calls.ByEnd { return n.totals[to].ByEnd },
	}
}

// weights count every call once.
func (t tally) weights() map[cfg.NodeID]int64 {
	w := make(map[cfg.NodeID]int64, len(t.sites)+len(t.f.links))
	for _, c := range t.sites {
		w[c] = 1
	}
	return w
}

// count weighs every call with 1 and every link with the total behind it, and
// bounds the weighted sum.
func (t tally) count() (calls.Count, calls.ByEnd) {
	if !t.callsBehind() && !t.stops() {
		if !t.called {
			return t.own, calls.ByEnd{}
		}
		byEnd, _, _ := t.f.analysis().Weigh(calls.Weighing{At: t.weights()})
		return t.own, byEnd
	}
	mean := 0.0
	for _, l := range t.f.links {
		mean += t.f.visits[l.node] * t.behind(l).Expected
	}
	low, all, _ := t.f.analysis().Weigh(t.weighing(least))
	c := calls.Count{Min: all.Min, Expected: t.own.Expected + mean}
	var high calls.ByEnd
	c.Max, high, c.BoundedBy = t.greatest()
	c.Min = min(c.Min, c.Max)
	c.Expected = min(max(c.Expected, float64(c.Min)), float64(c.Max))
	low.Returns.Max, low.Ends.Max = min(high.Returns.Max, c.Max), min(high.Ends.Max, c.Max)
	return c, low
}

// least and greatest pick a side of a bound.
func least(b calls.Bound) int64    { return b.Min }
func greatest(b calls.Bound) int64 { return b.Max }

// weighing counts every call once, and what is behind each link: by how it ends,
// where that decides whether the flow goes on.
func (t tally) weighing(side func(calls.Bound) int64) calls.Weighing {
	w := calls.Weighing{At: t.weights(), GoesOn: make(map[cfg.NodeID]int64), Ends: make(map[cfg.NodeID]int64)}
	for _, l := range t.f.links {
		if !l.runs || !t.f.analysis().Forks(l.node) {
			all := t.behind(l)
			w.At[l.node] = plus(w.At[l.node], side(calls.Bound{Min: all.Min, Max: all.Max}))
			continue
		}
		byEnd := t.behindByEnd(l)
		put(w.GoesOn, l.node, byEnd.Returns, side)
		put(w.Ends, l.node, byEnd.Ends, side)
	}
	return w
}

// put adds a side of a bound to what is behind a node; what cannot be stays so.
func put(into map[cfg.NodeID]int64, node cfg.NodeID, b calls.Bound, side func(calls.Bound) int64) {
	switch {
	case !b.Possible:
		into[node] = calls.Impossible
	case into[node] != calls.Impossible:
		into[node] = plus(into[node], side(b))
	}
}

// behindByEnd is behind by how the runs end that a link leads to.
func (t tally) behindByEnd(l link) calls.ByEnd {
	var sum calls.ByEnd
	for _, to := range l.to {
		widen(&sum.Returns, t.byEnd(to).Returns)
		widen(&sum.Ends, t.byEnd(to).Ends)
	}
	if !l.certain || len(l.to) == 0 { // something else, about which nothing is known
		widen(&sum.Returns, calls.Bound{Possible: true})
		widen(&sum.Ends, calls.Bound{Possible: true})
	}
	return sum
}

// widen lets a bound hold for what b is of as well.
func widen(a *calls.Bound, b calls.Bound) {
	switch {
	case !b.Possible:
	case !a.Possible:
		*a = b
	default:
		a.Min, a.Max = min(a.Min, b.Min), max(a.Max, b.Max)
	}
}

// stops reports whether a flow that f runs never comes back.
func (t tally) stops() bool {
	return slices.ContainsFunc(t.f.links, func(l link) bool { return l.runs && !t.behindByEnd(l).Returns.Possible })
}

// callsBehind reports whether an interaction can make calls in flows that f leads to.
func (t tally) callsBehind() bool {
	some := func(l link) bool { return t.behind(l).Max > 0 }
	return slices.ContainsFunc(t.f.links, some) || some(link{to: t.f.onError})
}

// greatest is exact where the flow bounds itself. Else the cap bounds its own
// calls and the links it can pass, and those are added up apart.
func (t tally) greatest() (int64, calls.ByEnd, calls.BoundedBy) {
	by := t.own.BoundedBy
	for _, l := range t.f.links {
		if b := t.behind(l); b.Max > 0 {
			by = calls.Weaker(by, b.BoundedBy)
		}
	}
	after := t.behind(link{to: t.f.onError}) // a run that an error ends hands over nothing else
	if after.Max > 0 {
		by = calls.Weaker(by, after.BoundedBy)
	}
	high := t.weighing(greatest)
	byEnd, c, _ := t.f.analysis().Weigh(high)
	if c.BoundedBy == calls.PlatformLimit {
		most := t.capped(after.Max)
		byEnd.Returns.Max, byEnd.Ends.Max = most, most
		return most, byEnd, by
	}
	if after.Max > 0 {
		for _, l := range t.f.links {
			if !l.returns {
				high.At[l.node] = 0
			}
		}
		_, failed, _ := t.f.analysis().Weigh(high)
		c.Max = max(c.Max, plus(failed.Max, after.Max))
		byEnd.Ends.Max = c.Max
	}
	return c.Max, byEnd, calls.Weaker(by, c.BoundedBy)
}

// capped adds up what the cap lets f do, and what follows; after is what follows an
// error.
func (t tally) capped(after int64) int64 {
	total, handed := t.own.Max, after
	hands := make(map[cfg.NodeID]int64)
	for _, l := range t.f.links {
		most := t.behind(l).Max
		if l.returns {
			total = plus(total, product(t.f.analysis().Node(l.node).Max, most))
			continue
		}
		hands[l.node] = plus(hands[l.node], most)
		handed = max(handed, hands[l.node]) // a run ends with one hand over
	}
	return plus(total, handed)
}

// mostCalls is where counts stop: far above what any platform would let happen,
// and far below overflow.
const mostCalls = 1 << 40

func plus(a, b int64) int64 { return min(a+b, mostCalls) }

func product(a, b int64) int64 {
	if a > 0 && b > mostCalls/a {
		return mostCalls
	}
	return min(a*b, mostCalls)
}

// behind is the total of what a link leads to: if that may be one of several
// flows, the least and the greatest of them, and the mean of their means.
func (t tally) behind(l link) calls.Count {
	sum := calls.Count{Min: math.MaxInt64, BoundedBy: calls.Acyclic}
	for _, to := range l.to {
		c := t.after(to)
		sum.Min, sum.Max = min(sum.Min, c.Min), max(sum.Max, c.Max)
		sum.Expected += c.Expected / float64(len(l.to))
		sum.BoundedBy = calls.Weaker(sum.BoundedBy, c.BoundedBy)
	}
	if !l.certain || len(l.to) == 0 {
		sum.Min = 0
	}
	return sum
}
