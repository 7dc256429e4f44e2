package calls_test

import (
	"iter"
	"os"
	"strconv"
	"time"
)

// soaked gives seeds: the first n in an ordinary test; with ARCHLINT_SOAK set to
// a duration, as many as fit into it, from ARCHLINT_SOAK_SEED on, which is a
// million by default: other flows than those that every test run tries.
//
//	ARCHLINT_SOAK=20m go test ./analyzer/calls -run 'TestBounds|TestCapped|TestWitness' -parallel 1 -timeout 3h
func soaked(n int) iter.Seq[int] {
	long, err := time.ParseDuration(os.Getenv("ARCHLINT_SOAK"))
	if err != nil {
		return func(yield func(int) bool) {
			for i := 0; i < n && yield(i); i++ {
			}
		}
	}
	first, err := strconv.Atoi(os.Getenv("ARCHLINT_SOAK_SEED"))
	if err != nil {
		first = 1_000_000
	}
	return func(yield func(int) bool) {
		end := time.Now().Add(long)
		for i := first; time.Now().Before(end) && yield(i); i++ {
		}
	}
}
