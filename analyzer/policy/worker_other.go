//go:build !linux && !darwin

package policy

import "time"

// limitAddresses does nothing here: the watchdog looks at the heap.
func limitAddresses(uint64) {}

// processorTime is the clock where the system does not tell.
func processorTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
