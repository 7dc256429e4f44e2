package flowfacts

import "math/bits"

// majorant finds coefficients by which a polynomial is nowhere less than f, which
// depends on numbers that are not negative. Coefficients are by the set of the numbers
// whose product they multiply, a bit for each. ok is false where f is not bounded.
//
// f has to be what calls.Uncapped describes: where none of the numbers in a set is 0,
// and all others are, the greatest of some polynomials in x = number - 1 without
// negative coefficients. A coefficient of the greatest of them is at most f at a large
// point divided by the product there. A polynomial is nowhere less than another one if
// no coefficient in x is.
func majorant(numbers int, f func(counts []int64) (int64, bool)) (coefficients []int64, ok bool) {
	all := 1 << numbers
	least := make([][]int64, all) // by the numbers that are not 0, then by the product
	for some := range all {
		least[some] = make([]int64, all)
		for product := range all {
			if product&^some != 0 {
				continue
			}
			counts, size := samplePoint(numbers, some, product)
			n, ok := f(counts)
			if !ok {
				return nil, false
			}
			least[some][product] = n / size
		}
	}
	coefficients = make([]int64, all)
	for size := numbers; size >= 0; size-- {
		for product := range all {
			if bits.OnesCount(uint(product)) == size {
				coefficients[product] = missing(product, least, coefficients)
			}
		}
	}
	return coefficients, true
}

// samplePoint is where a coefficient is looked for: numbers outside some are 0, those
// of the product are large, the rest is 1. size is the product of the large ones.
func samplePoint(numbers, some, product int) (counts []int64, size int64) {
	large := [...]int64{1, 1 << 20, 1 << 15, 1 << 10}[bits.OnesCount(uint(product))]
	counts, size = make([]int64, numbers), 1
	for i := range counts {
		switch bit := 1 << i; {
		case product&bit != 0:
			counts[i] = large
			size *= large
		case some&bit != 0:
			counts[i] = 1
		}
	}
	return counts, size
}

// missing is what larger products lack of the least coefficient that one needs in
// x = number - 1: every larger one adds its own there.
func missing(product int, least [][]int64, larger []int64) int64 {
	most := int64(0)
	for some := range least {
		if product&^some != 0 {
			continue
		}
		n := least[some][product]
		for other, c := range larger {
			if other != product && other&product == product && other&^some == 0 {
				n -= c
			}
		}
		most = max(most, n)
	}
	return most
}
