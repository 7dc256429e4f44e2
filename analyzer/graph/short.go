package graph

// Shortest returns, for each vertex, the least cost of a path from any of the
// given ones, both ends counted, and the vertex before it on such a path (-1 at
// a start). Costs belong to vertices and are not negative; a vertex of cost -1
// cannot be passed. -1 stands for vertices that no path leads to. By Dijkstra's
// algorithm, in O(edges x log vertices).
func (g *Directed) Shortest(cost []int64, from ...int32) (dist []int64, before []int32) {
	dist, before = make([]int64, g.Len()), make([]int32, g.Len())
	for v := range dist {
		dist[v], before[v] = -1, -1
	}
	q := make(nearest, 0, len(from)+32)
	for _, v := range from {
		if cost[v] >= 0 && dist[v] < 0 {
			dist[v] = cost[v]
			q.push(near{v, cost[v]})
		}
	}
	for len(q) > 0 {
		at := q.pop()
		if at.dist > dist[at.v] {
			continue
		}
		for _, to := range g.Succ(at.v) {
			if cost[to] < 0 {
				continue
			}
			if d := min(at.dist+cost[to], most); dist[to] < 0 || d < dist[to] {
				dist[to], before[to] = d, at.v
				q.push(near{to, d})
			}
		}
	}
	return dist, before
}

// most is where distances stop growing, far below overflow.
const most int64 = 1 << 40

type near struct {
	v    int32
	dist int64
}

func (a near) less(b near) bool { return a.dist < b.dist || a.dist == b.dist && a.v < b.v }

// nearest is a binary heap of vertices, the nearest first, then by number. That
// of container/heap takes memory for every vertex that goes in or out, which is
// most of what a search over a small graph costs.
type nearest []near

func (q *nearest) push(n near) {
	h := append(*q, n)
	*q = h
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !n.less(h[parent]) {
			break
		}
		h[i], h[parent] = h[parent], n
		i = parent
	}
}

func (q *nearest) pop() near {
	h := *q
	first, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	for i := 0; len(h) > 0; {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].less(h[child]) {
			child++
		}
		if child >= len(h) || !h[child].less(last) {
			h[i] = last
			break
		}
		h[i] = h[child]
		i = child
	}
	return first
}
