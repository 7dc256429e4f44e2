package exporter

import (
	"context"
	"sync"
)

// each calls do for every item, so many at a time, and stops at the first error.
// Errors that concern one item only are for do to write down.
func each[T any](ctx context.Context, atATime int, items []T, do func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan T)
	var workers sync.WaitGroup
	for range min(atATime, len(items)) {
		workers.Go(func() {
			for item := range queue {
				if err := do(ctx, item); err != nil {
					cancel(err)
				}
			}
		})
	}
	feed(ctx, queue, items)
	workers.Wait()
	return context.Cause(ctx)
}

func feed[T any](ctx context.Context, queue chan<- T, items []T) {
	defer close(queue)
	for _, item := range items {
		select {
		case queue <- item:
		case <-ctx.Done():
			return
		}
	}
}
