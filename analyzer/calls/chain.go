package calls

import (
	"container/heap"
	"sort"
)

// solveVisits returns how often each vertex of r is passed on average for one
// entry at the source, given the probability of each edge. Components are
// solved in topological order; inside a cyclic one by eliminating vertices.
func solveVisits(r *region, p []float64) []float64 {
	in := make([]float64, len(r.verts)) // passes that come from other components
	visits := make([]float64, len(r.verts))
	in[r.source] = 1
	for c := r.scc.Of[r.source]; int(c) < r.scc.Len(); c++ {
		members := r.scc.Members(c)
		if r.scc.Cyclic[c] {
			solveCycle(r, members, p, in, visits)
		} else {
			visits[members[0]] = in[members[0]]
		}
		for _, v := range members {
			lo, hi := r.g.Edges(v)
			for i := lo; i < hi; i++ {
				if to := r.g.To(i); r.scc.Of[to] != c {
					in[to] += visits[v] * p[i]
				}
			}
		}
	}
	return visits
}

// solveCycle solves x = in + P^T x for the vertices of one component by
// Gaussian elimination on sparse rows, cheapest vertex first: flow graphs are
// nearly trees of blocks, so few edges are filled in.
func solveCycle(r *region, members []int32, p, in, visits []float64) {
	e := newElimination(r, members, p)
	e.run()
	e.back(members, in, visits)
}

// elimination holds the transitions among the vertices that are left.
type elimination struct {
	out, in []map[int32]float64
	gone    []removed
	left    []bool
}

// removed is a vertex with the transitions it had when it was eliminated.
type removed struct {
	v       int32
	loop    float64 // probability of coming straight back to itself
	out, in []share
}

type share struct {
	v int32
	p float64
}

func newElimination(r *region, members []int32, p []float64) *elimination {
	index := make(map[int32]int32, len(members))
	for i, v := range members {
		index[v] = int32(i)
	}
	e := &elimination{
		out:  make([]map[int32]float64, len(members)),
		in:   make([]map[int32]float64, len(members)),
		left: make([]bool, len(members)),
	}
	for i := range members {
		e.out[i], e.in[i], e.left[i] = make(map[int32]float64), make(map[int32]float64), true
	}
	for i, v := range members {
		lo, hi := r.g.Edges(v)
		for k := lo; k < hi; k++ {
			if j, ok := index[r.g.To(k)]; ok && p[k] > 0 {
				e.out[i][j] += p[k]
				e.in[j][int32(i)] = e.out[i][j]
			}
		}
	}
	return e
}

// run eliminates all vertices, each time one of the cheapest.
func (e *elimination) run() {
	q := make(queue, 0, len(e.out))
	for v := range e.out {
		q = append(q, item{int32(v), e.price(int32(v))})
	}
	heap.Init(&q)
	for len(q) > 0 {
		it := heap.Pop(&q).(item)
		if !e.left[it.v] {
			continue
		}
		if now := e.price(it.v); now > it.price {
			heap.Push(&q, item{it.v, now})
			continue
		}
		e.remove(it.v)
	}
}

func (e *elimination) price(v int32) int { return len(e.out[v]) * len(e.in[v]) }

// remove takes v out: its predecessors lead straight to its successors.
func (e *elimination) remove(v int32) {
	rec := removed{v: v, loop: min(e.out[v][v], 1-1e-12)}
	delete(e.out[v], v)
	delete(e.in[v], v)
	rec.out, rec.in = sorted(e.out[v]), sorted(e.in[v])
	for _, from := range rec.in {
		delete(e.out[from.v], v)
	}
	for _, to := range rec.out {
		delete(e.in[to.v], v)
	}
	for _, from := range rec.in {
		for _, to := range rec.out {
			e.out[from.v][to.v] += from.p * to.p / (1 - rec.loop)
			e.in[to.v][from.v] = e.out[from.v][to.v]
		}
	}
	e.left[v] = false
	e.gone = append(e.gone, rec)
}

// sorted lists a row in the order of its vertices, so that sums always add up
// the same way.
func sorted(row map[int32]float64) []share {
	s := make([]share, 0, len(row))
	for v, p := range row {
		s = append(s, share{v, p})
	}
	sort.Slice(s, func(i, j int) bool { return s[i].v < s[j].v })
	return s
}

// back pushes what comes in forward through the eliminated vertices, in order,
// and then reads the visits backwards.
func (e *elimination) back(members []int32, in, visits []float64) {
	b := make([]float64, len(members))
	for i, v := range members {
		b[i] = in[v]
	}
	for _, rec := range e.gone {
		for _, to := range rec.out {
			b[to.v] += b[rec.v] * to.p / (1 - rec.loop)
		}
	}
	x := make([]float64, len(members))
	for i := len(e.gone) - 1; i >= 0; i-- {
		rec := e.gone[i]
		sum := e.flowIn(rec, x) + b[rec.v]
		x[rec.v] = sum / (1 - rec.loop)
	}
	for i, v := range members {
		visits[v] = x[i]
	}
}

func (e *elimination) flowIn(rec removed, x []float64) float64 {
	sum := 0.0
	for _, from := range rec.in {
		sum += x[from.v] * from.p
	}
	return sum
}

type item struct {
	v     int32
	price int
}

// queue is a heap of vertices, cheapest first, then by number.
type queue []item

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].price != q[j].price {
		return q[i].price < q[j].price
	}
	return q[i].v < q[j].v
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(item)) }
func (q *queue) Pop() any {
	old := *q
	it := old[len(old)-1]
	*q = old[:len(old)-1]
	return it
}
