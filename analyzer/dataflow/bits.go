package dataflow

import "math/bits"

// words is how many facts, in 64s, are solved at a time.
const words = 8

// chunkSize is the number of facts in a set.
const chunkSize = words * 64

// set is a set of facts of one chunk.
type set [words]uint64

func (s *set) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s *set) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

// union adds o and reports whether that changed s.
func (s *set) union(o *set) bool {
	changed := uint64(0)
	for i := range s {
		changed |= o[i] &^ s[i]
		s[i] |= o[i]
	}
	return changed != 0
}

func (s *set) minus(o *set) {
	for i := range s {
		s[i] &^= o[i]
	}
}

func (s *set) intersect(o *set) {
	for i := range s {
		s[i] &= o[i]
	}
}

// each calls f with every fact, ascending.
func (s *set) each(f func(int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bits.TrailingZeros64(w))
		}
	}
}

func full() set {
	var s set
	for i := range s {
		s[i] = ^uint64(0)
	}
	return s
}
