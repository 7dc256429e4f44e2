package graph

import "container/heap"

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
	q := make(nearest, 0, len(from))
	for _, v := range from {
		if cost[v] >= 0 && dist[v] < 0 {
			dist[v] = cost[v]
			q = append(q, near{v, cost[v]})
		}
	}
	heap.Init(&q)
	for len(q) > 0 {
		at := heap.Pop(&q).(near)
		if at.dist > dist[at.v] {
			continue
		}
		for _, to := range g.Succ(at.v) {
			if cost[to] < 0 {
				continue
			}
			if d := min(at.dist+cost[to], most); dist[to] < 0 || d < dist[to] {
				dist[to], before[to] = d, at.v
				heap.Push(&q, near{to, d})
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

// nearest is a heap of vertices, the nearest first, then by number.
type nearest []near

func (q nearest) Len() int { return len(q) }
func (q nearest) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].v < q[j].v
}
func (q nearest) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *nearest) Push(x any)   { *q = append(*q, x.(near)) }
func (q *nearest) Pop() any {
	old := *q
	at := old[len(old)-1]
	*q = old[:len(old)-1]
	return at
}
