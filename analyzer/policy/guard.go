package policy

import (
	"context"
	"fmt"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"
)

// maxGrowth is how much the heap may grow while one evaluation runs, beyond
// the first moment that ordinary rules need. Ordinary rules stay below a
// thousandth of it.
const maxGrowth = 1 << 30

// glance is how often a long evaluation is looked at. Ordinary ones are over
// before the first look, so that guarding them costs a timer and no more.
const glance = 50 * time.Millisecond

// guard stops an evaluation that takes too long or too much memory, or whose
// context ends.
type guard struct {
	cancel  topdown.Cancel
	timeout time.Duration
	growth  uint64

	mu     sync.Mutex
	timer  *time.Timer
	left   time.Duration
	heap   uint64 // at the first look
	reason error  // why it stopped the evaluation
	ended  func() bool
}

func newGuard(ctx context.Context, timeout time.Duration, growth uint64) *guard {
	g := &guard{cancel: topdown.NewCancel(), timeout: timeout, growth: growth, left: timeout}
	g.ended = context.AfterFunc(ctx, g.cancel.Cancel)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer = time.AfterFunc(min(glance, g.left), g.look)
	return g
}

// look is called between the moments that the evaluation may take.
func (g *guard) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left -= min(glance, g.left)
	heap := heapSize()
	if g.heap == 0 {
		g.heap = heap
	}
	switch {
	case g.left == 0:
		g.stop(fmt.Errorf("no answer within %s", g.timeout))
	case heap > g.heap+g.growth:
		g.stop(fmt.Errorf("it needs more than %d MB of memory", g.growth>>20))
	default:
		g.timer.Reset(min(glance, g.left))
	}
}

func (g *guard) stop(reason error) {
	g.reason = reason
	g.cancel.Cancel()
}

// done disarms the guard and returns why it stopped the evaluation, or nil.
func (g *guard) done() error {
	g.ended()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer.Stop()
	return g.reason
}

func heapSize() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
