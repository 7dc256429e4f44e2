package calls

import (
	"math"
	"slices"

	"archlint/analyzer/cfg"
)

// CycleTimes returns, for each node, the least time of a closed walk from the
// node back to itself inside its procedure, called tasks included, in the unit of
// the given times of single nodes; -1 for nodes on no cycle. With times that are
// too short rather than too long, what repeats while somebody waits repeats at
// most once in that time. The caller must not change what is returned.
func (a *Analysis) CycleTimes(times []int64) []int64 { return a.pace(times).cycle }

// Rates returns how often each node can run in a unit of time while the run goes
// round in cycles: once in its CycleTime, or as often as the counted loops around it
// go round in the time of the cycle around these; and, in a called task, once more
// for each call of that. 0 for nodes on no cycle; infinite where nothing on the way
// round takes time. The caller must not change what is returned.
func (a *Analysis) Rates(times []int64) []float64 {
	if a.unfolded != nil {
		return a.unfolded.rates(a, a.pace(times).rates)
	}
	return a.pace(times).rates
}

// pace is what follows from the times of single nodes. Both parts come from one
// search for the shortest rounds.
type pace struct {
	times []int64
	cycle []int64
	rates []float64
}

func (a *Analysis) pace(times []int64) *pace {
	a.rebuild()
	if a.paced == nil || !slices.Equal(a.paced.times, times) {
		a.paced = a.newPace(slices.Clone(times))
	}
	return a.paced
}

func (a *Analysis) newPace(times []int64) *pace {
	p := &pace{times: times, cycle: filled(len(times), none), rates: make([]float64, len(times))}
	flat := a.flat()
	s := newSums(flat, times, make(perRegion, len(flat.regions)))
	bounded := newSums(a.p, times, make(perRegion, len(a.p.regions)))
	calls := make(map[cfg.NodeID]float64) // of each called procedure, by its root
	var group []cfg.NodeID                // of procedures that call one another
	var rounds []int64                    // of its nodes: the same from wherever it is entered
	for i := len(flat.procs) - 1; i >= 0; i-- {
		pr := flat.procs[i] // callers come after what they call
		if !pr.recursive || !slices.Equal(pr.nodes, group) {
			group, rounds = nil, a.roundTimes(s, pr)
			if pr.recursive {
				group = pr.nodes
			}
		}
		counted := newCountedRates(a.p.proc(pr.root), bounded)
		for i, n := range pr.nodes {
			one := calls[pr.root]
			if t := rounds[i]; t != none {
				p.cycle[n] = shorter(p.cycle[n], t)
				one += min(1/float64(t), counted.of(n))
			}
			p.rates[n] += one
			if callee := a.Graph.Nodes[n].Callee; callee != cfg.None && !(pr.recursive && flat.callsItself(callee)) {
				calls[callee] += one
			}
		}
	}
	return p
}

// roundTimes returns the time of the shortest round of each node of pr, none for
// those on no cycle. A loop's round comes back to its turn.
func (a *Analysis) roundTimes(s *sums, pr *proc) []int64 {
	r := pr.top
	cost := make([]int64, len(r.verts))
	for v, vx := range r.verts {
		cost[v] = s.vertexWeight(vx, false)
	}
	w := a.p.walks(r, cost)
	out := make([]int64, len(pr.nodes))
	for i, n := range pr.nodes {
		v := pr.stands[i].vertex // at the top level, as all are here
		out[i] = w.round[v]
		if next := v + 1; int(next) < len(r.verts) && r.verts[next].kind == turns && r.verts[next].node == n {
			out[i] = shorter(out[i], w.round[next])
		}
	}
	return out
}

// shorter returns the shorter of two times; a time that is not known (none) is no time.
func shorter(a, b int64) int64 {
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
