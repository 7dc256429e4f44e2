package markov

import (
	"cmp"
	"container/heap"
	"slices"
)

// elimination holds the edges among the states that are left.
type elimination struct {
	out, in  []row
	left     []bool
	steps    []step
	diverges bool
	filled   int       // edges that were gone over, see Chain.Work
	trimmed  *trimming // what cheap steps alone leave, once a step costs more
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

// trimming is an elimination as it stood after a number of steps.
type trimming struct {
	steps    int
	diverges bool
	states   []int32 // that were left, ascending
	out      [][]link
}

func newElimination(r *rows) *elimination {
	n := len(r.out)
	e := &elimination{out: make([]row, n), in: make([]row, n), left: make([]bool, n)}
	for v := range n {
		e.out[v], e.in[v], e.left[v] = newRow(r.out[v]), newRow(r.in[v]), true
	}
	return e
}

// run eliminates all states, each time one of the cheapest. It gives up, and
// returns false, when it would fill in more edges than most: those so far, and for
// each state that is left as many as for the cheapest. What the steps that fill in
// no more than cheap edges each leave is kept then: the same pass serves both.
func (e *elimination) run(most, cheap int) bool {
	work, over := 0, false
	return e.each(func(price, left int) bool {
		if price > cheap && e.trimmed == nil {
			e.keep()
		}
		work += price
		over = over || work+price*(left-1) > most
		return !over || e.trimmed == nil
	})
}

// keep keeps what is left.
func (e *elimination) keep() {
	e.trimmed = &trimming{steps: len(e.steps), diverges: e.diverges}
	for v, left := range e.left {
		if left {
			e.trimmed.states = append(e.trimmed.states, int32(v))
			e.trimmed.out = append(e.trimmed.out, e.out[v].sorted())
		}
	}
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
		it := q[0]
		if now := e.price(it.state); now > it.price {
			q[0].price = now
			heap.Fix(&q, 0)
			continue
		}
		heap.Pop(&q)
		if !e.left[it.state] {
			continue
		}
		now := e.price(it.state)
		if !goOn(now, left) {
			return false
		}
		e.filled += now + 1
		e.remove(it.state)
		left--
	}
	return true
}

func (e *elimination) price(v int32) int { return e.out[v].len() * e.in[v].len() }

// greatestLoop is the share of coming straight back beyond which a state is taken
// never to be left: rounding cannot tell it from one.
const greatestLoop = 1 - 1e-12

// remove takes v out: its predecessors lead straight to its successors.
func (e *elimination) remove(v int32) {
	s := step{state: v, loop: e.out[v].value(v)}
	if s.loop > greatestLoop {
		e.diverges = e.diverges || s.loop > 1+1e-9
		s.loop = greatestLoop
	}
	e.out[v].delete(v)
	e.in[v].delete(v)
	s.out, s.in = e.out[v].sorted(), e.in[v].sorted()
	for _, from := range s.in {
		e.out[from.state].delete(v)
	}
	for _, to := range s.out {
		e.in[to.state].delete(v)
	}
	for _, from := range s.in {
		for _, to := range s.out {
			sum := e.out[from.state].add(to.state, from.value*to.value/(1-s.loop))
			e.in[to.state].set(from.state, sum)
		}
	}
	e.left[v], e.out[v], e.in[v] = false, row{}, row{}
	e.steps = append(e.steps, s)
}

// row is a state's edges by the state at their other end. Most rows are short and
// are searched; a long one has an index.
type row struct {
	links []link
	index map[int32]int32 // positions in links; nil while the row is short
}

// short is how many edges a row has that is searched.
const short = 24

func newRow(links []link) row {
	r := row{links: slices.Clone(links)}
	r.grown()
	return r
}

// grown gives a row an index that has become long.
func (r *row) grown() {
	if r.index != nil || len(r.links) <= short {
		return
	}
	r.index = make(map[int32]int32, 2*len(r.links))
	for i, l := range r.links {
		r.index[l.state] = int32(i)
	}
}

func (r *row) len() int { return len(r.links) }

// find is the position of the edge to or from a state, or -1.
func (r *row) find(state int32) int {
	if r.index != nil {
		if i, ok := r.index[state]; ok {
			return int(i)
		}
		return -1
	}
	for i := range r.links {
		if r.links[i].state == state {
			return i
		}
	}
	return -1
}

func (r *row) value(state int32) float64 {
	if i := r.find(state); i >= 0 {
		return r.links[i].value
	}
	return 0
}

// add adds to the edge of a state and returns the sum.
func (r *row) add(state int32, value float64) float64 {
	i := r.find(state)
	if i < 0 {
		r.append(state, value)
		return value
	}
	r.links[i].value += value
	return r.links[i].value
}

func (r *row) set(state int32, value float64) {
	if i := r.find(state); i >= 0 {
		r.links[i].value = value
		return
	}
	r.append(state, value)
}

func (r *row) append(state int32, value float64) {
	if r.index != nil {
		r.index[state] = int32(len(r.links))
	}
	r.links = append(r.links, link{state, value})
	r.grown()
}

// delete takes the edge of a state out; the last one takes its position.
func (r *row) delete(state int32) {
	i := r.find(state)
	if i < 0 {
		return
	}
	last := len(r.links) - 1
	r.links[i] = r.links[last]
	r.links = r.links[:last]
	if r.index != nil {
		delete(r.index, state)
		if i < last {
			r.index[r.links[i].state] = int32(i)
		}
	}
}

// sorted lists a row in the order of its states, so that sums always add up the
// same way.
func (r *row) sorted() []link {
	s := slices.Clone(r.links)
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
