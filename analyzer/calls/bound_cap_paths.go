package calls

import "slices"

// paths returns the best way from r's source to each vertex, and the vertex
// before it there: components in topological order, inside a cyclic one by
// relaxation.
func (c *capped) paths(r *region) (best []way, before []int32) {
	best, before = c.take(len(r.verts)), filled32(len(r.verts), -1)
	worth := c.take(len(r.verts))
	defer c.give(worth)
	for _, v := range r.order {
		worth[v] = c.vertex(r.verts[v])
		if c.cycle != nil || c.over {
			return best, before
		}
	}
	best[r.source] = worth[r.source]
	for comp, members := range r.inOrder() {
		for c.relax(r, members, best, worth, before) && r.scc.Cyclic[comp] {
			if cyc := c.cycleIn(r, members, before); cyc != nil {
				c.cycle = &ring{r: r, verts: cyc, done: c.done}
				for _, v := range cyc {
					c.cycle.pair = c.cycle.plus(worth[v].pair)
				}
				return best, before
			}
		}
	}
	return best, before
}

// take returns a list of n ways that are none, for as long as it is not given
// back: the regions are solved dozens of times, inner ones while outer ones are.
func (c *capped) take(n int) []way {
	free := &c.p.free
	last := len(*free) - 1
	if last < 0 || cap((*free)[last]) < n {
		return make([]way, n)
	}
	list := (*free)[last][:n]
	*free = (*free)[:last]
	clear(list)
	return list
}

func (c *capped) give(list []way) { c.p.free = append(c.p.free, list) }

// relax goes over the edges that leave members once and reports whether a way
// to one of the members themselves got better.
func (c *capped) relax(r *region, members []int32, best, worth []way, before []int32) bool {
	changed := false
	c.p.work.done += len(members)
	if c.looked += len(members); c.looked > c.p.work.prices {
		c.over, c.p.work.met = true, true
		return false
	}
	for _, v := range members {
		if !best[v].ok {
			continue
		}
		for _, to := range r.g.Succ(v) {
			if !worth[to].ok {
				continue
			}
			via := way{best[v].plus(worth[to].pair), true}
			if via.c > exact {
				c.over = true
				return false
			}
			if !best[to].ok || c.score(via.pair) > c.score(best[to].pair) {
				best[to], before[to] = via, v
				changed = changed || r.scc.Of[to] == r.scc.Of[v]
			}
		}
	}
	return changed
}

// cycleIn returns the vertices of a cycle among the members and those before
// them, in the order of a run, or nil.
func (c *capped) cycleIn(r *region, members []int32, before []int32) []int32 {
	if len(c.walk) < len(r.verts) {
		c.walk = make([]int, len(r.verts))
	}
	first := c.walks
	c.walks += len(members)
	for i, v := range members {
		comp := r.scc.Of[v]
		for v >= 0 && c.walk[v] <= first && r.scc.Of[v] == comp {
			c.walk[v] = first + i + 1
			v = before[v]
		}
		if v < 0 || c.walk[v] != first+i+1 {
			continue
		}
		cyc := []int32{v}
		for u := before[v]; u != v; u = before[u] {
			cyc = append(cyc, u)
		}
		slices.Reverse(cyc)
		return cyc
	}
	return nil
}

func filled32(n int, v int32) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = v
	}
	return s
}
