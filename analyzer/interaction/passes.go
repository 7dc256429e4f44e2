package interaction

import (
	"cmp"
	"slices"

	"archlint/analyzer/calls"
)

// Pass is a flow, by index, and how often it runs.
type Pass struct {
	Flow  int
	Times float64
}

// Passes returns how often each flow runs on average in an interaction that
// enters at flow i, flow i itself once and again for each way back to it; flows
// that never run are left out. In order of the flows' indices.
func (n *Net) Passes(i int) []Pass {
	reached := append([]int{i}, n.Total(i).Reaches...)
	if at := slices.Index(reached[1:], i); at >= 0 {
		reached = slices.Delete(reached, at+1, at+2)
	}
	slices.SortFunc(reached, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.groups.Of[a], n.groups.Of[b]), cmp.Compare(a, b))
	})
	into := map[int]float64{i: 1} // from flows of other groups
	var out []Pass
	for from := 0; from < len(reached); {
		to := from
		for to < len(reached) && n.groups.Of[reached[to]] == n.groups.Of[reached[from]] {
			to++
		}
		out = append(out, n.passGroup(reached[from:to], into)...)
		from = to
	}
	slices.SortFunc(out, func(a, b Pass) int { return a.Flow - b.Flow })
	return slices.DeleteFunc(out, func(p Pass) bool { return p.Times <= 0 })
}

// passGroup solves the flows of one group, given what comes into them from
// others, and adds to into what goes on from them.
func (n *Net) passGroup(group []int, into map[int]float64) []Pass {
	times := n.circulate(group, into)
	var out []Pass
	for k, i := range group {
		out = append(out, Pass{i, times[k]})
		n.onward(i, func(to int, share float64) {
			if n.groups.Of[to] != n.groups.Of[i] {
				into[to] += times[k] * share
			}
		})
	}
	return out
}

// circulate returns how often each flow of a group runs. Where that has no mean,
// because the flows start more of one another than end, only the platform's cap is
// left.
func (n *Net) circulate(group []int, into map[int]float64) []float64 {
	if !n.groups.Cyclic[n.groups.Of[group[0]]] {
		return []float64{into[group[0]]}
	}
	r := n.rounds(n.groups.Of[group[0]])
	in := make([]float64, len(r.members))
	for k, i := range r.members {
		in[k] = into[int(i)]
	}
	visits, ok := r.chain.Visits(in)
	times := make([]float64, len(group))
	for k, i := range group {
		times[k] = float64(calls.ActionCap)
		if ok {
			times[k] = min(visits[r.at[i]], float64(calls.ActionCap))
		}
	}
	return times
}

// onward calls visit for each flow that flow i leads to, with how often it does
// on average in one run.
func (n *Net) onward(i int, visit func(to int, share float64)) {
	f := n.flows[i]
	for _, l := range f.links {
		for _, to := range l.to {
			visit(to, f.visits[l.node]/float64(len(l.to)))
		}
	}
}
