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
	f     *Flow
	sites []cfg.NodeID               // of f, that count
	own   calls.Count                // how often they run together in one run of f
	after func(flow int) calls.Count // what follows where the interaction goes on in a flow
}

// tally counts all calls; of flows that are not solved yet it counts nothing.
func (n *Net) tally(f *Flow) tally {
	return tally{f, f.Calls, f.Own, func(to int) calls.Count { return n.totals[to].Count }}
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
func (t tally) count() calls.Count {
	if !t.callsBehind() {
		return t.own
	}
	low, mean := t.weights(), 0.0
	for _, l := range t.f.links {
		b := t.behind(l)
		low[l.node] += b.Min
		mean += t.f.visits[l.node] * b.Expected
	}
	c := calls.Count{Min: t.f.analysis().Weighted(low).Min, Expected: t.own.Expected + mean}
	c.Max, c.BoundedBy = t.greatest()
	c.Min = min(c.Min, c.Max)
	c.Expected = min(max(c.Expected, float64(c.Min)), float64(c.Max))
	return c
}

// callsBehind reports whether an interaction can make calls in flows that f leads to.
func (t tally) callsBehind() bool {
	some := func(l link) bool { return t.behind(l).Max > 0 }
	return slices.ContainsFunc(t.f.links, some) || some(link{to: t.f.onError})
}

// greatest is exact where the flow bounds itself. Else the cap bounds its own
// calls and the links it can pass, and those are added up apart.
func (t tally) greatest() (int64, calls.BoundedBy) {
	by := t.own.BoundedBy
	high := t.weights()
	for _, l := range t.f.links {
		b := t.behind(l)
		high[l.node] = plus(high[l.node], b.Max)
		if b.Max > 0 {
			by = calls.Weaker(by, b.BoundedBy)
		}
	}
	after := t.behind(link{to: t.f.onError}) // a run that an error ends hands over nothing else
	if after.Max > 0 {
		by = calls.Weaker(by, after.BoundedBy)
	}
	c := t.f.analysis().Weighted(high)
	switch {
	case c.BoundedBy == calls.PlatformLimit:
		return t.capped(after.Max), by
	case after.Max == 0:
		return c.Max, calls.Weaker(by, c.BoundedBy)
	}
	for _, l := range t.f.links {
		if !l.returns {
			high[l.node] = 0
		}
	}
	return max(c.Max, plus(t.f.analysis().Weighted(high).Max, after.Max)), calls.Weaker(by, c.BoundedBy)
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
