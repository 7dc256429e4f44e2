package interaction

import "archlint/analyzer/calls"

// Values returns, for each flow, the mean that interactions which enter there
// gather in all flows that they run, where reward is what one run of a flow gathers
// by itself. Where a mean has no bound it is reward's greatest times the cap on
// actions. One pass over the flows, those that others lead to first.
func (n *Net) Values(reward func(flow int) float64) []float64 {
	values, most := make([]float64, len(n.flows)), 0.0
	for i := range values {
		values[i] = reward(i)
		most = max(most, values[i])
	}
	if most == 0 {
		return values
	}
	for c := int32(n.groups.Len()) - 1; c >= 0; c-- {
		group := n.groups.Members(c)
		for _, i := range group {
			n.onward(int(i), func(to int, share float64) {
				if n.groups.Of[to] != c {
					values[i] += share * values[to]
				}
			})
		}
		if n.groups.Cyclic[c] {
			n.valuesAround(c, values, most*float64(calls.ActionCap))
		}
	}
	return values
}

// valuesAround solves a group. values holds what its flows gather by themselves and in
// flows outside of the group.
func (n *Net) valuesAround(group int32, values []float64, unbounded float64) {
	r := n.rounds(group)
	reward := make([]float64, len(r.members))
	for k, i := range r.members {
		reward[k] = values[i]
	}
	solved, ok := r.chain.Values(reward)
	for k, i := range r.members {
		if values[i] = unbounded; ok {
			values[i] = min(solved[k], unbounded)
		}
	}
}
