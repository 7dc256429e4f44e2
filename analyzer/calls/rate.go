package calls

import (
	"math"

	"archlint/analyzer/cfg"
)

// CycleTimes returns, for each node, the least time of a closed walk from the
// node back to itself inside its procedure, called tasks included, in the unit of
// the given times of single nodes; -1 for nodes on no cycle. With times that are
// too short rather than too long, what repeats while somebody waits repeats at
// most once in that time.
func (a *Analysis) CycleTimes(times []int64) []int64 {
	a.wake()
	out := filled(len(a.Graph.Nodes), none)
	s := a.timed(times)
	for _, pr := range s.p.procs {
		a.roundTimes(s, pr, func(n cfg.NodeID, t int64) { out[n] = lesser(out[n], t) })
	}
	return out
}

// Rates returns how often each node can run in a unit of time while the run goes
// round in cycles: once in its CycleTime, and, in a called task, once more for
// each call of that. 0 for nodes on no cycle; infinite where nothing on the way
// round takes time.
func (a *Analysis) Rates(times []int64) []float64 {
	a.wake()
	out := make([]float64, len(a.Graph.Nodes))
	s := a.timed(times)
	calls := make(map[cfg.NodeID]float64) // of each called procedure, by its root
	for i := len(s.p.procs) - 1; i >= 0; i-- {
		pr := s.p.procs[i] // callers come after what they call
		rate := make(map[cfg.NodeID]float64)
		a.roundTimes(s, pr, func(n cfg.NodeID, t int64) { rate[n] = 1 / float64(t) })
		for _, n := range pr.nodes {
			one := rate[n] + calls[pr.root]
			out[n] += one
			if callee := a.Graph.Nodes[n].Callee; callee != cfg.None && !(pr.recursive && s.p.proc(callee).recursive) {
				calls[callee] += one
			}
		}
	}
	return out
}

// timed sums up times in the program in which every loop is a plain cycle.
func (a *Analysis) timed(times []int64) *sums {
	return newSums(a.flat(), times, make(perRegion, len(a.flat().regions)))
}

// roundTimes tells the time of the shortest round of each node of pr that is on
// a cycle. A loop's round comes back to its turn.
func (a *Analysis) roundTimes(s *sums, pr *proc, tell func(cfg.NodeID, int64)) {
	r := pr.top
	cost := make([]int64, len(r.verts))
	for v, vx := range r.verts {
		cost[v] = s.vertexWeight(vx, false)
	}
	w := newWalks(r, cost)
	for _, n := range pr.nodes {
		v, ok := r.at(n)
		if !ok {
			continue
		}
		round := w.round[v]
		if next := v + 1; int(next) < len(r.verts) && r.verts[next].kind == turns && r.verts[next].node == n {
			round = lesser(round, w.round[next])
		}
		if round != none {
			tell(n, round)
		}
	}
}

// lesser is the lesser of two times, if both are known.
func lesser(a, b int64) int64 {
	if a == none || b != none && b < a {
		return b
	}
	return a
}

// PerMinute turns a rate per millisecond into calls a minute; ok is false where
// there is none or no end to it.
func PerMinute(rate float64) (perMinute float64, ok bool) {
	if rate <= 0 || math.IsInf(rate, 1) {
		return 0, false
	}
	return 60_000 * rate, true
}
