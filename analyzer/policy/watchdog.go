package policy

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"archlint/analyzer/internal/phrase"
)

// watchdog ends the worker when a question takes more memory or processor time than
// any rule may: within a single call of OPA nothing else can.
type watchdog struct {
	mu     sync.Mutex
	active bool
	since  time.Duration // processor time at the last announcement
	limit  time.Duration
	base   uint64        // of memory, whatever the question is
	time   time.Duration // of the processor, for one question
	memory uint64
}

func (d *watchdog) start(w *worker) {
	go func() {
		for range time.Tick(workerLook) {
			if reason := d.look(); reason != "" {
				w.reply(wireReply{Stopped: reason})
				d.end()
			}
		}
	}()
}

// end takes the process down: nothing else stops a call of OPA.
func (d *watchdog) end() { os.Exit(1) }

// begin starts to watch a question over so many flows.
func (d *watchdog) begin(flows int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.active, d.since = true, processorTime()
	d.limit = d.time + time.Duration(flows)*d.time/flowsPerLimit
	d.memory = d.base + uint64(flows)*memoryPerFlow
}

// rest gives the rule that comes the whole time.
func (d *watchdog) rest() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.since = processorTime()
}

func (d *watchdog) pause() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.active = false
}

// look returns why the worker has to end, or "".
func (d *watchdog) look() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.active {
		return ""
	}
	if processorTime()-d.since > d.limit {
		return fmt.Sprintf("it needs more than %s of processor time", d.limit)
	}
	if heapSize() < d.memory {
		return ""
	}
	runtime.GC()
	if heapSize() < d.memory {
		return ""
	}
	return fmt.Sprintf("it needs more than %s MB of memory", phrase.Grouped(int64(d.memory>>20)))
}

// heapSize is how much of the heap is in use, garbage among it.
func heapSize() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
