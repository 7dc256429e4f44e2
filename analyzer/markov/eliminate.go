package markov

import (
	"cmp"
	"container/heap"
	"slices"
)

// elimination holds the edges among the states that are left.
type elimination struct {
	out, in  []map[int32]float64
	left     []bool
	steps    []step
	diverges bool
	filled   int // edges that were gone over, see Chain.Work
}

// step is a state with the edges that it had when it was eliminated.
type step struct {
	state   int32
	loop    float64 // how often it comes straight back to itself
	out, in []link
}

// link is an edge to or from another state.
type link struct {
	state int32
	value float64
}

func newElimination(r *rows) *elimination {
	n := len(r.out)
	e := &elimination{out: make([]map[int32]float64, n), in: make([]map[int32]float64, n), left: make([]bool, n)}
	for v := range n {
		e.out[v], e.in[v], e.left[v] = asMap(r.out[v]), asMap(r.in[v]), true
	}
	return e
}

func asMap(links []link) map[int32]float64 {
	m := make(map[int32]float64, len(links))
	for _, l := range links {
		m[l.state] = l.value
	}
	return m
}

// run eliminates all states, each time one of the cheapest. It gives up, and
// returns false, when it would fill in more edges than that: those so far, and for
// each state that is left as many as for the cheapest.
func (e *elimination) run(most int) bool {
	work := 0
	return e.each(func(price, left int) bool {
		work += price
		return work+price*(left-1) <= most
	})
}

// trim eliminates states while that fills in no more edges than that for one.
func (e *elimination) trim(most int) {
	e.each(func(price, _ int) bool { return price <= most })
}

// each eliminates states, each time one of the cheapest, while goOn says so of its
// price and of how many are left; it reports whether that was all of them.
func (e *elimination) each(goOn func(price, left int) bool) bool {
	q := make(queue, 0, len(e.out))
	for v := range e.out {
		q = append(q, item{int32(v), e.price(int32(v))})
	}
	heap.Init(&q)
	for left := len(e.out); len(q) > 0; {
		it := heap.Pop(&q).(item)
		if !e.left[it.state] {
			continue
		}
		now := e.price(it.state)
		if now > it.price {
			heap.Push(&q, item{it.state, now})
			continue
		}
		if !goOn(now, left) {
			return false
		}
		e.filled += now + 1
		e.remove(it.state)
		left--
	}
	return true
}

func (e *elimination) price(v int32) int { return len(e.out[v]) * len(e.in[v]) }

// greatestLoop is the share of coming straight back beyond which a state is taken
// never to be left: rounding cannot tell it from one.
const greatestLoop = 1 - 1e-12

// remove takes v out: its predecessors lead straight to its successors.
func (e *elimination) remove(v int32) {
	s := step{state: v, loop: e.out[v][v]}
	if s.loop > greatestLoop {
		e.diverges = e.diverges || s.loop > 1+1e-9
		s.loop = greatestLoop
	}
	delete(e.out[v], v)
	delete(e.in[v], v)
	s.out, s.in = sorted(e.out[v]), sorted(e.in[v])
	for _, from := range s.in {
		delete(e.out[from.state], v)
	}
	for _, to := range s.out {
		delete(e.in[to.state], v)
	}
	for _, from := range s.in {
		for _, to := range s.out {
			e.out[from.state][to.state] += from.value * to.value / (1 - s.loop)
			e.in[to.state][from.state] = e.out[from.state][to.state]
		}
	}
	e.left[v] = false
	e.steps = append(e.steps, s)
}

// sorted lists a row in the order of its states, so that sums always add up the
// same way.
func sorted(row map[int32]float64) []link {
	s := make([]link, 0, len(row))
	for v, value := range row {
		s = append(s, link{v, value})
	}
	slices.SortFunc(s, func(a, b link) int { return cmp.Compare(a.state, b.state) })
	return s
}

type item struct {
	state int32
	price int
}

// queue is a heap of states, cheapest first, then by number.
type queue []item

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].price != q[j].price {
		return q[i].price < q[j].price
	}
	return q[i].state < q[j].state
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(item)) }
func (q *queue) Pop() any {
	old := *q
	it := old[len(old)-1]
	*q = old[:len(old)-1]
	return it
}
