package policy

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"archlint/analyzer/internal/phrase"
)

// guard stops an evaluation that takes more steps than it may, or whose context
// ends. It is the cancellation object of the query: OPA asks it before each
// expression that it evaluates, and built-in functions do for each element of what
// they make. So the same rule over the same facts stops at the same step on every
// machine, however busy it is.
type guard struct {
	stopped atomic.Bool // by the context, or by the clock
	left    int64       // steps; only the evaluation looks at it
	limit   limits
	late    atomic.Bool
	timer   *time.Timer
	ended   func() bool
}

// limits are what one evaluation of one rule may take.
type limits struct {
	steps int64
	// clock is a last resort, for a single call that takes for ever. It is so long
	// that no rule within its steps comes near it.
	clock time.Duration
}

func newGuard(ctx context.Context, limit limits) *guard {
	g := &guard{left: limit.steps, limit: limit}
	g.ended = context.AfterFunc(ctx, g.Cancel)
	g.timer = time.AfterFunc(limit.clock, func() {
		g.late.Store(true)
		g.Cancel()
	})
	return g
}

// Cancel stops the evaluation.
func (g *guard) Cancel() { g.stopped.Store(true) }

// Cancelled counts a step, and reports whether it may not be taken.
func (g *guard) Cancelled() bool { return !g.Charge(1) || g.stopped.Load() }

// Charge takes steps off, and reports whether there were as many.
func (g *guard) Charge(steps int64) bool {
	if g.left < steps {
		g.left = -1
		return false
	}
	g.left -= steps
	return true
}

// done disarms the guard and returns why it stopped the evaluation, or nil.
func (g *guard) done() error {
	g.ended()
	g.timer.Stop()
	switch {
	case g.left < 0:
		return fmt.Errorf("it needs more than %s evaluation steps", phrase.Grouped(g.limit.steps))
	case g.late.Load():
		return fmt.Errorf("no answer within %s", g.limit.clock)
	}
	return nil
}
