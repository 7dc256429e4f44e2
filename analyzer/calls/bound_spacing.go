package calls

import "archlint/analyzer/cfg"

// A call site in a loop or a called task gets the exact bound of capBound where
// the flow is small enough: that costs a pass over the flow for each of them. In
// larger flows spacing stands in, which costs nothing more, is sound as well, and
// may be less tight.
const (
	exactSize = 2_000   // nodes of the flow
	exactWork = 200_000 // nodes of the flow, times such sites
)

// isExact reports whether the flow is small enough.
func (a *Analysis) isExact() bool {
	size, inside := len(a.Graph.Nodes), 0
	for i := range a.Graph.Nodes {
		n := cfg.NodeID(i)
		if act := a.Graph.Nodes[n].Action; act != nil && act.DataAction != nil {
			for _, pr := range a.in.of(n) {
				if _, straight := pr.top.at(n); !straight || pr.called {
					inside++
					break
				}
			}
		}
	}
	return size <= exactSize && size*inside <= exactWork
}

// spacing bounds how often a node runs within a budget of actions by how far
// apart two runs of it must be: loops are taken to go round as often as they
// like, and a called task to be called again at once.
type spacing struct {
	first map[cfg.NodeID]int64 // least actions up to and including the first run
	apart map[cfg.NodeID]int64 // least actions from one run to the next; none: runs once
}

// flat is the program without regions for loops: every loop a plain cycle.
func (a *Analysis) flat() *program {
	if a.noLoops == nil {
		a.noLoops = a.p.recut(func(cfg.LoopID) (float64, bool) { return 0, false })
	}
	return a.noLoops
}

func (a *Analysis) newSpacing() *spacing {
	s := &spacing{first: make(map[cfg.NodeID]int64), apart: make(map[cfg.NodeID]int64)}
	p := a.flat()
	least := newSums(p, a.cost, make(perRegion, len(p.regions)))
	leave, enter := make(map[cfg.NodeID]int64), make(map[cfg.NodeID]int64)
	for _, pr := range p.procs {
		r := pr.top
		cost := make([]int64, len(r.verts))
		for v := range r.verts {
			cost[v] = least.vertexWeight(r.verts[v], false)
		}
		out := leaving(r, cost)
		w := a.p.walks(r, cost)
		in := w.first
		for i, n := range pr.nodes {
			v := pr.stands[i].vertex // at the top level, as all are here
			lower(s.apart, n, w.round[v])
			lower(s.first, n, in[v])
			if pr.called && in[v] != none && out[v] != none {
				lower(leave, n, out[v])
				lower(enter, n, in[v]+1) // the call is an action
			}
		}
	}
	for n, out := range leave {
		lower(s.apart, n, out+enter[n])
	}
	return s
}

// lower notes a cost if it is one and less than what is known.
func lower(m map[cfg.NodeID]int64, n cfg.NodeID, cost int64) {
	if was, ok := m[n]; cost != none && (!ok || cost < was) {
		m[n] = cost
	}
}

// leaving is the least cost from each vertex to a way out of r, the vertex's
// own not counted.
func leaving(r *region, cost []int64) []int64 {
	var ends []int32
	for _, s := range r.sinks {
		ends = append(ends, s.vertex)
	}
	dist, _ := r.g.Transpose().Shortest(cost, ends...)
	for v, d := range dist {
		if d != none {
			dist[v] = d - cost[v]
		}
	}
	return dist
}

// most is how often n can run within the budget.
func (s *spacing) most(n cfg.NodeID, budget int64) int64 {
	first, ok := s.first[n]
	if !ok || first > budget {
		return 0
	}
	apart, again := s.apart[n]
	if !again {
		return 1
	}
	return 1 + (budget-first)/max(apart, 1)
}
