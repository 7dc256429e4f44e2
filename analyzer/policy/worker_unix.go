//go:build linux || darwin

package policy

import (
	"syscall"
	"time"
)

// limitAddresses bounds the memory that the process may reserve. Where the system
// refuses, the watchdog is what is left.
func limitAddresses(bytes uint64) {
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: bytes, Max: bytes})
}

// processorTime is what the process has taken, all threads together.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
