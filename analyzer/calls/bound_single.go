package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// singles bounds how often one node runs, for many nodes at once. For a single
// node a sum over paths is a question of shape alone: it is counted on the way
// to a sink if the way can pass it, and it must be counted if it dominates the
// sink. With one reachability and one dominator tree per region, each node
// costs only its loop nest, so that all of a flow's call sites together cost
// about one pass.
//
// It answers for nodes of one procedure and takes no callers into account.
type singles struct {
	p      *program
	shapes map[*region]*shape

	last struct {
		pr   *proc
		n    cfg.NodeID
		nest []nested
	}
}

// shape is what singles needs of a region, for any node.
type shape struct {
	dom *graph.Dominators
	// to[k][v] is set when vertex v can reach sink k.
	to [][]bool

	seen  []int32 // scratch of leads: the search that met a vertex last
	round int32
}

func (s *singles) shape(r *region) *shape {
	if sh, ok := s.shapes[r]; ok {
		return sh
	}
	back := r.g.Transpose()
	sh := &shape{dom: r.g.Dominators(r.source), to: make([][]bool, len(r.sinks))}
	for k, snk := range r.sinks {
		sh.to[k] = back.Reach(snk.vertex)
	}
	s.shapes[r] = sh
	return sh
}

// of returns what one node counts from the source of its procedure to each of
// the procedure's sinks.
func (s *singles) of(pr *proc, n cfg.NodeID) *summary {
	nest := s.nest(pr, n)
	return nest[len(nest)-1].sum
}

// nested is where a node stands in a region, and what that region counts when
// only the node does, all its rounds together.
type nested struct {
	stand
	sum *summary
}

// nest returns where n stands in pr, innermost first. The last one is remembered:
// a count, what bounds it and a witness are asked for in a row.
func (s *singles) nest(pr *proc, n cfg.NodeID) []nested {
	if s.last.nest != nil && s.last.pr == pr && s.last.n == n {
		return s.last.nest
	}
	s.last.pr, s.last.n = pr, n
	s.last.nest = regionsOf(pr, n, s.last.nest[:0])
	var sum *summary
	for i := range s.last.nest {
		in := &s.last.nest[i]
		sum = s.level(in.region, in.vertex, sum)
		in.sum = sum
	}
	return s.last.nest
}

// regionsOf returns where n stands in pr: directly, then as part of the loop
// around it, and so on to the procedure's top level.
func regionsOf(pr *proc, n cfg.NodeID, chain []nested) []nested {
	for {
		r := pr.around(pr.loopOf(n))
		v, ok := r.at(n)
		if !ok {
			return chain
		}
		chain = append(chain, nested{stand: stand{r, v}})
		if r.loop == cfg.NoLoop {
			return chain
		}
		n = pr.g.Loops[r.loop].Head
	}
}

// around is the innermost region at or around a loop.
func (p *proc) around(l cfg.LoopID) *region {
	for ; l != cfg.NoLoop; l = p.g.Loops[l].Parent {
		if r := p.loops[l]; r != nil {
			return r
		}
	}
	return p.top
}

func (p *proc) loopOf(n cfg.NodeID) cfg.LoopID { return p.g.Nodes[n].Loop }

// level solves one region in which only vertex v counts: once if inner is nil,
// else what inner says for each of v's exits.
func (s *singles) level(r *region, v int32, inner *summary) *summary {
	sh := s.shape(r)
	bounds, n := filled(2*len(r.sinks), none), len(r.sinks)
	sum := &summary{min: bounds[:n:n], max: bounds[n:]}
	sum.looped = inner != nil && inner.looped
	for k, snk := range r.sinks {
		if !r.open[snk.vertex] && int32(k) != cut {
			continue
		}
		sum.max[k] = s.most(r, sh, v, inner, int32(k))
		if r.open[snk.vertex] {
			sum.min[k] = s.fewest(r, sh, v, inner, int32(k))
		}
	}
	if r.loop != cfg.NoLoop {
		rounds(r, sum)
	}
	return sum
}

// most is the greatest count on a way to sink k. Every vertex is a way to cut.
func (s *singles) most(r *region, sh *shape, v int32, inner *summary, k int32) int64 {
	best := int64(0)
	count := func(x int32, w int64) {
		if w <= 0 || !r.open[x] || (k != cut && !sh.to[k][x]) {
			return
		}
		if r.scc.Cyclic[r.scc.Of[x]] {
			w = inf
		}
		best = max(best, w)
	}
	if inner == nil {
		count(v, 1)
		return best
	}
	for x := range r.exits(v) {
		count(x, inner.exit(r.verts[x], true))
	}
	return best
}

// exit returns the weight of leaving by v.
func (sum *summary) exit(v vertex, greatest bool) int64 {
	side, doneW, earlyW := sum.min, sum.doneMin, sum.earlyMin
	if greatest {
		side, doneW, earlyW = sum.max, sum.doneMax, sum.earlyMax
	}
	switch v.exit {
	case done:
		return doneW
	case early:
		return earlyW
	default:
		return side[v.exit]
	}
}

// fewest is the least count on a way to sink k: nothing, unless every way there
// passes v; then that of the cheapest exit from which the way goes on to k
// without coming back to v.
func (s *singles) fewest(r *region, sh *shape, v int32, inner *summary, k int32) int64 {
	to := r.sinks[k].vertex
	if !sh.dom.Dominates(v, to) {
		return 0
	}
	if inner == nil {
		return 1
	}
	if slices.Contains(r.g.Succ(v), to) {
		return 0 // past what the node runs
	}
	best := inf
	for x := range r.exits(v) {
		w := inner.exit(r.verts[x], false)
		if w == none || w >= best || !r.open[x] || !sh.to[k][x] {
			continue
		}
		// An exit is entered from v alone: if it dominates the sink, a way goes on from
		// it that does not come back to v.
		if !r.scc.Cyclic[r.scc.Of[v]] || sh.dom.Dominates(x, to) || sh.leads(r.g, x, to, v) {
			best = w
		}
	}
	if best == inf {
		return 0
	}
	return best
}

// leads reports whether a way leads from one vertex to another past a third.
func (sh *shape) leads(g *graph.Directed, from, to, past int32) bool {
	if sh.seen == nil {
		sh.seen = make([]int32, g.Len())
	}
	sh.round++
	stack := []int32{from}
	sh.seen[from], sh.seen[past] = sh.round, sh.round
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if v == to {
			return true
		}
		for _, next := range g.Succ(v) {
			if sh.seen[next] != sh.round {
				sh.seen[next] = sh.round
				stack = append(stack, next)
			}
		}
	}
	return false
}
