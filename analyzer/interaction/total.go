package interaction

import (
	"math"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// Total returns what an interaction does that enters at flow i, in all flows
// that it reaches. Sound under the bounds of package calls; exact where theirs
// are and every link is resolved to one flow.
func (n *Net) Total(i int) Total {
	if n.solved[i] == nil {
		n.solve(i)
	}
	return *n.solved[i]
}

// solve sums flow i with the totals of the flows it leads to. Meeting a flow
// that is being solved means that flows lead back to one another.
func (n *Net) solve(i int) {
	f, t := n.flows[i], &Total{}
	n.busy[i] = true
	for _, l := range f.links {
		for _, to := range l.to {
			t.Reaches = append(t.Reaches, to)
			if n.busy[to] {
				t.Recursive = true
				continue
			}
			sub := n.Total(to)
			t.Reaches = append(t.Reaches, sub.Reaches...)
			t.Open = append(t.Open, sub.Open...)
			t.Recursive = t.Recursive || sub.Recursive
		}
	}
	n.busy[i] = false
	t.Open = append(t.Open, f.open...)
	slices.Sort(t.Open)
	t.Open = slices.Compact(t.Open)
	slices.Sort(t.Reaches)
	t.Reaches = slices.DeleteFunc(slices.Compact(t.Reaches), func(to int) bool { return to == i })
	t.Count = n.count(f, i, t.Recursive)
	n.solved[i] = t
}

// count weighs every call with 1 and every link with the total behind it, and
// bounds the weighted sum. Between flows that lead back to one another the
// platform's cap is all there is, and whether it starts anew in each flow is
// documented nowhere: the cap of one run stands for the greatest then.
func (n *Net) count(f *Flow, i int, recursive bool) calls.Count {
	low, high, mean := weightsOf(f), weightsOf(f), 0.0
	own := f.Analysis.Sum(weightsOf(f))
	by := own.BoundedBy
	for _, l := range f.links {
		least, most, average, rests := n.behind(l, i)
		low[l.node] += least
		high[l.node] += most
		mean += f.Analysis.Visits(l.node) * average
		by = weaker(by, rests)
	}
	c := calls.Count{
		Min:       f.Analysis.Weighted(low).Min,
		Expected:  own.Expected + mean,
		Max:       n.greatest(f, own, high),
		BoundedBy: by,
	}
	if recursive && c.Max > 0 {
		c.Max, c.BoundedBy = max(c.Max, calls.ActionCap), calls.PlatformLimit
	}
	c.Expected = math.Min(math.Max(c.Expected, float64(c.Min)), float64(c.Max))
	return c
}

// greatest is exact where the flow bounds itself. Else the cap bounds its own
// calls and the links it can pass, and those are added up apart.
func (n *Net) greatest(f *Flow, own calls.Count, high map[cfg.NodeID]int64) int64 {
	if c := f.Analysis.Weighted(high); c.BoundedBy != calls.PlatformLimit {
		return c.Max
	}
	total, handed := own.Max, int64(0)
	for _, l := range f.links {
		if l.returns {
			total += f.Analysis.Node(l.node).Max * high[l.node]
		} else {
			handed = max(handed, high[l.node]) // a run ends with one hand over
		}
	}
	return total + handed
}

// behind is the total of what a link leads to: if that may be one of several
// flows, the least and the greatest of them, and the mean of their means.
func (n *Net) behind(l link, from int) (least, most int64, mean float64, by calls.BoundedBy) {
	least, by = math.MaxInt64, calls.Acyclic
	for _, to := range l.to {
		if n.solved[to] == nil { // leads back to a flow that is being solved
			least = 0
			continue
		}
		c := n.solved[to].Count
		least, most = min(least, c.Min), max(most, c.Max)
		mean += c.Expected / float64(len(l.to))
		by = weaker(by, c.BoundedBy)
	}
	if !l.certain {
		least = 0
	}
	return least, most, mean, by
}

func weightsOf(f *Flow) map[cfg.NodeID]int64 {
	w := make(map[cfg.NodeID]int64, len(f.Calls))
	for _, c := range f.Calls {
		w[c] = 1
	}
	return w
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
