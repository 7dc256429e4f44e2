package calls

import (
	"math"

	"archlint/analyzer/cfg"
)

// none stands for "no path gets there" and inf for "the flow itself sets no
// bound". All other values are counts.
const (
	none int64 = -1
	inf  int64 = math.MaxInt64
	// huge is where counts stop growing: far above the platform's cap, far
	// below overflow.
	huge int64 = 1 << 40
)

// weights says how much passing each node counts, by NodeID; never negative.
type weights []int64

// summary is what a region costs from its source to each of its sinks: the
// least and the greatest weight over all ways there, none where there is no way.
// The greatest for cut covers every place inside where a run may be cut short.
type summary struct {
	min, max []int64
	// For loops: after the last round, and at a further output of the loop.
	doneMin, doneMax   int64
	earlyMin, earlyMax int64
	// looped is set when the greatest rests on a loop's count.
	looped bool
}

// sums solves every region for one weighting, children first. It costs one
// pass over the regions that can hold weight; the others are solved once and
// shared between weightings.
type sums struct {
	p      *program
	w      weights
	ends   endWeights
	zero   perRegion // of regions without weight, shared
	done   perRegion
	weight []bool // regions with weight somewhere inside
	roots  []rooted
}

// perRegion are summaries by the region's number.
type perRegion []*summary

func newSums(p *program, w weights, zero perRegion) *sums {
	s := &sums{p: p, w: w, zero: zero, done: make(perRegion, len(p.regions)), weight: make([]bool, len(p.regions))}
	s.spread()
	return s
}

// newPreset prepares sums in which what a procedure adds is known already, and
// in which nothing else has weight.
func newPreset(p *program, pr *proc, adds *summary, zero perRegion) *sums {
	s := &sums{
		p: p, w: make(weights, len(p.g.Nodes)), zero: zero,
		done: make(perRegion, len(p.regions)), weight: make([]bool, len(p.regions)),
	}
	s.done[pr.top.number], s.weight[pr.top.number] = adds, true
	s.spread()
	return s
}

// spread marks the regions around those with weight.
func (s *sums) spread() {
	for _, r := range s.p.regions {
		for _, v := range r.verts {
			if v.kind == plain && (v.node != cfg.None && s.w[v.node] > 0 || v.child != nil && s.heavy(v.child)) || s.ends.of(v) != 0 {
				s.weight[r.number] = true
				break
			}
		}
	}
}

// heavy reports whether r has weight somewhere inside.
func (s *sums) heavy(r *region) bool { return s.weight[r.number] }

// of returns the summary of r. Children come before parents in p.regions, so
// recursion is as deep as loops nest and tasks call one another.
func (s *sums) of(r *region) *summary {
	cache := s.done
	if !s.heavy(r) {
		cache = s.zero
	}
	if cache[r.number] == nil {
		cache[r.number] = s.solve(r)
	}
	return cache[r.number]
}

func (s *sums) solve(r *region) *summary {
	n := len(r.sinks)
	bounds := make([]int64, 2*n)
	sum := &summary{min: bounds[:n:n], max: bounds[n:]}
	defer s.p.scratch.release(s.p.scratch.used)
	weight := func(v int32, greatest bool) int64 { return s.vertexWeight(r.verts[v], greatest) }
	least := s.least(r, weight)
	for k, snk := range r.sinks {
		sum.min[k] = least[snk.vertex]
	}
	most, peak := s.greatest(r, weight)
	for k, snk := range r.sinks {
		sum.max[k] = most[snk.vertex]
	}
	sum.max[cut] = peak
	if r.loop != cfg.NoLoop {
		rounds(r, sum)
	}
	for _, v := range r.verts {
		if v.kind == plain && v.child != nil && s.heavy(v.child) && s.of(v.child).looped {
			sum.looped = true
		}
	}
	return sum
}

// vertexWeight is what passing v counts, or none when an exit cannot be taken.
func (s *sums) vertexWeight(v vertex, greatest bool) int64 {
	switch {
	case v.kind == plain && v.node != cfg.None:
		return s.w[v.node]
	case v.kind != leaves:
		return s.ends.of(v)
	}
	return s.of(v.child).exit(v, greatest)
}

// rounds turns what one round of a loop's body costs into what the loop costs:
// an exit may be taken in the first round (least) or after all others went
// round (greatest); the loop's own end comes after exactly its rounds.
func rounds(r *region, sum *summary) {
	n := r.rounds
	perMin, perMax := sum.min[again], sum.max[again]
	sum.doneMin, sum.doneMax = times(n, perMin), times(n, perMax)
	sum.earlyMin, sum.earlyMax = 0, max(sum.doneMax, 0)
	if n > 0 && perMax == none { // cannot go round: further outputs only before the first
		sum.earlyMax = 0
	}
	before := max(times(n-1, perMax), 0)
	sum.looped = sum.looped || before > 0
	for k := range r.sinks {
		if int32(k) == again {
			continue
		}
		if n < 1 {
			sum.min[k], sum.max[k] = none, none
			continue
		}
		if sum.max[k] != none {
			sum.max[k] = plus(before, sum.max[k])
		}
	}
	if n < 1 {
		sum.max[cut] = 0
	}
}

// times is n x a, none when a cannot be had and is needed.
func times(n, a int64) int64 {
	switch {
	case n <= 0:
		return 0
	case a == none || a == inf:
		return a
	case a == 0:
		return 0
	case n > huge/a:
		return huge
	}
	return n * a
}

func plus(a, b int64) int64 {
	switch {
	case a == none || b == none:
		return none
	case a == inf || b == inf:
		return inf
	}
	return min(a+b, huge)
}

// greatest returns the greatest weight of a path from r's source to each
// vertex, inf where a cycle with weight lies on the way, and the greatest of
// them all, in memory that is the scratch's. One pass over the components in topological order: inside a
// component either no vertex has weight or there is no bound.
func (s *sums) greatest(r *region, weight func(int32, bool) int64) ([]int64, int64) {
	dist := s.p.scratch.filled(len(r.verts), none)
	start := r.scc.Of[r.source]
	into := s.p.scratch.filled(r.scc.Len(), none)
	into[start] = 0
	peak := int64(0)
	for c := start; int(c) < r.scc.Len(); c++ {
		if into[c] == none {
			continue
		}
		members := r.scc.Members(c)
		out := into[c]
		if r.scc.Cyclic[c] {
			out = cycleWeight(members, out, weight)
		}
		for _, v := range members {
			w := weight(v, true)
			if w == none {
				continue
			}
			dist[v] = out
			if !r.scc.Cyclic[c] {
				dist[v] = plus(out, w)
			}
			peak = max(peak, dist[v])
			for _, to := range r.g.Succ(v) {
				if d := r.scc.Of[to]; d != c {
					into[d] = max(into[d], dist[v])
				}
			}
		}
	}
	return dist, peak
}

func cycleWeight(members []int32, in int64, weight func(int32, bool) int64) int64 {
	for _, v := range members {
		if weight(v, true) > 0 {
			return inf
		}
	}
	return in
}

// least returns the least weight of a path from r's source to each vertex. On
// graphs made by structured programs relaxing edges in reverse postorder needs a
// few passes, whatever their size; knots of jumps are left to Dijkstra. The result is
// the scratch's, as of greatest.
func (s *sums) least(r *region, weight func(int32, bool) int64) []int64 {
	cost := s.p.scratch.filled(len(r.verts), 0)
	for _, v := range r.order {
		cost[v] = weight(v, false)
	}
	cost[r.source] = max(cost[r.source], 0)
	dist := s.p.scratch.filled(len(r.verts), none)
	dist[r.source] = cost[r.source]
	for range fewPasses {
		if !relaxAll(r, cost, dist) {
			return dist
		}
	}
	dist, _ = r.g.Shortest(cost, r.source)
	return dist
}

// fewPasses is when a graph is no longer taken for that of a structured program.
const fewPasses = 6

// relaxAll goes over all edges once and reports whether a way got shorter.
func relaxAll(r *region, cost, dist []int64) bool {
	changed := false
	for _, v := range r.order {
		if dist[v] == none {
			continue
		}
		for _, to := range r.g.Succ(v) {
			if cost[to] == none {
				continue
			}
			if d := plus(dist[v], cost[to]); dist[to] == none || d < dist[to] {
				dist[to], changed = d, true
			}
		}
	}
	return changed
}

func filled(n int, v int64) []int64 {
	s := make([]int64, n)
	for i := range s {
		s[i] = v
	}
	return s
}
