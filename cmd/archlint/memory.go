package main

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Left to itself the heap doubles before it is collected, and memory that was freed
// in one stage of a review stays beside what the next one takes. A limit on all of it
// brings a review of 5,000 flows from 330 to 260 MB, for a twentieth more time; a
// lower one for large reviews would take a fifth more.
const (
	usualMemory = 200 << 20 // bytes in which reviews of a few thousand flows find room
	roomToLive  = 2.0       // beyond, memory for each byte that is in use
	lookAgain   = 50 * time.Millisecond
)

// boundMemory has the collector keep the program's memory near what it needs,
// until stop. Where GOGC or GOMEMLIMIT say otherwise, they have it.
func boundMemory() (stop func()) {
	if os.Getenv("GOGC") != "" || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(usualMemory)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		again := time.NewTicker(lookAgain)
		defer again.Stop()
		for {
			select {
			case <-again.C:
				debug.SetMemoryLimit(memoryFor(inUse()))
			case <-done:
				return
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// memoryFor is the limit on memory, in bytes, while that much of it is in use.
func memoryFor(used uint64) int64 {
	return max(usualMemory, int64(min(roomToLive*float64(used), 1<<62)))
}

// inUse is what the last collection left, in bytes.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
