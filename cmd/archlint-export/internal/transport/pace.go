package transport

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"archlint/cmd/archlint-export/internal/api"
)

// pace lets requests through at a rate, and none while the server has asked to
// wait: its limits are per token, and all requests share one.
type pace struct {
	limiter *rate.Limiter // nil: no limit of our own

	mu    sync.Mutex
	until time.Time
}

// burst is how many requests may go at once after a rest. It counts into the
// minute it happens in, so it stays small.
const burst = 5

func newPace(perMinute float64) *pace {
	if perMinute <= 0 {
		return &pace{}
	}
	return &pace{limiter: rate.NewLimiter(rate.Limit(perMinute/60), burst)}
}

// wait returns when a request may be sent.
func (p *pace) wait(ctx context.Context) error {
	if p.limiter != nil {
		if err := p.limiter.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			// The turn would come after the deadline.
			return fmt.Errorf("%w: %w", api.ErrStop, context.DeadlineExceeded)
		}
	}
	for {
		p.mu.Lock()
		left := time.Until(p.until)
		p.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

// pause lets nothing through for that long.
func (p *pace) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.until) {
		p.until = until
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
