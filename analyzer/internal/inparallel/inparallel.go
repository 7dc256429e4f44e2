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
