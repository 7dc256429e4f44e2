package markov

import (
	"cmp"
	"math"
	"slices"
)

// rows are the edges of a chain by the state that they leave and by the one that
// they enter, each row in the order of the states.
type rows struct {
	out, in [][]link
}

func newRows(states int, edges []Edge) rows {
	r := rows{out: make([][]link, states), in: make([][]link, states)}
	for _, e := range edges {
		if e.Share > 0 {
			r.out[e.From] = append(r.out[e.From], link{e.To, e.Share})
		}
	}
	for v := range r.out {
		r.out[v] = merged(r.out[v])
		for _, l := range r.out[v] {
			r.in[l.state] = append(r.in[l.state], link{int32(v), l.value})
		}
	}
	return r
}

// merged adds up the links to the same state, and sorts them.
func merged(links []link) []link {
	slices.SortStableFunc(links, func(a, b link) int { return cmp.Compare(a.state, b.state) })
	out := links[:0]
	for _, l := range links {
		if n := len(out); n > 0 && out[n-1].state == l.state {
			out[n-1].value += l.value
			continue
		}
		out = append(out, l)
	}
	return out
}

// visitOrder is the order in which an iteration goes over the states.
type visitOrder []int32

// orders are those of visits, which depend on what comes before a state, and of
// values, which depend on what comes after it.
func (r *rows) orders() []visitOrder {
	forward := make(visitOrder, 0, len(r.out))
	seen := make([]bool, len(r.out))
	for v := range r.out {
		if seen[v] {
			continue
		}
		seen[v] = true
		forward = append(forward, int32(v))
		for i := len(forward) - 1; i < len(forward); i++ { // breadth first from v
			for _, to := range r.out[forward[i]] {
				if !seen[to.state] {
					seen[to.state] = true
					forward = append(forward, to.state)
				}
			}
		}
	}
	backward := slices.Clone(forward)
	slices.Reverse(backward)
	return []visitOrder{forward, backward}
}

// mostSweeps bounds an iteration, besides the links that its sweeps go over.
const mostSweeps = 3_000

// sweepsWithin is how many sweeps over size edges go over that many links: some,
// however large the chain is.
func sweepsWithin(links, size int) int {
	return min(mostSweeps, max(plainSweeps, links/max(size, 1)))
}

// plainSweeps is after how many sweeps an iteration that has not settled is helped
// by scaling, every scaleEvery sweeps.
const (
	plainSweeps = 50
	scaleEvery  = 4
)

// converged is how little a sweep may move any value, relative to it: without
// scaling, and with it, where rounding leaves more.
const (
	converged       = 1e-13
	convergedScaled = 1e-12
)

// greatestMean is a mean from which a chain is taken to have none.
const greatestMean = 1e15

// problem is x = add + Ax, where links are the rows of A, all of them positive.
type problem struct {
	links  [][]link
	order  visitOrder
	sweeps int                            // at most
	scale  func(x, add []float64) float64 // by what to scale x, see iterate
}

// iterate solves p by Gauss and Seidel. From nothing on all values only rise; ok is
// false where they do not settle.
//
// Of a chain that is hardly ever left, x rises for long in always the same
// proportions. Then it is scaled to what is known of a weighted sum of the solution
// (aggregation of all states into one; Stewart, Introduction to the Numerical
// Solution of Markov Chains, 6.2). What settles solves the problem whatever it was
// scaled by; where nothing settles, a second time without scaling gives values that
// are not too great.
func (p *problem) iterate(add []float64) (x []float64, ok bool) {
	if x, ok = p.solve(add, p.scale); ok || p.scale == nil {
		return x, ok
	}
	return p.solve(add, nil)
}

func (p *problem) solve(add []float64, scale func(x, add []float64) float64) (x []float64, ok bool) {
	x = make([]float64, len(add))
	within := converged
	for i := range p.sweeps {
		if scale != nil && i >= plainSweeps {
			within = convergedScaled
			if i%scaleEvery == 0 {
				multiply(x, scale(x, add))
			}
		}
		moved, tooGreat := p.sweep(x, add, within)
		if tooGreat {
			return x, false
		}
		if !moved {
			return x, true
		}
	}
	return x, false
}

// sweep goes over the states once.
func (p *problem) sweep(x, add []float64, within float64) (moved, tooGreat bool) {
	for _, v := range p.order {
		sum, loop := add[v], 0.0
		for _, l := range p.links[v] {
			if l.state == v {
				loop = l.value
				continue
			}
			sum += l.value * x[l.state]
		}
		if loop > greatestLoop {
			loop = greatestLoop
		}
		sum /= 1 - loop
		if sum > greatestMean {
			return true, true
		}
		moved = moved || math.Abs(sum-x[v]) > within*sum
		x[v] = sum
	}
	return moved, false
}

// multiply scales x, if by is a number by which it can be.
func multiply(x []float64, by float64) {
	if !(by > 0) || math.IsInf(by, 1) {
		return
	}
	for v := range x {
		x[v] *= by
	}
}

// product is the sum of the products of two vectors.
func product(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
