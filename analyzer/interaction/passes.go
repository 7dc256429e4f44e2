package interaction

import (
	"cmp"
	"math"
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
	times := make(map[int]float64, len(group))
	for _, i := range group {
		times[i] = into[i]
	}
	if n.groups.Cyclic[n.groups.Of[group[0]]] {
		n.circulate(group, into, times)
	}
	var out []Pass
	for _, i := range group {
		out = append(out, Pass{i, times[i]})
		n.onward(i, func(to int, share float64) {
			if n.groups.Of[to] != n.groups.Of[i] {
				into[to] += times[i] * share
			}
		})
	}
	return out
}

// circulate solves flows that lead back to one another, by substitution.
func (n *Net) circulate(group []int, into, times map[int]float64) {
	for range sweeps {
		next := make(map[int]float64, len(group))
		for _, i := range group {
			next[i] += into[i]
			n.onward(i, func(to int, share float64) {
				if n.groups.Of[to] == n.groups.Of[i] {
					next[to] += times[i] * share
				}
			})
		}
		moved := 0.0
		for _, i := range group {
			next[i] = min(next[i], float64(calls.ActionCap))
			moved = max(moved, math.Abs(next[i]-times[i])/max(1, next[i]))
			times[i] = next[i]
		}
		if moved < 1e-9 {
			return
		}
	}
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
