// Package inparallel does a number of things at a time.
package inparallel

import (
	"context"
	"sync"
)

// Each runs work for 0..n-1 on as many goroutines as there are jobs and waits for
// them; it stops handing out work when ctx ends.
func Each(ctx context.Context, jobs, n int, work func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(jobs, n) {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}

// Beside starts work on a goroutine of its own, if it is worth one, and returns a
// function that waits for it. Where it is not, that function does the work. A panic in
// the work is one of the function.
func Beside(worth bool, work func()) (wait func()) {
	if !worth {
		return work
	}
	ended := make(chan any, 1)
	go func() {
		defer func() { ended <- recover() }()
		work()
	}()
	return func() {
		if panicked := <-ended; panicked != nil {
			panic(panicked)
		}
	}
}
