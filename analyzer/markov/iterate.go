package markov

import (
	"math"
	"sync/atomic"
)

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
	size   int                            // links that a sweep goes over
	looked atomic.Int64                   // links that sweeps went over
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
	p.looked.Add(int64(p.size))
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
