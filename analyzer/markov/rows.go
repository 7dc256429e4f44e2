package markov

import (
	"cmp"
	"slices"
)

// rows are the edges of a chain by the state that they leave and by the one that
// they enter, each row in the order of the states.
type rows struct {
	out, in [][]link
}

func newRows(states int, edges []Edge) rows {
	r := rows{out: make([][]link, states), in: make([][]link, states)}
	for _, e := range edges {
		if e.Share > 0 {
			r.out[e.From] = append(r.out[e.From], link{e.To, e.Share})
		}
	}
	for v := range r.out {
		r.out[v] = merged(r.out[v])
		for _, l := range r.out[v] {
			r.in[l.state] = append(r.in[l.state], link{int32(v), l.value})
		}
	}
	return r
}

// merged adds up the links to the same state, and sorts them.
func merged(links []link) []link {
	slices.SortStableFunc(links, func(a, b link) int { return cmp.Compare(a.state, b.state) })
	out := links[:0]
	for _, l := range links {
		if n := len(out); n > 0 && out[n-1].state == l.state {
			out[n-1].value += l.value
			continue
		}
		out = append(out, l)
	}
	return out
}

// visitOrder is the order in which an iteration goes over the states.
type visitOrder []int32

// orders are those of visits, which depend on what comes before a state, and of
// values, which depend on what comes after it.
func (r *rows) orders() []visitOrder {
	forward := make(visitOrder, 0, len(r.out))
	seen := make([]bool, len(r.out))
	for v := range r.out {
		if seen[v] {
			continue
		}
		seen[v] = true
		forward = append(forward, int32(v))
		for i := len(forward) - 1; i < len(forward); i++ { // breadth first from v
			for _, to := range r.out[forward[i]] {
				if !seen[to.state] {
					seen[to.state] = true
					forward = append(forward, to.state)
				}
			}
		}
	}
	backward := slices.Clone(forward)
	slices.Reverse(backward)
	return []visitOrder{forward, backward}
}
