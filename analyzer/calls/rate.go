package calls

import "archlint/analyzer/cfg"

// CycleTimes returns, for each node, the least time of a closed walk from the
// node back to itself inside its procedure, in the unit of the given times of
// single nodes; -1 for nodes on no cycle. With times that are too short rather
// than too long, what repeats while somebody waits repeats at most once in that
// time.
func (a *Analysis) CycleTimes(times []int64) []int64 {
	out := filled(len(a.Graph.Nodes), none)
	for _, pr := range a.flat().procs {
		r := pr.top
		cost := make([]int64, len(r.verts))
		for v, vx := range r.verts {
			if vx.kind == plain && vx.node != cfg.None {
				cost[v] = times[vx.node]
			}
		}
		w := newWalks(r, cost)
		for n, v := range r.at {
			if t := w.round[v]; t != none && (out[n] == none || t < out[n]) {
				out[n] = t
			}
		}
	}
	return out
}
