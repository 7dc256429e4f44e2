package interaction

import (
	"slices"

	"archlint/analyzer/markov"
)

// rounds is how interactions go round in a group of flows that lead back to one
// another: an absorbing Markov chain whose states are the flows. From flow i to
// flow j leads the mean number of times that one run of i goes on in j.
type rounds struct {
	members []int32     // the flows of the group, ascending
	at      map[int]int // by flow: its place among members
	chain   *markov.Chain
}

// Work is how many edges were gone over to solve how interactions go round. It is
// counted, and so the same on every machine.
func (n *Net) Work() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	work := 0
	for _, r := range n.round {
		work += r.chain.Work()
	}
	return work
}

// rounds returns those of a group, solved once.
func (n *Net) rounds(group int32) *rounds {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r := n.round[group]; r != nil {
		return r
	}
	r := &rounds{members: slices.Clone(n.groups.Members(group)), at: make(map[int]int)}
	slices.Sort(r.members)
	for k, i := range r.members {
		r.at[int(i)] = k
	}
	var edges []markov.Edge
	for k, i := range r.members {
		n.onward(int(i), func(to int, share float64) {
			if n.groups.Of[to] == group {
				edges = append(edges, markov.Edge{From: int32(k), To: int32(r.at[to]), Share: share})
			}
		})
	}
	r.chain = markov.New(len(r.members), edges)
	if n.round == nil {
		n.round = make(map[int32]*rounds)
	}
	n.round[group] = r
	return r
}
