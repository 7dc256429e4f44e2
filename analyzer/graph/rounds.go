package graph

// Rounds bounds from below what a closed walk costs, by looking at few vertices: from
// a vertex on the nearest ones first, until one leads back or there are enough. What
// was not met by then is at least as far away as what comes next.
type Rounds struct {
	g    *Directed
	cost []int64
	most int     // vertices that are looked at for each
	dist []int64 // of those that were met in this search
	met  []int32 // the search that met a vertex last
	at   int32   // the search
}

// Rounds prepares a search from single vertices that looks at so many each. Costs
// are as for Shortest.
func (g *Directed) Rounds(cost []int64, most int) *Rounds {
	return &Rounds{g: g, cost: cost, most: most, dist: make([]int64, g.Len()), met: make([]int32, g.Len())}
}

// Least returns a cost that no closed walk from v back to it is below, v counted
// once, and whether it is that of the cheapest one; -1 if no walk leads back.
func (r *Rounds) Least(v int32) (cost int64, exact bool) {
	if r.cost[v] < 0 {
		return -1, true
	}
	r.at++
	q := make(nearest, 0, 32)
	r.reach(&q, v, 0)
	for looked := 0; len(q) > 0; looked++ {
		at := q.pop()
		switch {
		case at.v == v:
			return at.dist, true
		case looked >= r.most:
			return at.dist, false
		case at.dist == r.dist[at.v]:
			r.reach(&q, at.v, at.dist)
		}
	}
	return -1, true
}

// reach goes on from a vertex. The distance of a vertex is what those before it
// cost, so that v is met again at the cost of the whole walk.
func (r *Rounds) reach(q *nearest, from int32, before int64) {
	dist := min(before+r.cost[from], most)
	for _, to := range r.g.Succ(from) {
		if r.cost[to] >= 0 && (r.met[to] != r.at || dist < r.dist[to]) {
			r.met[to], r.dist[to] = r.at, dist
			q.push(near{to, dist})
		}
	}
}
